import type { ApiHandlers } from '../../shared/api.ts';
import { assertNever, LabError } from '../../shared/errors.ts';
import type { ApiContext } from './context.ts';

type ComputeMethods =
  | 'listJobs'
  | 'cancelJob'
  | 'measureMachine'
  | 'getMeasurements'
  | 'getRuntime'
  | 'installRuntime'
  | 'removeRuntime'
  | 'getFolder'
  | 'cleanFolder';

/** Jobs beside training, this machine's pace, and the room its data takes. */
export function computeHandlers(context: ApiContext): Pick<ApiHandlers, ComputeMethods> {
  const { store, jobs, board, queue, threads, measurements, dataFolder, runtime } = context;
  return {
    listJobs: () => board.list(),
    cancelJob: ({ jobId }) => {
      board.cancel(jobId);
      return null;
    },
    measureMachine: () => {
      if (queue.isBusy) {
        throw new LabError('busy', 'a run is in progress: both would be slower than they are', {
          hint: 'Measure when it has ended',
        });
      }
      const jobId = board.start({ kind: 'measure' }, async (options) => {
        measurements.keep(await jobs.measure(threads, options));
        return {};
      });
      return { jobId };
    },
    getMeasurements: () => measurements.last(),
    getRuntime: () => runtime.report(),
    installRuntime: ({ variant }) => {
      const other = board
        .list()
        .find(({ state, work }) => state === 'running' && work.kind === 'install-runtime');
      if (other !== undefined) return { jobId: other.id };
      const jobId = board.start({ kind: 'install-runtime', variant }, async (options) => {
        await runtime.install(variant, options);
        return {};
      });
      return { jobId };
    },
    removeRuntime: async () => ({ freedBytes: await runtime.remove() }),
    getFolder: () => dataFolder.report(store.edits.deleted()),
    cleanFolder: async ({ part }) => {
      switch (part) {
        case 'cache':
          return { freedBytes: await dataFolder.cleanCache() };
        case 'unfinished-downloads':
          return { freedBytes: await dataFolder.cleanUnfinishedDownloads() };
        case 'deleted-runs': {
          const before = await freedBy(context);
          await context.purgeRuns(store.edits.deleted());
          return { freedBytes: before };
        }
        default:
          return assertNever(part);
      }
    },
  };
}

async function freedBy({ store, dataFolder }: ApiContext): Promise<number> {
  const { parts } = await dataFolder.report(store.edits.deleted());
  return parts.find(({ part }) => part === 'deleted-runs')?.bytes ?? 0;
}
