import { CancelledError, LabError, assertNever, toErrorMessage } from '../shared/errors.ts';
import { trainerExit } from '../shared/trainerExit.ts';
import type { TrainerCommand, TrainerJob } from '../shared/trainerMessages.ts';
import { TrainingControl } from '../lab/training/control.ts';
import { Questions } from '../lab/training/questions.ts';
import { runJob } from '../lab/training/runJob.ts';
import { parseCommand } from './command.ts';
import { explainMemory } from './explainMemory.ts';
import { sendToParent } from './parent.ts';

/**
 * The training process: a plain Node 24 child, started for one job. Commands come in and events go out over Node's
 * IPC with `serialization: 'advanced'` (shared/trainerMessages.ts); its exit codes are in shared/trainerExit.ts.
 */

const HEARTBEAT_MS = 2000;

const control = new TrainingControl();
const questions = new Questions();
let begun = false;

if (process.send === undefined) {
  process.stderr.write('The trainer is started by the lab: use "attention-lab train".\n');
  process.exit(trainerExit.misused);
}

process.on('disconnect', () => process.exit(trainerExit.orphaned));
process.on('uncaughtException', (error) => void end(error));
process.on('unhandledRejection', (reason) => void end(reason));
// Ctrl-C reaches the whole terminal; what becomes of the job is the parent's decision.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('SIGTERM', () => control.checkpointAndExit());

process.on('message', (message: unknown) => {
  try {
    obey(parseCommand(message));
  } catch (error) {
    void end(error, trainerExit.misused);
  }
});

const beat = (): void => void sendToParent({ type: 'heartbeat', rssBytes: process.memoryUsage.rss() });
setInterval(beat, HEARTBEAT_MS);
beat();

function obey(command: TrainerCommand): void {
  switch (command.type) {
    case 'start':
      if (begun) throw new Error('a trainer has one job: it was started already');
      begun = true;
      return void start(command.job);
    case 'pause':
      return control.pause();
    case 'resume':
      return control.resume();
    case 'stop':
      return control.stop();
    case 'checkpoint-and-exit':
      return control.checkpointAndExit();
    case 'ask':
      return questions.add(command);
    default:
      return assertNever(command);
  }
}

async function start(job: TrainerJob): Promise<void> {
  try {
    await runJob(job, {
      emit: sendToParent,
      log: (level, message) => sendToParent({ type: 'log', at: new Date().toISOString(), level, message }),
      control,
      questions,
    });
    process.exit(trainerExit.done);
  } catch (error) {
    await end(error);
  }
}

/** The job cannot go on: says why, then exits with the code for that kind of error. */
async function end(thrown: unknown, code?: number): Promise<void> {
  const error = explainMemory(thrown);
  await sendToParent({ type: 'failed', error: toErrorMessage(error) });
  process.exit(code ?? exitCodeFor(error));
}

function exitCodeFor(error: unknown): number {
  if (error instanceof CancelledError) return trainerExit.cancelled;
  return error instanceof LabError ? trainerExit.failed : trainerExit.bug;
}
