import { mkdirSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { openLab } from '../../src/main/lab.ts';
import { isAlive } from '../../src/main/jobs/processIdentity.ts';
import { asRunId, type RunId } from '../../src/shared/ids.ts';
import type { SeededNumbers } from '../../tests/helpers/seededNumbers.ts';
import { Child } from './child.ts';
import { expectIntegrity, notedTrainer, temporaryFiles } from './inspect.ts';
import { expectHeld, readResults } from './results.ts';
import type { KillKind, Tally } from './tally.ts';

const app = join(import.meta.dirname, 'app.ts');

/** A training run to be killed, and what it gives when it is not. */
export interface Undisturbed {
  readonly args: readonly [documents: string, engine: string, epochs: string];
  /** From the app's start to its end, in ms. */
  readonly duration: number;
  readonly losses: Float64Array;
  readonly results: unknown;
}

/** Trains the run in a fresh data folder, kills nothing, and keeps what there is to compare. */
export async function trainUndisturbed(dataDir: string, args: Undisturbed['args']): Promise<Undisturbed> {
  const start = performance.now();
  const last = await new Child(app, ['train', dataDir, ...args]).finish();
  if (last !== 'ended finished') throw new Error(`the undisturbed run: ${last}`);
  const { losses, results } = await readResults(dataDir);
  return { args, duration: performance.now() - start, losses, results };
}

/** Kills the run of a fresh data folder up to `kills` times, lets it finish and compares. Throws what is not right. */
export async function trainingRound(
  dataDir: string,
  kills: number,
  undisturbed: Undisturbed,
  random: SeededNumbers,
  tally: Tally,
): Promise<void> {
  tally.rounds += 1;
  mkdirSync(join(dataDir, 'checkpoints'), { recursive: true });
  const file = join(dataDir, 'lab.sqlite');
  const told = new Map<RunId, number>();
  const start = (): Child => new Child(app, ['train', dataDir, ...undisturbed.args]);
  let child = start();
  for (let left = kills; left > 0; left -= 1) {
    if (child.isOver) {
      if (countLines(child, told, tally) === 'ended finished') break;
      child = start();
    }
    const kind = pickKind(random);
    if (kind.includes('checkpoint')) await waitForCheckpoint(dataDir, child, random.uniform() * 10);
    else await Promise.race([child.ended, sleep(random.uniform() * undisturbed.duration)]);
    const trainer = lastTrainer(file);
    const isHalfWritten =
      kind.includes('checkpoint') && temporaryFiles(join(dataDir, 'checkpoints')).length > 0;
    if (kind.startsWith('trainer')) {
      if (trainer === null || !(await killed(trainer))) continue;
      tally.kills[kind] += 1;
      tally.halfWritten += isHalfWritten ? 1 : 0;
      continue;
    }
    if (!(await child.kill())) continue;
    tally.kills[kind] += 1;
    tally.halfWritten += isHalfWritten ? 1 : 0;
    countLines(child, told, tally);
    tally.stepsHeld += await expectHeld(dataDir, told, undisturbed.losses);
    tally.integrityChecks += 1;
    child = start();
    while (child.lines.length === 0 && !child.isOver) await sleep(2);
    if (trainer === null) continue;
    if (await isAlive(trainer.pid, trainer.start)) throw new Error('a trainer outlived its killed app');
    tally.trainersGone += 1;
  }
  await finish(child, start, told, tally);
  // What a killed process could not tidy is tidied when the lab is opened next.
  await (await openLab({ dataDir, startQueue: false })).close();

  expectIntegrity(file);
  tally.integrityChecks += 1;
  const { results, restarts } = await readResults(dataDir);
  if (!isDeepStrictEqual(results, undisturbed.results)) throw new Error('the killed run ended otherwise');
  tally.sameBits += 1;
  tally.resumed += restarts;
  const leftovers = temporaryFiles(dataDir);
  if (leftovers.length > 0) throw new Error(`left behind: ${leftovers.join(', ')}`);
}

/** Lets the run end. Killed so often without progress that its supervisor gave up, it is resumed as a person would. */
async function finish(
  last: Child,
  start: () => Child,
  told: Map<RunId, number>,
  tally: Tally,
): Promise<void> {
  for (let child = last; ; child = start()) {
    await child.finish();
    const end = countLines(child, told, tally);
    if (end === 'ended finished') return;
    if (end !== 'ended interrupted') throw new Error(`the killed run: ${end}`);
  }
}

/** Takes in what a child that has ended had said; returns its last line. */
function countLines(child: Child, told: Map<RunId, number>, tally: Tally): string {
  for (const line of child.lines) {
    const [word, run = '', step = ''] = line.split(' ');
    if (word === 'told') told.set(asRunId(run), Math.max(told.get(asRunId(run)) ?? 0, Number(step)));
    if (word === 'anew') tally.begunAnew += 1;
    if (word === 'resumed') tally.resumed += 1;
  }
  return child.lines.at(-1) ?? '';
}

function pickKind(random: SeededNumbers): KillKind {
  const draw = random.uniform();
  if (draw < 0.3) return 'trainer';
  if (draw < 0.6) return 'app';
  return draw < 0.8 ? 'trainer in mid-checkpoint' : 'app in mid-checkpoint';
}

/** Resolves `delay` ms after a checkpoint has been begun, or when the app has ended. */
async function waitForCheckpoint(dataDir: string, child: Child, delay: number): Promise<void> {
  let watcher: FSWatcher | undefined;
  const begun = new Promise<void>((resolve) => {
    watcher = watch(join(dataDir, 'checkpoints'), { recursive: true }, (_, name) => {
      if (name?.includes('.tmp-') === true) resolve();
    });
  });
  await Promise.race([begun.then(() => sleep(delay)), child.ended]);
  watcher?.close();
}

/** The process that trains, or null: killed early there is no database yet. */
function lastTrainer(file: string): ReturnType<typeof notedTrainer> {
  try {
    return notedTrainer(file);
  } catch {
    return null;
  }
}

async function killed({ pid, start }: { pid: number; start: string | null }): Promise<boolean> {
  if (!(await isAlive(pid, start))) return false;
  process.kill(pid, 'SIGKILL');
  return true;
}
