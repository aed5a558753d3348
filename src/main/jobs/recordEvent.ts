import { assertNever } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import type { TrainerEvent } from '../../shared/trainerMessages.ts';
import type { Store } from '../store/store.ts';

/** What a training job says for the record. Steps are written as series; the job's end is its supervisor's to tell. */
export type RecordedEvent = Exclude<
  TrainerEvent,
  {
    type:
      | 'steps'
      | 'progress'
      | 'failed'
      | 'features'
      | 'doctor'
      | 'vocabulary'
      | 'measured'
      | 'answer'
      | 'refused';
  }
>;

/** What must survive a power cut, for the sake of what hangs on it: a folder on the disk, a person's decision. */
export function mustLast(event: RecordedEvent): boolean {
  return ['started', 'checkpoint', 'checkpoint-removed', 'paused', 'resumed'].includes(event.type);
}

/** Whether a run's summary or detail reads differently afterwards. */
export function changesRun(event: RecordedEvent): boolean {
  return !['heartbeat', 'log', 'documents', 'snapshot'].includes(event.type);
}

/** Writes one event of a run. Call it inside a transaction. */
export function recordEvent(store: Store, run: RunId, event: RecordedEvent): void {
  switch (event.type) {
    case 'log':
      return store.log.add(run, { at: event.at, level: event.level, message: event.message });
    case 'heartbeat':
      return store.life.raisePeakRss(run, event.rssBytes);
    case 'documents':
      return store.documents.save(event.documents);
    case 'dataset':
    case 'imported':
      store.datasets.save(event.manifest);
      return store.life.setDataset(run, event.manifest.hash);
    case 'started':
      return store.life.setStarted(run, event.engine, event.environment, event.shape);
    case 'probe':
      return store.probes.save(run, event);
    case 'baselines':
      return store.evaluations.saveBaselines(run, event.baselines);
    case 'evaluation':
      return store.evaluations.save(run, event.evaluation);
    case 'snapshot':
      return store.probes.saveSnapshot(run, event.sequence, event);
    case 'checkpoint':
      return store.checkpoints.save(run, event);
    case 'checkpoint-removed':
      return store.checkpoints.remove(run, event.folder);
    case 'paused':
      return store.life.setState(run, 'paused');
    case 'resumed':
      return store.life.setState(run, 'running');
    case 'trained':
      store.reports.save(run, event.report);
      return store.life.setReport(run, event.report);
    default:
      return assertNever(event);
  }
}
