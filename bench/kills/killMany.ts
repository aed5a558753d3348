import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeSmallDataset } from '../../tests/helpers/smallDataset.ts';
import { seededNumbers } from '../../tests/helpers/seededNumbers.ts';
import { importRound, importUndisturbed } from './importRound.ts';
import { makeOldFolder, migrationRound } from './migrationRound.ts';
import { emptyTally, killsIn, type Tally } from './tally.ts';
import { trainingRound, trainUndisturbed } from './trainingRound.ts';

export interface KillPlan {
  /** Everything is written below it. */
  readonly folder: string;
  readonly kills: number;
  /** At most so many in one data folder. */
  readonly killsARound: number;
  readonly seed: number;
  readonly epochs: number;
  /** Documents of the import, in each of three classes. */
  readonly documentsPerClass: number;
  readonly onRound?: (tally: Tally) => void;
  /** Asked before each round: no more are begun when it says so. */
  readonly isOver?: () => boolean;
}

/**
 * Kills labs at random moments, four rounds in six while they train, one while it imports, one while it migrates, until
 * there were enough kills. Throws at the first fault, naming the folder that shows it.
 */
export async function killMany(plan: KillPlan): Promise<Tally> {
  const { folder, kills, seed } = plan;
  const random = seededNumbers(seed);
  const tally = emptyTally();
  const documents = join(folder, 'documents');
  const many = join(folder, 'many-documents');
  await writeSmallDataset(documents);
  await writeSmallDataset(many, plan.documentsPerClass);
  const epochs = String(plan.epochs);
  const undisturbed = [
    await trainUndisturbed(join(folder, 'undisturbed-reference'), [documents, 'reference', epochs]),
    await trainUndisturbed(join(folder, 'undisturbed-wasm'), [documents, 'wasm', epochs]),
  ] as const;
  const imported = await importUndisturbed(join(folder, 'undisturbed-import'), many);
  const old = await makeOldFolder(join(folder, 'old'), random);

  for (let round = 0; killsIn(tally) < kills && plan.isOver?.() !== true; round += 1) {
    const dataDir = join(folder, `round-${round}`);
    const most = Math.min(plan.killsARound, kills - killsIn(tally));
    try {
      const turn = round % 6;
      if (turn === 1) await importRound(dataDir, most, imported, random, tally);
      else if (turn === 3) await migrationRound(dataDir, most, old, random, tally);
      else await trainingRound(dataDir, most, undisturbed[turn === 2 || turn === 5 ? 1 : 0], random, tally);
    } catch (cause) {
      throw new Error(`seed ${seed}, round ${round}, see ${dataDir}`, { cause });
    }
    rmSync(dataDir, { recursive: true, force: true });
    plan.onRound?.(tally);
  }
  return tally;
}
