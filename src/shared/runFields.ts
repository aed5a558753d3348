import { metricColumns, readMetricAt } from './metricAt.ts';
import { metrics, type MetricName } from './metrics.ts';
import type { RunSummary } from './run.ts';
import { flattenConfig, type ConfigValue } from './configPaths.ts';
import { presets } from './presets.ts';

/**
 * Every value of a run that a column shows and a filter compares, by name: what the run is, its metrics, and each
 * setting by its dotted path.
 */
export type FieldValue = ConfigValue | undefined;

type Reader = (run: RunSummary) => FieldValue;

const metricOf =
  (name: MetricName): Reader =>
  (run) =>
    run.lastEvaluation?.metrics[name];

const runFields: Readonly<Record<string, Reader>> = {
  name: (run) => run.name,
  state: (run) => run.state,
  starred: (run) => run.starred,
  hidden: (run) => run.hidden,
  tag: (run) => run.tags,
  group: (run) => run.group,
  note: (run) => run.note,
  id: (run) => run.id,
  loss: (run) => run.lastLoss,
  bestLoss: (run) => run.bestLoss,
  testLoss: metricOf('loss'),
  ...Object.fromEntries(
    Object.values(metrics)
      .filter(({ name }) => name !== 'loss')
      .map(({ name }) => [name, metricOf(name)]),
  ),
  step: (run) => run.step,
  epoch: (run) => (run.shape === null ? undefined : run.step / run.shape.stepsPerEpoch),
  progress: (run) => (run.shape === null ? undefined : run.step / run.shape.totalSteps),
  time: (run) => run.trainSeconds,
  secondsPerStep: (run) => run.secondsPerStep,
  memory: (run) => run.peakRssBytes,
  started: (run) => run.startedAt,
  created: (run) => run.createdAt,
  usedEngine: (run) => run.engine?.name,
  device: (run) => run.engine?.device,
  parameters: (run) => run.shape?.parameters,
  features: (run) => run.shape?.features,
};

/** The short names of the mathematics. */
const aliases: Readonly<Record<string, string>> = {
  lr: 'training.learningRate',
  H: 'model.heads',
  d: 'model.headDim',
  n: 'training.sequenceLength',
  D: 'features',
  tags: 'tag',
  mass: 'sameClassMass',
};

/** Names of what a run is and measures, settings aside. */
export const runFieldNames: readonly string[] = Object.keys(runFields);

const texts: ReadonlySet<string> = new Set([
  ...['name', 'state', 'starred', 'hidden', 'tag', 'group', 'note', 'id'],
  ...['started', 'created', 'usedEngine', 'device'],
]);
const presetConfigs = presets.map(({ experiment }) => flattenConfig(experiment));

/** Whether a field, as `resolveField` named it, holds a number in every run that has it. */
export function isNumeric(field: string): boolean {
  if (field.includes('@')) return true;
  if (Object.hasOwn(runFields, field)) return !texts.has(field);
  const values = presetConfigs.map((config) => config.get(field)).filter((value) => value !== undefined);
  return values.length > 0 && values.every((value) => typeof value === 'number');
}

const flatConfigs = new WeakMap<object, ReadonlyMap<string, ConfigValue>>();

export function configOf(run: RunSummary): ReadonlyMap<string, ConfigValue> {
  const known = flatConfigs.get(run.experiment);
  if (known !== undefined) return known;
  const flat = flattenConfig(run.experiment);
  flatConfigs.set(run.experiment, flat);
  return flat;
}

/** Every setting the runs have. Settings differ by the source of the documents only, so one run of each is looked at. */
export function settingPaths(runs: readonly RunSummary[]): ReadonlySet<string> {
  const bySource = new Map(runs.map((run) => [run.experiment.dataset.source, run]));
  return new Set([...bySource.values()].flatMap((run) => [...configOf(run).keys()]));
}

/** How a field of a run is read. `readField` knows all but metrics at another time, which a list does not hold. */
export type FieldReader = (run: RunSummary, field: string) => FieldValue;

/** The value of a field as `resolveField` named it. */
export function readField(run: RunSummary, field: string): FieldValue {
  const reader = runFields[field];
  return reader === undefined ? configOf(run).get(field) : reader(run);
}

/**
 * The field a person means: a name, an alias, a whole path, or the end of a path if it ends only one
 * ("heads" is "model.heads"); a metric followed by "@best", "@last" or "@" and a step. Undefined if there is none among
 * `paths`.
 */
export function resolveField(name: string, paths: ReadonlySet<string>): string | undefined {
  if (name.includes('@')) return resolveMetricAt(name);
  const alias = aliases[name];
  if (alias !== undefined) return alias;
  if (Object.hasOwn(runFields, name)) return name;
  if (paths.has(name)) return name;
  const lower = name.toLowerCase();
  const sameName = runFieldNames.find((field) => field.toLowerCase() === lower);
  if (sameName !== undefined) return sameName;
  const ends = [...paths].filter((path) => {
    const known = path.toLowerCase();
    return known === lower || known.endsWith(`.${lower}`);
  });
  return ends.length === 1 ? ends[0] : undefined;
}

/** "mass@Best" is "sameClassMass@best"; what a list of runs has anyway keeps its name there. */
function resolveMetricAt(name: string): string | undefined {
  const at = name.lastIndexOf('@');
  const [before, after] = [name.slice(0, at).toLowerCase(), name.slice(at + 1).toLowerCase()];
  const column = metricColumns.find((known) => known.toLowerCase() === before || known === aliases[before]);
  if (column === undefined) return undefined;
  if (after === 'last') return column;
  if (column === 'loss' && after === 'best') return 'bestLoss';
  const field = `${column}@${after}`;
  return readMetricAt(field) === null ? undefined : field;
}
