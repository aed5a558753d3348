import { themes } from '../../../shared/colours.ts';
import type { ComparedRun } from '../../../shared/comparison.ts';
import type { ViewOf } from '../../../shared/figure.ts';
import { comparedCurves } from '../../../renderer/charts/comparedCurves.ts';
import { defaultSmoothing, lossChart, type LossBaseline } from '../../../renderer/charts/lossChart.ts';
import { baselineLines } from '../../../renderer/charts/baselineLines.ts';
import { measureIn, type Language } from '../../../renderer/charts/language.ts';
import { shownBaselines } from '../../../shared/shownBaselines.ts';
import { chartPlan } from '../chartPlan.ts';
import type { DataCell, DataTable } from '../dataTable.ts';
import type { FigureApi } from '../figureApi.ts';
import { runOrigin } from '../origins.ts';
import { runsTitle } from '../runLabels.ts';
import type { OpenPanel } from '../panel.ts';

type LossView = ViewOf<'loss'>;

/** Losses of runs over one another, with untrained measures of the first run that has them. */
export async function openLoss(
  api: FigureApi,
  view: LossView,
  { figure: words }: Language,
): Promise<OpenPanel> {
  const runs = await Promise.all(
    view.runs.map(async (runId): Promise<ComparedRun> => {
      const [detail, series] = await Promise.all([
        api.getRun({ runId }),
        api.getLosses({ runId, fromStep: 1 }),
      ]);
      return { detail, series };
    }),
  );
  const [first] = runs;
  if (first === undefined) throw new Error('a figure of no run');
  const curves = comparedCurves(runs, view);
  const isAlone = runs.length === 1;
  const steps = Math.max(1, ...runs.map(({ series }) => series.losses.length));
  const smoothing = view.smoothing ?? defaultSmoothing(steps);
  const baselines = baselinesOf(view, runs, words);
  return {
    view: { ...view, smoothing },
    title: runsTitle(
      runs.map(({ detail }) => detail),
      words,
    ),
    subtitle: words.loss,
    origins: runs.map(({ detail, series }) => runOrigin(detail, series.losses.length, null)),
    largest: null,
    plan: (frame) => {
      const size = {
        width: frame.width,
        height: frame.height ?? Math.max(190, Math.round(frame.width * (frame.width < 480 ? 0.66 : 0.5))),
      };
      const chart = lossChart(
        // Alone in a figure that is titled with its name, a run is named by what its line is.
        isAlone && frame.title !== null
          ? curves.map((curve) => ({ ...curve, name: frame.language.charts.training }))
          : curves,
        {
          theme: frame.theme,
          ...size,
          loss: first.detail.experiment.training.loss,
          smoothing,
          raw: view.raw,
          band: view.band,
          logX: view.logX,
          logY: view.logY,
          xAxis: view.axis,
          ...(view.range === null ? {} : { xRange: view.range }),
          baselines,
          cursorStep: view.cursor,
          ...(frame.title === null ? {} : { title: frame.title }),
          legend: frame.legend,
          padding: frame.padding,
          words: frame.language.charts,
        },
      );
      return chartPlan(chart.option, size, {
        background: themes[frame.theme].surface,
        description: chart.description,
      });
    },
    table: () => lossTable(runs, baselines),
  };
}

function baselinesOf(
  { measures }: LossView,
  runs: readonly ComparedRun[],
  words: Language['figure'],
): readonly LossBaseline[] {
  const known = runs.find(({ detail }) => detail.baselines.length > 0)?.detail.baselines ?? [];
  return baselineLines(
    measures === null ? shownBaselines(known) : known.filter(({ id }) => measures.includes(id)),
    (spec) => measureIn(words, spec),
  );
}

/** Every recorded step, every test and every measure of the figure, as recorded. */
function lossTable(runs: readonly ComparedRun[], baselines: readonly LossBaseline[]): DataTable {
  const rows: DataCell[][] = [];
  for (const { detail, series } of runs) {
    const about = [detail.id, detail.name, detail.experiment.seed] as const;
    const perEpoch = detail.shape?.stepsPerEpoch ?? 1;
    series.losses.forEach((loss, i) => {
      const step = series.firstStep + i;
      rows.push([...about, 'training', step, step / perEpoch, series.seconds[i] ?? null, loss]);
    });
    for (const { epoch, step, metrics } of detail.evaluations) {
      rows.push([...about, 'test', step, epoch, null, metrics.loss]);
    }
  }
  for (const { title, loss } of baselines) {
    rows.push([null, title, null, 'untrained measure', null, null, null, loss]);
  }
  return { columns: ['run', 'name', 'seed', 'kind', 'step', 'epoch', 'seconds', 'loss'], rows };
}
