import { parallelColumns, scatterColumns } from '../../../shared/comparisonColumns.ts';
import type { ViewOf } from '../../../shared/figure.ts';
import type { RunId } from '../../../shared/ids.ts';
import { metrics, type BaselineValues, type MetricName } from '../../../shared/metrics.ts';
import type { RunDetail } from '../../../shared/run.ts';
import { barGroups, barMetrics } from '../../../renderer/charts/barGroups.ts';
import { barsPlan } from '../../../renderer/charts/barsPlan.ts';
import { withinBrushes, type ColumnAxis } from '../../../renderer/charts/columnAxis.ts';
import { seededName } from '../../../renderer/charts/comparedCurves.ts';
import { measureIn, type Language } from '../../../renderer/charts/language.ts';
import { parallelPlan } from '../../../renderer/charts/parallelPlan.ts';
import { textSizes, type Mark } from '../../../renderer/charts/plan.ts';
import type { PlotRun } from '../../../renderer/charts/plotRun.ts';
import { columnValue, runAxis } from '../../../renderer/charts/runAxis.ts';
import { runLegend } from '../../../renderer/charts/runLegend.ts';
import { scatterPlan } from '../../../renderer/charts/scatterPlan.ts';
import { fitText } from '../../../renderer/charts/textWidth.ts';
import { fill } from '../../../renderer/charts/words.ts';
import { themes } from '../../../shared/colours.ts';
import { readMetricAt } from '../../../shared/metricAt.ts';
import { readField, type FieldReader } from '../../../shared/runFields.ts';
import { shownBaselines } from '../../../shared/shownBaselines.ts';
import type { DataCell, DataTable } from '../dataTable.ts';
import type { FigureApi } from '../figureApi.ts';
import { framed } from '../framed.ts';
import { runOrigin } from '../origins.ts';
import { runsTitle } from '../runLabels.ts';
import type { Frame, OpenPanel } from '../panel.ts';

/** Runs as bars, lines or points of their settings and last results. */

const openRuns = (api: FigureApi, runs: readonly RunId[]): Promise<RunDetail[]> =>
  Promise.all(runs.map((runId) => api.getRun({ runId })));

type Named = Pick<OpenPanel, 'title' | 'subtitle' | 'origins' | 'largest'>;

function named(runs: readonly RunDetail[], subtitle: string, words: Language['figure']): Named {
  return {
    title: runsTitle(runs, words),
    subtitle,
    origins: runs.map((run) => runOrigin(run, run.lastEvaluation?.step ?? null, null)),
    largest: null,
  };
}

/** The last test results as bars, a bar a group with the spread of its repeats. */
export async function openBars(api: FigureApi, view: ViewOf<'bars'>, language: Language): Promise<OpenPanel> {
  const { figure: words, charts } = language;
  const runs = await openRuns(api, view.runs);
  const names = view.metrics ?? (Object.keys(metrics) as MetricName[]);
  const known = runs.find(({ baselines }) => baselines.length > 0)?.baselines ?? [];
  const baselines = shownBaselines(known, view.measures);
  const groups = barGroups(runs, view.groupBy, names);
  return {
    view,
    ...named(runs, words.bars, words),
    plan: (frame) =>
      framed(frame, ({ width }) => {
        const drawn = barsPlan(groups, barMetrics(names, baselines, words), {
          theme: frame.theme,
          width,
          spread: view.band,
          padding: 0,
          words: charts,
        });
        const legend = frame.legend ? dottedLegend(baselines, frame, width, drawn.height, words) : [];
        return {
          ...drawn,
          height: drawn.height + (legend.length > 0 ? 18 : 0),
          marks: [...drawn.marks, ...legend],
        };
      }),
    table: () => barsTable(runs, names, baselines),
  };
}

/** What the dotted lines through the bars are. */
function dottedLegend(
  baselines: readonly BaselineValues[],
  frame: Frame,
  width: number,
  y: number,
  words: Language['figure'],
): Mark[] {
  if (baselines.length === 0) return [];
  const style = { size: textSizes.xxs } as const;
  const list = baselines.map(({ spec }) => measureIn(words, spec)).join('; ');
  const ink = themes[frame.theme].ink3;
  return [
    {
      kind: 'path',
      lines: [Float64Array.of(0, y + 6, 18, y + 6)],
      stroke: ink,
      strokeWidth: 1.4,
      dash: [1, 3],
    },
    {
      kind: 'text',
      x: 24,
      y: y + 10,
      text: fitText(`${frame.language.charts.measures}: ${list}`, width - 24, style),
      fill: ink,
      ...style,
    },
  ];
}

function barsTable(
  runs: readonly RunDetail[],
  names: readonly MetricName[],
  baselines: readonly BaselineValues[],
): DataTable {
  return {
    columns: ['run', 'name', 'seed', 'step', ...names],
    rows: [
      ...runs.map((run): DataCell[] => [
        run.id,
        run.name,
        run.experiment.seed,
        run.lastEvaluation?.step ?? null,
        ...names.map((name) => run.lastEvaluation?.metrics[name] ?? null),
      ]),
      ...baselines.map(({ id, metrics: values }): DataCell[] => [
        null,
        id,
        null,
        null,
        ...names.map((name) => values[name]),
      ]),
    ],
  };
}

