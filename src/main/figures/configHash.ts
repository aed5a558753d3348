import { createHash } from 'node:crypto';
import type { Experiment } from '../../shared/experiment.ts';

/** SHA-256 of what an experiment tries: its settings in any order, without name, seed and where the data lay. */
export function configHash(experiment: Experiment): string {
  const { dataset } = experiment;
  const data = 'path' in dataset ? { ...dataset, path: null } : dataset;
  return createHash('sha256')
    .update(canonical({ ...experiment, name: null, seed: null, dataset: data }))
    .digest('hex');
}

/** JSON with sorted keys: the same value is the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
