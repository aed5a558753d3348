import type { LocationQuery } from 'vue-router';
import {
  comparisonSchema,
  mostCompared,
  runIdPattern,
  usualComparison,
  type Comparison,
} from '../../../shared/comparison.ts';
import { asRunId, type RunId } from '../../../shared/ids.ts';

/** How a part of a comparison stands in an address; `read` may return anything, the schema judges it. */
interface Part<Key extends keyof Comparison> {
  readonly name: string;
  readonly read: (text: string) => unknown;
  readonly write: (value: Comparison[Key]) => string;
}

const word = { read: (text: string): unknown => text, write: String };
const number = { read: Number, write: String };
const flag = {
  read: (text: string): unknown => (text === '1' ? true : text === '0' ? false : text),
  write: (on: boolean): string => (on ? '1' : '0'),
};
const orNone = {
  read: (text: string): unknown => (text === 'none' ? null : text),
  write: (value: string | null): string => value ?? 'none',
};
const parts = (text: string, separator: string): string[] => text.split(separator).filter(Boolean);
/** An empty list is a comma, since an empty text is no choice. */
const list = {
  read: (text: string): unknown => parts(text, ','),
  write: (values: readonly string[] | null): string => values?.join(',') || ',',
};
const readIds = (text: string): RunId[] => parts(text, ',').filter(isRunId).map(asRunId);
const isRunId = (text: string): boolean => runIdPattern.test(text);
const ids = { read: readIds, write: (values: readonly RunId[]): string => values.join(',') };
const readInterval = (text: string): unknown => text.split('..').map(Number);
const writeInterval = (interval: readonly number[] | null): string => interval?.join('..') ?? '';

const address: { readonly [Key in keyof Comparison]: Part<Key> } = {
  runs: {
    name: 'runs',
    read: (text) => [...new Set(readIds(text))].slice(0, mostCompared),
    write: ids.write,
  },
  hidden: { name: 'hidden', ...ids },
  plot: { name: 'plot', ...word },
  groupBy: { name: 'group', ...word },
  band: { name: 'band', ...orNone },
  smoothing: { name: 'smooth', ...number },
  raw: { name: 'raw', ...flag },
  axis: { name: 'axis', ...word },
  logX: { name: 'logx', ...flag },
  logY: { name: 'log', ...flag },
  range: { name: 'range', read: readInterval, write: writeInterval },
  baselines: { name: 'measures', ...list },
  metrics: { name: 'metrics', ...list },
  columns: { name: 'columns', ...list },
  x: { name: 'x', read: word.read, write: (field) => field ?? '' },
  y: { name: 'y', read: word.read, write: (field) => field ?? '' },
  brush: {
    name: 'brush',
    read: (text) =>
      parts(text, ';').map((each) => {
        const [column, within = ''] = each.split(':');
        return { column, within: readInterval(within) };
      }),
    write: (brushes) => brushes.map(({ column, within }) => `${column}:${writeInterval(within)}`).join(';'),
  },
  a: { name: 'a', read: word.read, write: (side) => side ?? '' },
  b: { name: 'b', read: word.read, write: (side) => side ?? '' },
  step: { name: 'step', ...number },
  sequence: { name: 'sequence', ...number },
  head: { name: 'head', ...number },
  order: { name: 'order', ...word },
  scale: { name: 'scale', ...word },
  target: { name: 'target', ...flag },
};
const keys = Object.keys(address) as (keyof Comparison)[];
const usual = usualComparison([]);

/** Reads an address; whatever is missing or not understood takes its usual value. */
export function readAddress(query: LocationQuery): Comparison {
  const state: Record<string, unknown> = {};
  for (const key of keys) {
    const text = query[address[key].name];
    if (typeof text !== 'string' || text === '') continue;
    const parsed = comparisonSchema.shape[key].safeParse(address[key].read(text));
    if (parsed.success) state[key] = parsed.data;
  }
  return { ...usual, ...state };
}

/** The shortest address that reads back as this comparison. */
export function writeAddress(comparison: Comparison): Record<string, string> {
  return Object.fromEntries(keys.flatMap((key) => entry(key, comparison[key])));
}

function entry<Key extends keyof Comparison>(key: Key, value: Comparison[Key]): readonly [string, string][] {
  if (JSON.stringify(value) === JSON.stringify(usual[key])) return [];
  const { name, write }: Part<Key> = address[key];
  return [[name, write(value)]];
}
