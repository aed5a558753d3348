import type { Experiment } from './experiment.ts';
import { presets, type Preset } from './presets.ts';

/** A setting of an experiment by its dotted path: "training.learningRate". */
export type ConfigValue = string | number | boolean | null | readonly (string | number)[];

/** An experiment never changes once it is one; lists of hundreds ask for the same ones again and again. */
const flattened = new WeakMap<Experiment, ReadonlyMap<string, ConfigValue>>();

/** Every setting, in the order of the experiment file; `version` is no setting. */
export function flattenConfig(experiment: Experiment): ReadonlyMap<string, ConfigValue> {
  const known = flattened.get(experiment);
  if (known !== undefined) return known;
  const flat = new Map<string, ConfigValue>();
  const walk = (value: object, prefix: string): void => {
    for (const [key, child] of Object.entries(value) as [string, unknown][]) {
      const path = prefix === '' ? key : `${prefix}.${key}`;
      if (typeof child === 'object' && child !== null && !Array.isArray(child)) walk(child, path);
      else flat.set(path, child as ConfigValue);
    }
  };
  walk(experiment, '');
  flat.delete('version');
  flattened.set(experiment, flat);
  return flat;
}

/** One setting in which two experiments differ; undefined where one does not have it. */
export interface ConfigDifference {
  readonly path: string;
  readonly from: ConfigValue | undefined;
  readonly to: ConfigValue | undefined;
}

/** A run's name, seed and place of the data identify it rather than what it tries. */
const identity: ReadonlySet<string> = new Set(['name', 'seed', 'dataset.path']);

/** Settings of `to` that differ from `from`; the name never counts. */
export function configDifferences(from: Experiment, to: Experiment): readonly ConfigDifference[] {
  const before = flattenConfig(from);
  const after = flattenConfig(to);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => path !== 'name' && !sameValue(before.get(path), after.get(path)))
    .map((path) => ({ path, from: before.get(path), to: after.get(path) }));
}

/** The preset an experiment is closest to: the fewest differing settings, seed and paths aside. */
export function nearestPreset(experiment: Experiment, candidates: readonly Preset[] = presets): Preset {
  const distance = (preset: Preset): number =>
    configDifferences(preset.experiment, experiment).filter(({ path }) => !identity.has(path)).length;
  return candidates.reduce((best, preset) => (distance(preset) < distance(best) ? preset : best));
}

export function sameValue(a: ConfigValue | undefined, b: ConfigValue | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Paths in which the experiments are not all alike, name aside; in the file's order. */
export function differingPaths(experiments: readonly Experiment[]): readonly string[] {
  const flats = experiments.map(flattenConfig);
  const paths = new Set(flats.flatMap((flat) => [...flat.keys()]));
  return [...paths].filter(
    (path) => path !== 'name' && flats.some((flat) => !sameValue(flat.get(path), flats[0]?.get(path))),
  );
}