const plotRuns = (runs: readonly RunDetail[]): readonly PlotRun[] =>
  runs.map((run) => ({ name: seededName(run), colour: run.colour }));

/** Reads any field of these runs; metrics at another time than the last are asked for, which a run does not hold. */
async function readerOf(
  api: FigureApi,
  runs: readonly RunDetail[],
  fields: readonly string[],
): Promise<FieldReader> {
  const atTimes = [...new Set(fields)].filter((field) => readMetricAt(field) !== null);
  if (atTimes.length === 0) return readField;
  const { runIds, values } = await api.getMetricsAt({ fields: atTimes, runIds: runs.map(({ id }) => id) });
  return (run, field) => {
    const at = atTimes.indexOf(field);
    if (at < 0) return readField(run, field);
    const value = values[at]?.[runIds.indexOf(run.id)] ?? Number.NaN;
    return Number.isNaN(value) ? undefined : value;
  };
}

/** Which runs every interval lets through. */
function picked(
  runs: readonly RunDetail[],
  brush: ViewOf<'scatter'>['brush'],
  language: Language,
  read: FieldReader,
): readonly boolean[] {
  return withinBrushes(
    runs.length,
    brush.map(({ column, within }) => ({ axis: runAxis(column, runs, language, read), within })),
  );
}

function columnsTable(
  runs: readonly RunDetail[],
  ids: readonly string[],
  isPicked: readonly boolean[],
  read: FieldReader,
): DataTable {
  return {
    columns: ['run', 'name', ...ids, 'picked'],
    rows: runs.map((run, at) => [
      run.id,
      run.name,
      ...ids.map((id) => {
        const value = columnValue(id, run, read) ?? null;
        return typeof value === 'number' || value === null
          ? value
          : JSON.stringify(value).replace(/^"|"$/g, '');
      }),
      isPicked[at] === true ? 1 : 0,
    ]),
  };
}

/** The most runs that are named below their lines. */
const mostNamed = 24;

/** An axis a column, a line a run. */
export async function openParallel(
  api: FigureApi,
  view: ViewOf<'parallel'>,
  language: Language,
): Promise<OpenPanel> {
  const runs = await openRuns(api, view.runs);
  const columns = parallelColumns(view, runs);
  const read = await readerOf(api, runs, [...columns, ...view.brush.map(({ column }) => column)]);
  const axes = columns.map((id): ColumnAxis => runAxis(id, runs, language, read));
  const isPicked = picked(runs, view.brush, language, read);
  return {
    view: { ...view, columns: [...columns] },
    ...named(runs, language.figure.parallel, language.figure),
    plan: (frame) =>
      framed(frame, ({ width, height }) => {
        const shown = plotRuns(runs).filter((_, at) => isPicked[at]);
        const legend =
          frame.legend && shown.length <= mostNamed
            ? runLegend(shown, frame.theme, width)
            : { marks: [], height: 0 };
        const below = legend.height === 0 ? 0 : legend.height + 8;
        const plan = parallelPlan(plotRuns(runs), axes, {
          theme: frame.theme,
          width,
          height: Math.max(140, (height ?? Math.max(220, width * 0.5) + below) - below),
          picked: isPicked,
          padding: 0,
          words: language.charts,
        });
        return {
          ...plan,
          height: plan.height + below,
          marks: [...plan.marks, { kind: 'group', y: plan.height + 8, marks: legend.marks }],
        };
      }),
    table: () => columnsTable(runs, columns, isPicked, read),
  };
}

/** A point a run over any two columns. */
export async function openScatter(
  api: FigureApi,
  view: ViewOf<'scatter'>,
  language: Language,
): Promise<OpenPanel> {
  const runs = await openRuns(api, view.runs);
  const { x, y } = scatterColumns(view, runs);
  const read = await readerOf(api, runs, [x, y, ...view.brush.map(({ column }) => column)]);
  const [across, up] = [runAxis(x, runs, language, read), runAxis(y, runs, language, read)];
  const isPicked = picked(runs, view.brush, language, read);
  return {
    view: { ...view, x, y },
    ...named(runs, fill(language.figure.against, { a: up.title, b: across.title }), language.figure),
    plan: (frame) =>
      framed(frame, ({ width, height }) =>
        scatterPlan(
          frame.legend ? plotRuns(runs) : plotRuns(runs).map((run) => ({ ...run, name: '' })),
          across,
          up,
          {
            theme: frame.theme,
            width,
            height: height ?? Math.max(220, Math.min(480, width * 0.7)),
            picked: isPicked,
            padding: 0,
            words: language.charts,
          },
        ),
      ),
    table: () => columnsTable(runs, [x, y], isPicked, read),
  };
}
