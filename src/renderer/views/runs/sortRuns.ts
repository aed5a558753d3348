import type { RunSummary } from '../../../shared/run.ts';
import type { FieldValue } from '../../../shared/runFields.ts';

/** A column to sort by. */
export interface SortBy {
  readonly id: string;
  readonly desc: boolean;
}

/** What a click on a column's head makes of the order: ascending, descending, then as it was. */
export function nextSorting(sorting: readonly SortBy[], id: string): readonly SortBy[] {
  const now = sorting.find((sort) => sort.id === id);
  if (now === undefined) return [{ id, desc: false }];
  return now.desc ? [] : [{ id, desc: true }];
}

/**
 * Runs by one value: numbers by size, texts by alphabet with numbers in them by size; equal ones stay in order.
 * Runs without a value come last, whichever way.
 */
export function sortRuns(
  runs: readonly RunSummary[],
  valueOf: (run: RunSummary) => FieldValue,
  desc: boolean,
): readonly RunSummary[] {
  const sign = desc ? -1 : 1;
  const keyed = runs.map((run) => ({ run, value: valueOf(run) }));
  const [missing, present] = [keyed.filter(isMissing), keyed.filter((entry) => !isMissing(entry))];
  present.sort((a, b) => sign * compareValues(a.value, b.value));
  return [...present, ...missing].map(({ run }) => run);
}

const isMissing = ({ value }: { readonly value: FieldValue }): boolean =>
  value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));

const { compare } = new Intl.Collator(undefined, { numeric: true });

function compareValues(a: FieldValue, b: FieldValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  return compare(String(a), String(b));
}
