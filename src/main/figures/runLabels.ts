import type { RunDetail } from '../../shared/run.ts';
import type { Language } from '../../renderer/charts/language.ts';
import { fill } from '../../renderer/charts/words.ts';
import { runTitle } from './origins.ts';

/** Short names of runs that stand beside one another: of repeats of one experiment what tells them apart. */
export function runLabels(runs: readonly RunDetail[], words: Language['figure']): readonly string[] {
  const isOneName = runs.length > 1 && new Set(runs.map(({ name }) => name)).size === 1;
  const seeds = runs.map(({ experiment }) => experiment.seed);
  return isOneName && new Set(seeds).size === seeds.length
    ? seeds.map((seed) => fill(words.seed, { seed }))
    : runs.map((run) => runTitle(run, words));
}

/** What runs are called together: their one name, or how many there are. */
export function runsTitle(runs: readonly RunDetail[], words: Language['figure']): string {
  const [first] = runs;
  if (runs.length === 1 && first !== undefined) return runTitle(first, words);
  const names = new Set(runs.map(({ name }) => name));
  const many = fill(words.runs, { n: runs.length });
  return names.size === 1 && first !== undefined ? `${first.name}, ${many}` : many;
}
