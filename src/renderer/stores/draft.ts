import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { LabError } from '../../shared/errors.ts';
import { checkExperiment, type Experiment, type ExperimentIssue } from '../../shared/experiment.ts';
import type { Estimate } from '../../shared/estimate.ts';
import type { ForkPoint } from '../../shared/fork.ts';
import type { RunId } from '../../shared/ids.ts';
import { presets, type PresetId } from '../../shared/presets.ts';
import { configDifferences, nearestPreset } from '../../shared/configPaths.ts';
import { useDatasets } from './datasets.ts';
import { keepDraft, readDraft } from './keptDraft.ts';
import { useJobs } from './jobs.ts';
import { useLab } from './lab.ts';
import { useLatest } from './latest.ts';
import { useRuns } from './runs.ts';
import { useStatus } from './status.ts';

/** A settled change is asked about after this many ms without another. */
const askAfter = 150;

type Tree = { readonly [key: string]: unknown };

/**
 * The experiment being written. A field that holds no valid value yet keeps what was typed, as text: the schema then
 * says what is wrong with it, and nothing typed is lost.
 */
export const useDraft = defineStore('draft', () => {
  const lab = useLab();
  const status = useStatus();
  const runs = useRuns();
  const latest = useLatest();
  const datasets = useDatasets();
  const jobs = useJobs();

  const kept = readDraft();
  const presetId = ref<PresetId>(kept?.presetId ?? 'quick-start');
  const preset = computed(() => presets.find(({ id }) => id === presetId.value) ?? presets[0]);
  const tree = shallowRef<Tree>(kept?.tree ?? copyOf(preset.value?.experiment));
  /** How many seeds "queue seeds 0 to k" queues, less one. */
  const lastSeed = ref(kept?.lastSeed ?? 4);
  // A reload, or the app closed in the middle of it, takes nothing that was typed.
  watch([presetId, tree, lastSeed], () =>
    keepDraft({ presetId: presetId.value, tree: tree.value, lastSeed: lastSeed.value }),
  );

  const check = computed(() => checkExperiment(tree.value));
  const experiment = computed<Experiment | null>(() => (check.value.ok ? check.value.experiment : null));
  const issues = computed<readonly ExperimentIssue[]>(() => (check.value.ok ? [] : check.value.issues));
  /** Against the preset; also while something is invalid. */
  const differences = computed(() =>
    preset.value === undefined
      ? []
      : configDifferences(preset.value.experiment, tree.value as unknown as Experiment),
  );

  const estimate = shallowRef<Estimate | null>(null);
  /** There is none, because its data were not chosen in this app: looking at them waits for a person's yes. */
  const isUnchosen = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  // What is known of data, engines and this machine's pace changes the answer as well.
  watch(
    [experiment, () => datasets.all, () => lab.doctor, () => jobs.running.length],
    ([valid]) => {
      clearTimeout(timer);
      if (valid === null) return;
      timer = setTimeout(() => {
        void latest.run(
          () => lab.api().estimate({ experiment: valid }),
          (found) => {
            estimate.value = found;
            isUnchosen.value = false;
          },
          (error) => {
            // Data nobody chose in this app: not measured, and asked about when it is run.
            isUnchosen.value = error instanceof LabError && error.code === 'forbidden';
            if (isUnchosen.value) estimate.value = null;
            else status.fail(error);
          },
        );
      }, askAfter);
    },
    { immediate: true },
  );

  /** The value at a dotted path, as typed; undefined where there is none. */
  const read = (path: string): unknown => valueAt(tree.value, path);
  /** The preset's value at a path. */
  const usual = (path: string): unknown => valueAt(preset.value?.experiment, path);

  const write = (path: string, value: unknown): void => {
    tree.value = replaceAt(tree.value, path.split('.'), value);
  };

  const usePreset = (id: PresetId): void => {
    presetId.value = id;
    tree.value = copyOf(preset.value?.experiment);
  };

  /** Takes an experiment from a run or a file, compared with the preset it is closest to. */
  const take = (from: Experiment): void => {
    presetId.value = nearestPreset(from).id;
    tree.value = copyOf(from);
  };

  /** Puts a setting, or all but the name, back to the preset's. */
  const reset = (path?: string): void => {
    if (path === undefined) {
      tree.value = { ...copyOf(preset.value?.experiment), name: tree.value['name'] };
      return;
    }
    // Settings of another source do not exist in the preset's: its data come back whole.
    const isOther = path.startsWith('dataset.') && read('dataset.source') !== usual('dataset.source');
    const target = isOther ? 'dataset' : path;
    write(target, structuredClone(usual(target)));
  };

  /** What this window asked to be read, and as which job: a job tells the place behind what was picked. */
  const asked = shallowRef<{ readonly wanted: string; readonly jobId: string }>();
  /** The reading of the draft's data that is under way. */
  const reading = computed(() => {
    const wanted = JSON.stringify(experiment.value?.dataset);
    return jobs.running.find(
      ({ id, work }) =>
        (asked.value?.wanted === wanted && asked.value.jobId === id) ||
        (work.kind === 'import' && JSON.stringify(work.dataset) === wanted),
    );
  });
  /** Reads the draft's documents and counts their words, so that its sizes are known before it runs. */
  const readData = async (): Promise<void> => {
    if (experiment.value === null) return;
    const wanted = JSON.stringify(experiment.value.dataset);
    const jobId = await jobs.importDataset(experiment.value.dataset);
    if (jobId !== undefined) asked.value = { wanted, jobId };
  };

  const runOnce = async (parent: ForkPoint<RunId> | null = null): Promise<RunId | undefined> =>
    experiment.value === null ? undefined : runs.start(experiment.value, parent);

  /** Queues seeds 0 to `lastSeed` as one group named like the experiment; true if they were taken. */
  const queueSeeds = (parent: ForkPoint<RunId> | null = null): Promise<boolean> =>
    status.attempt(async () => {
      const wanted = experiment.value;
      if (wanted === null) return;
      const seeds = Array.from({ length: lastSeed.value + 1 }, (_, seed) => seed);
      await lab.api().startRuns({ experiment: wanted, seeds, group: wanted.name, parent });
      await runs.refresh();
    });

  return {
    presetId,
    preset,
    tree,
    lastSeed,
    experiment,
    issues,
    differences,
    estimate,
    isUnchosen,
    estimating: latest.busy,
    read,
    usual,
    write,
    usePreset,
    take,
    reset,
    reading,
    readData,
    runOnce,
    queueSeeds,
  };
});

function copyOf(experiment: Experiment | undefined): Tree {
  return structuredClone(experiment ?? {}) as unknown as Tree;
}

function valueAt(from: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), from);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy with one value changed; what is not on the path is shared. */
function replaceAt(tree: Tree, path: readonly string[], value: unknown): Tree {
  const [key, ...rest] = path;
  if (key === undefined) return tree;
  const child = tree[key];
  return {
    ...tree,
    [key]: rest.length === 0 ? value : replaceAt(isTree(child) ? child : {}, rest, value),
  };
}
