import { metrics, type MetricName, type MetricValues } from './metrics.ts';
import { formatNumber } from './scales.ts';
import { valueSpread, type ValueSpread } from './spread.ts';
import type { TableCell, TableFormat } from './tables.ts';
import type { TableMoment } from './tableGroups.ts';

/** Test results of one row: those of its runs, or of a measure its own. */
export type RowResults = readonly MetricValues[];

const metricNames = Object.keys(metrics) as readonly MetricName[];

/**
 * The columns of test results: a head, and the cells of each row. Mean ± standard deviation (of n − 1), the best mean of a
 * column marked; in CSV every digit, deviations in columns of their own. `comparable` false: losses of two kinds, of which
 * none is better.
 */
export function metricCells(
  rows: readonly RowResults[],
  moment: TableMoment,
  format: TableFormat,
  comparable: boolean,
): { readonly head: readonly string[]; readonly rows: readonly (readonly TableCell[])[] } {
  const columns = metricNames.map((name) => {
    const spreads = rows.map((results) =>
      valueSpread(
        results.map((values) => values[name]),
        'sd',
      ),
    );
    return { name, spreads, best: name === 'loss' && !comparable ? null : bestOf(spreads, name) };
  });
  const exact = format === 'csv';
  return {
    head: columns.flatMap(({ name, spreads }) => {
      const title = `test ${metrics[name].title.toLowerCase()}`;
      if (exact) return [`${title} (${moment})`, `${title} (${moment}) sd`];
      return [`${title} (${moment}${spreads.some((one) => (one?.half ?? null) !== null) ? ', ± SD' : ''})`];
    }),
    rows: rows.map((_, row) =>
      columns.flatMap(({ name, spreads, best }): TableCell[] => {
        const spread = spreads[row] ?? null;
        if (exact) return [digits(spread?.mean), digits(spread?.half)];
        return [
          { text: written(spread, metrics[name].decimals), best: best !== null && spread?.mean === best },
        ];
      }),
    ),
  };
}

function written(spread: ValueSpread | null, decimals: number): string {
  if (spread === null) return '';
  const mean = formatNumber(spread.mean, decimals);
  return spread.half === null ? mean : `${mean} ± ${formatNumber(spread.half, decimals)}`;
}

const digits = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

/** The best mean of several rows; null of a metric that has no better, or of a single row. */
function bestOf(column: readonly (ValueSpread | null)[], name: MetricName): number | null {
  const { better } = metrics[name];
  const means = column.flatMap((spread) => (spread === null ? [] : [spread.mean]));
  if (better === 'neither' || means.length < 2) return null;
  return better === 'lower' ? Math.min(...means) : Math.max(...means);
}
