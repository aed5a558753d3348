import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLab } from '../../src/main/lab.ts';
import { asDatasetHash } from '../../src/shared/ids.ts';
import type { SeededNumbers } from '../../tests/helpers/seededNumbers.ts';
import { Child } from './child.ts';
import { expectIntegrity, temporaryFiles } from './inspect.ts';
import type { Tally } from './tally.ts';

const app = join(import.meta.dirname, 'app.ts');

export interface UndisturbedImport {
  readonly documents: string;
  /** From the lab's being open to the end, in ms. */
  readonly duration: number;
  /** Of every document in order, with its place. */
  readonly digest: string;
}

export async function importUndisturbed(dataDir: string, documents: string): Promise<UndisturbedImport> {
  const child = new Child(app, ['import', dataDir, documents]);
  await child.said('open');
  const start = performance.now();
  const last = await child.finish();
  const duration = performance.now() - start;
  return { documents, duration, digest: await digestOf(dataDir, last) };
}

/** Kills an import up to `kills` times, then lets it finish and compares. Throws what is not right. */
export async function importRound(
  dataDir: string,
  kills: number,
  undisturbed: UndisturbedImport,
  random: SeededNumbers,
  tally: Tally,
): Promise<void> {
  tally.rounds += 1;
  const file = join(dataDir, 'lab.sqlite');
  const start = (): Child => new Child(app, ['import', dataDir, undisturbed.documents]);
  for (let left = kills; left > 0; left -= 1) {
    const child = start();
    await child.said('open');
    await sleep(random.uniform() * undisturbed.duration);
    if (!(await child.kill()) || child.hasSaid('ended')) continue;
    tally.kills['app in mid-import'] += 1;
    expectIntegrity(file);
    tally.integrityChecks += 1;
  }
  const last = await start().finish();
  expectIntegrity(file);
  tally.integrityChecks += 1;
  if ((await digestOf(dataDir, last)) !== undisturbed.digest) throw new Error('the import ended otherwise');
  tally.sameBits += 1;
  const leftovers = temporaryFiles(dataDir);
  if (leftovers.length > 0) throw new Error(`left behind: ${leftovers.join(', ')}`);
}

async function digestOf(dataDir: string, line: string): Promise<string> {
  const dataset = asDatasetHash(line.replace('ended ', ''));
  const lab = await openLab({ dataDir, readOnly: true });
  try {
    if (lab.listDatasets().length !== 1) throw new Error('there is more than one dataset');
    const hash = createHash('sha256');
    for (const document of lab.datasetDocuments(dataset)) hash.update(JSON.stringify(document));
    return hash.digest('hex');
  } finally {
    await lab.close();
  }
}
