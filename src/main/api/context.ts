import type { LabEvent, LabInfo } from '../../shared/api.ts';
import type { DoctorReport } from '../../shared/trainerMessages.ts';
import type { RunQueue } from '../jobs/queue.ts';
import type { Store } from '../store/store.ts';

/** What the handlers work with. */
export interface ApiContext {
  readonly info: LabInfo;
  readonly store: Store;
  readonly queue: RunQueue;
  /** Threads of a run started through the contract; 0 is one a core. */
  readonly threads: number;
  readonly doctor: () => Promise<DoctorReport>;
  readonly publish: (event: LabEvent) => void;
}
