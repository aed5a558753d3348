import type { RunId } from '../../shared/ids.ts';
import type { Store } from './store.ts';

/**
 * Reads everything of a run as views do, so that a row no view could show is found before it is kept. Throws what
 * reading throws, or an error that says what does not fit together.
 */
export function readRunBack(store: Store, run: RunId): void {
  if (store.runs.get(run) === null) throw new Error('the run is not there');
  store.evaluations.of(run);
  store.evaluations.baselines(run);
  store.metrics.series(run, 1);
  store.log.of(run);
  store.reports.get(run);
  const steps = store.probes.snapshotSteps(run);
  for (const probe of store.probes.of(run)) {
    for (const list of [probe.tokens, probe.titles, probe.documentHashes]) {
      if (list.length !== probe.length) throw new Error('a probe with too few names');
    }
    for (const step of steps) {
      const snapshot = store.probes.snapshotAt(run, probe.sequence, step);
      if (snapshot === null) continue;
      if (snapshot.values.length !== snapshot.heads * probe.length ** 2) {
        throw new Error('attention of another size than its documents');
      }
    }
  }
}
