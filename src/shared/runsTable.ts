import { differingPaths, flattenConfig } from './configPaths.ts';
import { metrics, type MetricName } from './metrics.ts';
import type { RunSummary } from './run.ts';
import { experimentKey } from './runGroups.ts';
import { formatNumber } from './scales.ts';
import type { TableCell, TableFormat } from './tables.ts';

/** What makes runs one row: the same settings but for the seed, the group a person put them in, or nothing. */
export const tableGroupings = ['experiment', 'group', 'none'] as const;
export type TableGrouping = (typeof tableGroupings)[number];

const metricNames = Object.keys(metrics) as readonly MetricName[];

/**
 * Runs as the rows of a table for a paper: a row's name, how many seeds it stands for, the settings in which rows
 * differ, and mean ± standard deviation (n − 1) of the last test results, the best mean of a column marked. CSV has
 * means and deviations in columns of their own, with every digit. Runs without a test result count as no seed.
 */
export function runsTable(
  runs: readonly RunSummary[],
  grouping: TableGrouping,
  format: TableFormat,
): readonly (readonly TableCell[])[] {
  const rows = [...Map.groupBy(runs, (run) => keyOf(run, grouping)).values()];
  const settings = differingPaths(runs.map(({ experiment }) => experiment)).filter(
    (path) => path !== 'dataset.path' && (path !== 'seed' || grouping === 'none'),
  );
  const spreads = new Map(
    metricNames.map((name) => [name, rows.map((row) => spreadOf(row.flatMap((run) => valueOf(run, name))))]),
  );
  const exact = format === 'csv';
  // Losses of two kinds are no better or worse than each other.
  const isComparable = (name: MetricName): boolean => name !== 'loss' || !settings.includes('training.loss');
  const head = metricNames.flatMap((name) => {
    const title = `test ${metrics[name].title.toLowerCase()}`;
    return exact ? [title, `${title} sd`] : [title];
  });
  return [
    ['run', 'seeds', ...settings, ...head],
    ...rows.map((row, i) => [
      nameOf(row, grouping),
      String(row.filter((run) => run.lastEvaluation !== null).length),
      ...settings.map((path) => settingOf(row, path)),
      ...metricNames.flatMap((name): TableCell[] => {
        const column = spreads.get(name) ?? [];
        const spread = column[i] ?? null;
        if (exact) return [digits(spread?.mean), digits(spread?.deviation)];
        return [
          {
            text: written(spread, metrics[name].decimals),
            best: isComparable(name) && isBest(column, i, name),
          },
        ];
      }),
    ]),
  ];
}

interface Spread {
  readonly mean: number;
  /** Null of a single value. */
  readonly deviation: number | null;
}

function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

const valueOf = ({ lastEvaluation }: RunSummary, name: MetricName): number[] => {
  const value = lastEvaluation?.metrics[name];
  return value === undefined || !Number.isFinite(value) ? [] : [value];
};

function written(spread: Spread | null, decimals: number): string {
  if (spread === null) return '';
  const mean = formatNumber(spread.mean, decimals);
  return spread.deviation === null ? mean : `${mean} ± ${formatNumber(spread.deviation, decimals)}`;
}

const digits = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

/** Of several rows that have a value, the one with the best mean; of a metric that has a better. */
function isBest(column: readonly (Spread | null)[], row: number, name: MetricName): boolean {
  const { better } = metrics[name];
  const means = column.flatMap((spread) => (spread === null ? [] : [spread.mean]));
  const own = column[row]?.mean;
  if (better === 'neither' || own === undefined || means.length < 2) return false;
  return own === (better === 'lower' ? Math.min(...means) : Math.max(...means));
}

function keyOf(run: RunSummary, grouping: TableGrouping): string {
  switch (grouping) {
    case 'none':
      return run.id;
    case 'group':
      return run.group === null ? `run ${run.id}` : `group ${run.group}`;
    case 'experiment':
      return experimentKey(run);
  }
}

function nameOf(row: readonly RunSummary[], grouping: TableGrouping): string {
  const names = new Set(row.map(({ name }) => name));
  const [first = ''] = names;
  if (grouping === 'group') return row[0]?.group ?? first;
  return names.size === 1 ? first : `${first} and ${names.size - 1} more`;
}

/** What a row has of a setting; several values, as a group may have, stand side by side. */
function settingOf(row: readonly RunSummary[], path: string): string {
  const values = new Set(row.map(({ experiment }) => textOf(flattenConfig(experiment).get(path))));
  return [...values].join(', ');
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(' ') : String(value as string | number | boolean);
}
