import type { ApiHandlers } from '../../shared/api.ts';
import type { AttentionBundle } from '../../shared/attention.ts';
import type { Theme } from '../../shared/colours.ts';
import type { RunId } from '../../shared/ids.ts';
import type { OrderKind } from '../../shared/order.ts';
import type { RunDetail } from '../../shared/run.ts';
import type { ScaleKind } from '../../shared/scales.ts';
import { formatCount } from '../../shared/scales.ts';
import { defaultSmoothing, lossChart } from '../../renderer/charts/lossChart.ts';
import { baselineLines, shownBaselines } from '../../renderer/charts/shownBaselines.ts';
import { attentionPlan } from './attentionPlan.ts';
import { chartSvg } from './chartSvg.ts';
import type { FigureView } from './figureViews.ts';
import { planSvg } from './planSvg.ts';

export interface FigureOptions {
  readonly theme?: Theme;
  /** Px; default 760 for losses, 560 for attention. */
  readonly width?: number;
  /** Loss: where the cursor stands. Attention: the newest snapshot not after it; default the last. */
  readonly step?: number;
  /** Which of the test sequences that the run follows, from 0. */
  readonly sequence?: number;
  readonly order?: OrderKind;
  readonly scale?: ScaleKind;
}

/** The part of the contract a figure is drawn from. */
export type FigureApi = Pick<ApiHandlers, 'getRun' | 'getLosses' | 'getAttention'>;

const padding = 16;

/**
 * A view of a run as a stand-alone SVG file, the drawing of the window. Throws `LabError('not-found')` if the run
 * has no such attention.
 */
export async function drawFigure(
  api: FigureApi,
  runId: RunId,
  view: FigureView,
  options: FigureOptions = {},
): Promise<string> {
  const run = await api.getRun({ runId });
  if (view === 'loss') return lossFigure(api, run, options);
  const { step = null, sequence = 0 } = options;
  const bundle = await api.getAttention({ runId, step, sequence });
  const words = { title: run.name, subtitle: where(bundle) };
  return planSvg(attentionPlan(bundle, view, words, options), bundle.meta.title);
}

async function lossFigure(api: FigureApi, run: RunDetail, options: FigureOptions): Promise<string> {
  const { theme = 'light', width = 760, step = null } = options;
  const size = { width, height: Math.max(260, Math.round(width / 2)) };
  const series = await api.getLosses({ runId: run.id, fromStep: 1 });
  const steps = series.losses.length;
  const drawn = {
    name: 'training',
    colour: run.colour,
    state: run.state,
    series,
    evaluations: run.evaluations,
    stepsPerEpoch: run.shape?.stepsPerEpoch ?? 1,
    totalSteps: run.shape?.totalSteps ?? steps,
  };
  const chart = lossChart([drawn], {
    theme,
    ...size,
    loss: run.experiment.training.loss,
    smoothing: defaultSmoothing(steps),
    raw: true,
    logY: false,
    xAxis: 'step',
    baselines: baselineLines(shownBaselines(run.baselines)),
    cursorStep: step,
    title: run.name,
    legend: true,
    padding,
  });
  return chartSvg(chart.option, size, { title: `${run.name}, loss`, description: chart.description });
}

/** "step 350, test sequence 1", as the window counts sequences. */
function where({ meta }: AttentionBundle): string {
  const { origin } = meta;
  if (origin.kind !== 'run') return meta.title;
  return `step ${formatCount(origin.step)}, test sequence ${origin.sequence + 1}`;
}
