import type { ApiHandlers } from '../../shared/api.ts';
import type { AttentionBundle } from '../../shared/attention.ts';
import { headValues, meanOverHeads } from '../../shared/attention.ts';
import type { Theme } from '../../shared/colours.ts';
import { themes } from '../../shared/colours.ts';
import type { RunId } from '../../shared/ids.ts';
import type { OrderKind } from '../../shared/order.ts';
import { orderTokens } from '../../shared/order.ts';
import type { RunDetail } from '../../shared/run.ts';
import type { ScaleKind } from '../../shared/scales.ts';
import { fitScale, formatCount } from '../../shared/scales.ts';
import type { HeatmapOptions } from '../../renderer/charts/heatmapLayout.ts';
import { heatmapPlan } from '../../renderer/charts/heatmapPlan.ts';
import { headViewPlan } from '../../renderer/charts/headViewPlan.ts';
import { defaultSmoothing, lossChart } from '../../renderer/charts/lossChart.ts';
import type { Mark, Plan } from '../../renderer/charts/plan.ts';
import { queryCosines } from '../../renderer/charts/queryCosines.ts';
import { shownBaselines } from '../../renderer/charts/shownBaselines.ts';
import { chartSvg } from './chartSvg.ts';
import { planSvg } from './planSvg.ts';

export const figureViews = ['loss', 'heatmap', 'heads'] as const;
export type FigureView = (typeof figureViews)[number];

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
/** How much of each query's mass the head view's lines carry. */
const shownMass = 0.6;

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
  const plan = view === 'heads' ? headsFigure(run, bundle, options) : heatmapFigure(run, bundle, options);
  return planSvg(plan, bundle.meta.title);
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
    baselines: shownBaselines(run.baselines),
    cursorStep: step,
    title: run.name,
    legend: true,
    padding,
  });
  return chartSvg(chart.option, size, { title: `${run.name}, loss`, description: chart.description });
}

function headsFigure(run: RunDetail, bundle: AttentionBundle, options: FigureOptions): Plan {
  const { theme = 'light', width = 560, order = 'class', scale = 'sqrt' } = options;
  return headViewPlan(bundle, {
    theme,
    width,
    padding,
    order: orderTokens(bundle, order),
    scale: fitScale([bundle.values], scale, { signed: false }),
    massShare: shownMass,
    title: run.name,
    subtitle: where(bundle),
    headSquares: true,
    legend: true,
  });
}

/** The mean over the heads, and below it each head on the same scale. */
function heatmapFigure(run: RunDetail, bundle: AttentionBundle, options: FigureOptions): Plan {
  const { theme = 'light', width = 560, order = 'class', scale = 'sqrt' } = options;
  const mean = meanOverHeads(bundle, 0);
  const shared = {
    theme,
    order: orderTokens(bundle, order),
    scale: fitScale([mean, bundle.values], scale, { signed: false }),
    target: true,
  };
  const heads = bundle.heads === 1 ? '' : `, mean of ${bundle.heads} heads`;
  const main = heatmapPlan(bundle, mean, {
    ...shared,
    width,
    padding,
    title: run.name,
    subtitle: `${where(bundle)}${heads}; rows keys, columns queries`,
    cosines: queryCosines(bundle, mean),
  });
  if (bundle.heads === 1) return main;
  const grid = headGrid(bundle, shared, main.width, main.height);
  return {
    ...main,
    height: grid.bottom + padding,
    background: themes[theme].surface,
    marks: [...main.marks, ...grid.marks],
    description: `${main.description} Below it each of the ${bundle.heads} heads on the same scale.`,
  };
}

const gridGap = 12;

function headGrid(
  bundle: AttentionBundle,
  shared: Pick<HeatmapOptions, 'theme' | 'order' | 'scale' | 'target'>,
  width: number,
  top: number,
): { readonly marks: readonly Mark[]; readonly bottom: number } {
  const left = padding + 16; // under the map, past its axis title
  const room = width - left - padding + gridGap;
  const narrowest = bundle.queries + 10 + gridGap;
  const wanted = bundle.heads <= 4 ? bundle.heads : 6;
  const columns = Math.max(1, Math.min(wanted, Math.floor(room / narrowest)));
  const each = Math.floor(room / columns) - gridGap;
  const marks: Mark[] = [];
  let height = 0;
  for (let head = 0; head < bundle.heads; head += 1) {
    const plan = heatmapPlan(bundle, headValues(bundle, 0, head), {
      ...shared,
      width: each,
      title: `Head ${head + 1}`,
      thumbnail: true,
    });
    height = plan.height + gridGap;
    const [row, column] = [Math.floor(head / columns), head % columns];
    marks.push({
      kind: 'group',
      x: left + column * (each + gridGap),
      y: top + row * height,
      marks: plan.marks,
    });
  }
  return { marks, bottom: top + Math.ceil(bundle.heads / columns) * height };
}

/** "step 350, test sequence 1", as the window counts sequences. */
function where({ meta }: AttentionBundle): string {
  const { origin } = meta;
  if (origin.kind !== 'run') return meta.title;
  return `step ${formatCount(origin.step)}, test sequence ${origin.sequence + 1}`;
}
