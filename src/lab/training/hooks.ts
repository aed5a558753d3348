import type { LogLine } from '../../shared/run.ts';
import type { TrainerEvent } from '../../shared/trainerMessages.ts';
import type { WriteOptions } from '../checkpoint/write.ts';
import type { TrainingControl } from './control.ts';
import type { Questions } from './questions.ts';

/** What a job needs from the process it runs in. */
export interface JobHooks {
  /** Resolves when the event is on its way; awaiting it lets a slow receiver hold the work back. Keeps the order. */
  readonly emit: (event: TrainerEvent) => Promise<void>;
  /** Keeps a line in the run's log. The process adds the time: the lab has no clock. */
  readonly log: (level: LogLine['level'], message: string) => Promise<void>;
  readonly control: TrainingControl;
  /** How checkpoints are written, where a caller wants another disk or a look at every step of it. */
  readonly checkpointOptions?: WriteOptions;
  /** What a job that explains is asked. */
  readonly questions?: Questions;
}
