import type { AttentionBundle } from '../../shared/attention.ts';
import { headValues, meanOverHeads } from '../../shared/attention.ts';
import type { Theme } from '../../shared/colours.ts';
import { themes } from '../../shared/colours.ts';
import type { OrderKind } from '../../shared/order.ts';
import { orderTokens } from '../../shared/order.ts';
import type { ScaleKind } from '../../shared/scales.ts';
import { fitScale } from '../../shared/scales.ts';
import type { HeatmapOptions } from '../../renderer/charts/heatmapLayout.ts';
import { heatmapPlan } from '../../renderer/charts/heatmapPlan.ts';
import { headViewPlan } from '../../renderer/charts/headViewPlan.ts';
import type { Mark, Plan } from '../../renderer/charts/plan.ts';
import { queryCosines } from '../../renderer/charts/queryCosines.ts';

export type AttentionView = 'heatmap' | 'heads';

export interface AttentionPlanOptions {
  readonly theme?: Theme;
  /** Px; default 560. */
  readonly width?: number;
  readonly order?: OrderKind;
  readonly scale?: ScaleKind;
}

/** What stands above the drawing. */
interface PlanWords {
  readonly title: string;
  readonly subtitle: string;
}

const padding = 16;
/** How much of each query's mass the head view's lines carry. */
const shownMass = 0.6;

/** One layer of attention as the window draws it, whatever it comes from. */
export function attentionPlan(
  bundle: AttentionBundle,
  view: AttentionView,
  words: PlanWords,
  options: AttentionPlanOptions,
): Plan {
  return view === 'heads' ? headsPlan(bundle, words, options) : mapPlan(bundle, words, options);
}

const isSigned = ({ meta }: AttentionBundle): boolean => meta.range === 'signed';
const hasClasses = ({ groups }: AttentionBundle): boolean => groups.length > 0;

function headsPlan(bundle: AttentionBundle, words: PlanWords, options: AttentionPlanOptions): Plan {
  const { theme = 'light', width = 560, order = 'class', scale = 'sqrt' } = options;
  return headViewPlan(bundle, {
    theme,
    width,
    padding,
    order: orderTokens(bundle, order),
    scale: fitScale([bundle.values], scale, { signed: isSigned(bundle) }),
    massShare: shownMass,
    ...words,
    headSquares: true,
    legend: true,
  });
}

/** The mean over the heads, and below it each head on the same scale. */
function mapPlan(bundle: AttentionBundle, words: PlanWords, options: AttentionPlanOptions): Plan {
  const { theme = 'light', width = 560, order = 'class', scale = 'sqrt' } = options;
  const mean = meanOverHeads(bundle, 0);
  const shared = {
    theme,
    order: orderTokens(bundle, order),
    scale: fitScale([mean, bundle.values], scale, { signed: isSigned(bundle) }),
    target: hasClasses(bundle),
  };
  const heads = bundle.heads === 1 ? '' : `, mean of ${bundle.heads} heads`;
  const main = heatmapPlan(bundle, mean, {
    ...shared,
    width,
    padding,
    title: words.title,
    subtitle: `${words.subtitle}${heads}; rows keys, columns queries`,
    ...(hasClasses(bundle) ? { cosines: queryCosines(bundle, mean) } : {}),
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
