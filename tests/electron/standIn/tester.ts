import { runInThisContext } from 'node:vm';
import type { StandInMessage, WorkMessage } from '../messages.ts';

/** Tells the test; does nothing for a stand-in that was started by hand. */
export function tell(message: StandInMessage): void {
  if (process.connected) process.send?.(message);
}

/** Something that no test may overlook. */
export function trouble(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
  tell({ type: 'trouble', text });
}

/** Runs what the test sends, with `electron` as the first argument, as Playwright's `ElectronApplication.evaluate`. */
export function answerTester(electron: object): void {
  process.on('message', (message: WorkMessage) => void answer(electron, message));
  // A test that is gone wants no app.
  process.on('disconnect', () => process.exit(1));
}

async function answer(electron: object, { id, work, argument }: WorkMessage): Promise<void> {
  try {
    const run = runInThisContext(`(${work})`) as (electron: object, argument: unknown) => unknown;
    tell({ type: 'result', id, value: await run(electron, argument) });
  } catch (error) {
    tell({
      type: 'failure',
      id,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}
