import { metrics, type MetricName } from '../../../shared/metrics.ts';
import type { RunSummary } from '../../../shared/run.ts';
import {
  bytesFigure,
  formatClock,
  formatCount,
  formatLoss,
  formatMetric,
  formatSetting,
  inWindow,
  join,
} from '../../i18n/format.ts';
import { figureWords } from '../../i18n/index.ts';
import { plainNumbers, type NumberStyle } from '../../../shared/scales.ts';
import { settingText } from '../../../shared/settingText.ts';
import { bestColumns, metricColumns, metricOfColumn, readMetricAt } from '../../../shared/metricAt.ts';
import type { FieldValue } from '../../../shared/runFields.ts';
import { figureWords as englishWords } from '../../charts/figureWords.ts';
import { columnTitle, columnValue } from '../../charts/runAxis.ts';
import { useMetricsAt } from '../../stores/metricsAt.ts';

/** A column of the runs table: a field, how it is written and how wide it stands. */
export interface RunColumn {
  /** A field of runFields, a path of the config, or `run` and `curve`, which draw themselves. */
  readonly id: string;
  readonly kind: 'run' | 'state' | 'curve' | 'number' | 'text' | 'when';
  readonly title: string;
  readonly width: number;
  readonly value: (run: RunSummary) => FieldValue;
  /** In full, its numbers as files write them. */
  readonly text: (run: RunSummary) => string;
  /** In the column’s room and the window’s language. */
  readonly short: (run: RunSummary) => string;
}

const metricWidths: Readonly<Record<MetricName, number>> = {
  loss: 110,
  sameClassMass: 116,
  voteAccuracy: 100,
  precisionAt1: 92,
  entropy: 88,
};

const numberWriters: Readonly<Record<string, (value: number, signs?: NumberStyle) => string>> = {
  loss: formatLoss,
  bestLoss: formatLoss,
  testLoss: formatLoss,
  ...Object.fromEntries(
    Object.values(metrics)
      .filter(({ name }) => name !== 'loss')
      .map(({ name }) => [name, (value: number, signs?: NumberStyle) => formatMetric(name, value, signs)]),
  ),
  step: formatCount,
  time: (seconds) => formatClock(seconds),
  memory: (bytes, signs) => join(bytesFigure(bytes, signs)),
  secondsPerStep: (seconds, signs) => (signs === plainNumbers ? String : inWindow)(seconds.toPrecision(2)),
  parameters: formatCount,
  features: formatCount,
};

/** What the table shows until a person chooses. */
export const usualColumns: readonly string[] = [
  'run',
  'state',
  'curve',
  'testLoss',
  'bestLoss',
  'sameClassMass',
  'model.init',
  'model.heads',
  'training.learningRate',
  'seed',
  'time',
  'started',
];

/** Columns for what a run is and measures, a metric's best after its last; settings come after them in the chooser. */
const factColumns: readonly string[] = Object.keys(englishWords.column).flatMap((id) =>
  bestColumns.some((column) => column === id) ? [id, `${id}@best`] : [id],
);

const isMetric = (id: string): boolean =>
  id === 'bestLoss' || metricColumns.some((column) => column === id) || readMetricAt(id) !== null;

/** The columns with one more: a metric beside the metrics that stand there, anything else at the end. */
export function withColumn(columns: readonly string[], id: string): readonly string[] {
  if (columns.includes(id)) return columns;
  const last = isMetric(id) ? columns.findLastIndex(isMetric) : -1;
  return last < 0 ? [...columns, id] : columns.toSpliced(last + 1, 0, id);
}

/** The column of an id; an unknown one is a path that no run has any more and stays empty. */
export function runColumn(id: string): RunColumn {
  const { read } = useMetricsAt();
  const at = readMetricAt(id);
  const title = columnTitle(id, figureWords());
  const value = (run: RunSummary): FieldValue => columnValue(id, run, read);
  const write =
    at === null
      ? numberWriters[id]
      : (found: number, signs?: NumberStyle): string => formatMetric(metricOfColumn(at.column), found, signs);
  const text = (run: RunSummary): string => {
    const found = value(run);
    if (found === undefined || (found === null && factColumns.includes(id))) return '';
    if (typeof found === 'number' && write !== undefined) return write(found, plainNumbers);
    return settingText(found);
  };
  const short = (run: RunSummary): string => {
    const found = value(run);
    if (typeof found !== 'number') return text(run);
    return write === undefined ? formatSetting(shortened(found)) : write(found);
  };
  return { id, kind: kindOf(id), title, width: widthOf(id, title), value, text, short };
}

/** A setting that a program worked out has more digits than a column; the run’s page and a copied table have them all. */
const shortened = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(4)));

/** Every id a person can choose, facts and metrics first, then the settings. */
export function availableColumns(paths: ReadonlySet<string>): readonly string[] {
  return [...factColumns, ...[...paths].filter((path) => path !== 'name')];
}

function kindOf(id: string): RunColumn['kind'] {
  if (id === 'run' || id === 'state' || id === 'curve') return id;
  if (id === 'started') return 'when';
  if (['tag', 'group', 'note', 'device'].includes(id)) return 'text';
  return 'number';
}

function widthOf(id: string, title: string): number {
  switch (id) {
    case 'run':
      return 292;
    case 'state':
      return 112;
    case 'curve':
      return 104;
    case 'testLoss':
      return 106;
    case 'started':
      return 128;
    case 'tag':
    case 'group':
    case 'device':
      return 120;
    case 'note':
      return 200;
    case 'seed':
      return 56;
    case 'time':
      return 66;
    case 'model.init':
      return 70;
    case 'training.learningRate':
      return 82;
    default:
      return metricWidths[id as MetricName] ?? Math.max(60, 28 + title.length * 7);
  }
}
