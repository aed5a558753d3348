import type { ApiHandlers } from '../../shared/api.ts';
import { LabError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import { readMetricAt } from '../../shared/metricAt.ts';
import type { RunDetail } from '../../shared/run.ts';
import { expectSpace, fileBytes } from '../jobs/diskSpace.ts';
import type { StoredRun } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import type { ApiContext } from './context.ts';

type RunMethods =
  | 'listRuns'
  | 'getRun'
  | 'deleteRuns'
  | 'restoreRuns'
  | 'updateRun'
  | 'updateRuns'
  | 'getRuns'
  | 'getLosses'
  | 'getLossesOf'
  | 'getMetricsAt'
  | 'exportRuns'
  | 'importRuns';

/** Runs as they are kept: read, edited, hidden and brought back. */
export function runHandlers({ info, store, queue, publish }: ApiContext): Pick<ApiHandlers, RunMethods> {
  return {
    listRuns: () => store.runs.list(),
    getRun: ({ runId }) => runDetail(store, runId),
    getRuns: ({ runIds }) => visibleOf(store, runIds).map((runId) => runDetail(store, runId)),
    deleteRuns: ({ runIds }) => {
      for (const runId of runIds) refuseActive(visibleRun(store, runId), queue.isActive(runId));
      store.transaction(() => {
        for (const runId of runIds) store.edits.softDelete(runId);
      });
      publish({ type: 'runs-changed', runIds });
      return null;
    },
    restoreRuns: ({ runIds }) => {
      store.transaction(() => {
        for (const runId of runIds) store.edits.restore(runId);
      });
      publish({ type: 'runs-changed', runIds });
      queue.pump();
      return null;
    },
    updateRun: ({ runId, ...edit }) => {
      visibleRun(store, runId);
      store.transaction(() => store.edits.edit(runId, edit));
      publish({ type: 'runs-changed', runIds: [runId] });
      return visibleRun(store, runId).summary;
    },
    updateRuns: ({ changes }) => {
      for (const { runId } of changes) visibleRun(store, runId);
      store.transaction(() => {
        for (const { runId, ...edit } of changes) store.edits.edit(runId, edit);
      });
      publish({ type: 'runs-changed', runIds: [...new Set(changes.map(({ runId }) => runId))] });
      return null;
    },
    exportRuns: ({ runIds, path, documents, comparison }) => {
      store.exportRuns([...new Set(runIds)], path, { documents, comparison });
      return null;
    },
    importRuns: ({ path }) => {
      // What comes in stands in the write-ahead log before it stands in the database.
      expectSpace(info.dataDir, 2 * fileBytes(path), 'to import');
      const imported = store.importRuns(path);
      publish({ type: 'runs-changed', runIds: imported.added });
      publish({ type: 'datasets-changed' });
      return imported;
    },
    getLosses: ({ runId, fromStep, withSeconds }) => {
      visibleRun(store, runId);
      const { metrics } = store;
      return withSeconds === false ? metrics.losses(runId, fromStep) : metrics.series(runId, fromStep);
    },
    getLossesOf: ({ runIds, withSeconds }) => {
      const { metrics } = store;
      return visibleOf(store, runIds).map((runId) => {
        const { losses, seconds } = withSeconds ? metrics.series(runId, 1) : metrics.losses(runId, 1);
        return { runId, losses: Float32Array.from(losses), seconds };
      });
    },
    getMetricsAt: ({ fields, runIds: wanted }) => {
      const runIds = wanted === null ? [...store.runs.ids()] : visibleOf(store, wanted);
      const columns = fields.map(readMetricAt).filter((column) => column !== null);
      return { runIds, values: columns.map((column) => store.metricsAt.of(column, runIds)) };
    },
  };
}

/** A run that is not deleted. Throws `LabError('not-found')`. */
export function visibleRun(store: Store, runId: RunId): StoredRun {
  const run = store.runs.get(runId);
  if (run === null) throw new LabError('not-found', `no such run: ${runId}`);
  if (run.deletedAt !== null) {
    throw new LabError('not-found', `the run was deleted: ${runId}`, { hint: 'Undo the deletion to see it' });
  }
  return run;
}

/** Those of them that are there and not deleted. */
function visibleOf({ runs }: Store, runIds: readonly RunId[]): readonly RunId[] {
  const visible = runs.ids();
  return runIds.filter((id) => visible.has(id));
}

/** Everything a run's page shows but its series. Throws `LabError('not-found')`. */
export function runDetail(store: Store, runId: RunId): RunDetail {
  const { summary, environment } = visibleRun(store, runId);
  return {
    ...summary,
    environment,
    evaluations: store.evaluations.of(runId),
    baselines: store.evaluations.baselines(runId),
    probes: store.probes.of(runId),
    snapshotSteps: store.probes.snapshotSteps(runId),
    checkpoints: store.checkpoints.of(runId),
    log: store.log.of(runId),
  };
}

function refuseActive({ summary }: StoredRun, isActive: boolean): void {
  if (!isActive) return;
  throw new LabError('conflict', `the run is under way: ${summary.id} is ${summary.state}`, {
    hint: 'Stop it first',
  });
}
