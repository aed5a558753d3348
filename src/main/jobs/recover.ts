import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorMessage } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import type { Store } from '../store/store.ts';
import type { RunProcess } from '../store/runLife.ts';
import { isAlive } from './processIdentity.ts';

const goneMs = 5000;

const appEnded: ErrorMessage = {
  kind: 'expected',
  code: 'io',
  message: 'the app ended while this run was training',
  hint: 'Resume it from its last checkpoint, if it has one',
};

/**
 * At open: runs that a lab before this one left running or paused become `interrupted`; everything recorded of them
 * stays. A trainer that outlived its app is ended first, so that two never write one folder. Returns those runs.
 */
export async function interruptUnfinished(store: Store): Promise<readonly RunId[]> {
  const unfinished = store.life.unfinished();
  for (const { process: trainer } of unfinished) if (trainer !== null) await endOrphan(trainer);
  if (unfinished.length === 0) return [];
  store.durably(() => {
    for (const { runId } of unfinished) store.life.end(runId, 'interrupted', appEnded);
  });
  return unfinished.map(({ runId }) => runId);
}

/** A trainer ends by itself when its parent has gone; one that is deep in native code may need a kill. */
async function endOrphan({ pid, start }: RunProcess): Promise<void> {
  if (start === null || !(await isAlive(pid, start))) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone in this moment.
    return;
  }
  const until = performance.now() + goneMs;
  while (performance.now() < until && (await isAlive(pid, start))) await sleep(20);
}
