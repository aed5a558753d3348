import { headValues, meanOverHeads, type AttentionBundle } from '../../../shared/attention.ts';
import { themes } from '../../../shared/colours.ts';
import { LabError } from '../../../shared/errors.ts';
import type { ViewOf } from '../../../shared/figure.ts';
import { orderTokens, type TokenOrder } from '../../../shared/order.ts';
import type { HeatmapOptions } from '../../../renderer/charts/heatmapLayout.ts';
import { heatmapPlan } from '../../../renderer/charts/heatmapPlan.ts';
import { lessTarget } from '../../../renderer/charts/mapSums.ts';
import type { Mark, Plan } from '../../../renderer/charts/plan.ts';
import type { Language } from '../../../renderer/charts/language.ts';
import { queryCosines } from '../../../renderer/charts/queryCosines.ts';
import { fill } from '../../../renderer/charts/words.ts';
import type { DataTable } from '../dataTable.ts';
import type { FigureApi } from '../figureApi.ts';
import { openSource } from '../openSource.ts';
import type { Frame, OpenPanel } from '../panel.ts';
import { cellRows, hasClasses, isSigned, largestOf, scaleFor } from './mapping.ts';

type HeatmapView = ViewOf<'heatmap'>;

/** One map of a figure: a head or a mean, with the name it goes by. */
interface NamedMap {
  readonly name: string;
  readonly values: Float32Array;
}

/** A map of attention; of several heads the mean, and below it each head on the same scale. */
export async function openHeatmap(
  api: FigureApi,
  view: HeatmapView,
  { figure: words }: Language,
): Promise<OpenPanel> {
  const open = await openSource(api, view.source, { words });
  const { bundle, layer } = open;
  const shown = mapsOf(bundle, layer, view, words);
  const [main] = shown;
  if (main === undefined) throw new Error('a figure of no map');
  const order = orderTokens(bundle, view.order, layer);
  const signed = isSigned(bundle) || (view.lessTarget && main.values !== main.attention);
  const values = shown.map((map) => map.values);
  const heads =
    bundle.heads === 1 ? '' : view.head === 'all' ? `, ${meanName(bundle, words)}` : `, ${main.name}`;
  return {
    view: { ...view, source: open.source },
    title: open.title,
    subtitle: `${open.subtitle}${heads}`.replace(/^, /, ''),
    origins: open.origins,
    largest: largestOf(view, values),
    plan: (frame) => mapsPlan(bundle, shown, main.attention, view, order, signed, frame),
    table: () => mapsTable(bundle, shown, order),
  };
}

function mapsOf(
  bundle: AttentionBundle,
  layer: number,
  { head, lessTarget: isLess }: HeatmapView,
  words: Language['figure'],
): (NamedMap & { readonly attention: Float32Array })[] {
  const named = (name: string, attention: Float32Array): NamedMap & { readonly attention: Float32Array } => {
    const less = isLess ? lessTarget(bundle, attention) : null;
    return { name, attention, values: less ?? attention };
  };
  if (typeof head === 'number') {
    if (head >= bundle.heads) {
      throw new LabError('not-found', `it has ${bundle.heads} heads and no number ${head + 1}`, {
        hint: 'Heads count from 1',
      });
    }
    return [named(fill(words.head, { n: head + 1 }), headValues(bundle, layer, head))];
  }
  const mean = named(meanName(bundle, words), meanOverHeads(bundle, layer));
  if (head === 'mean' || bundle.heads === 1) return [mean];
  const each = Array.from({ length: bundle.heads }, (_, h) =>
    named(fill(words.headTitle, { n: h + 1 }), headValues(bundle, layer, h)),
  );
  return [mean, ...each];
}

const meanName = ({ heads }: AttentionBundle, words: Language['figure']): string =>
  fill(words.meanOfHeads, { n: heads });

function mapsPlan(
  bundle: AttentionBundle,
  [main, ...heads]: readonly NamedMap[],
  attention: Float32Array,
  view: HeatmapView,
  order: TokenOrder,
  signed: boolean,
  frame: Frame,
): Plan {
  const { theme, width, height, padding, title, subtitle, legend, colourBar: bar, language } = frame;
  const { figure: words } = language;
  const all = [main, ...heads].flatMap((map) => (map === undefined ? [] : [map.values]));
  const shared = {
    theme,
    order,
    scale: scaleFor(view, all, frame, signed),
    target: view.target && hasClasses(bundle),
    fill: frame.fill,
    words: language.charts,
  };
  const drawn = heatmapPlan(bundle, main?.values ?? attention, {
    ...shared,
    width,
    ...(height === null ? {} : { height }),
    padding,
    ...(title === null ? {} : { title, subtitle: fill(words.keysByQueries, { rest: subtitle }) }),
    ...(signed ? { valueName: view.lessTarget ? words.lessTarget : words.difference } : {}),
    ...(view.cosines && hasClasses(bundle) && !isSigned(bundle)
      ? { cosines: queryCosines(bundle, attention) }
      : {}),
    pinned: view.pinned,
    bar,
    legend,
  });
  if (heads.length === 0) return drawn;
  const grid = headGrid(bundle, heads, shared, padding, drawn.width, drawn.height);
  return {
    ...drawn,
    height: grid.bottom + padding,
    background: themes[theme].surface,
    marks: [...drawn.marks, ...grid.marks],
    description: `${drawn.description} ${fill(words.eachHeadBelow, { n: heads.length })}`,
  };
}

const gridGap = 12;

function headGrid(
  bundle: AttentionBundle,
  heads: readonly NamedMap[],
  shared: Pick<HeatmapOptions, 'theme' | 'order' | 'scale' | 'target' | 'fill' | 'words'>,
  padding: number,
  width: number,
  top: number,
): { readonly marks: readonly Mark[]; readonly bottom: number } {
  const left = padding + 16; // under the map, past its axis title
  const room = width - left - padding + gridGap;
  const narrowest = (shared.fill === true ? 60 : bundle.queries + 10) + gridGap;
  const wanted = heads.length <= 4 ? heads.length : 6;
  const columns = Math.max(1, Math.min(wanted, Math.floor(room / narrowest)));
  const each = Math.floor(room / columns) - gridGap;
  const marks: Mark[] = [];
  let height = 0;
  heads.forEach(({ name, values }, head) => {
    const plan = heatmapPlan(bundle, values, { ...shared, width: each, title: name, thumbnail: true });
    height = plan.height + gridGap;
    const [row, column] = [Math.floor(head / columns), head % columns];
    marks.push({
      kind: 'group',
      x: left + column * (each + gridGap),
      y: top + row * height,
      marks: plan.marks,
    });
  });
  return { marks, bottom: top + Math.ceil(heads.length / columns) * height };
}

/** A row a cell, in the order drawn: rows of the map from above, columns from the left. */
function mapsTable(bundle: AttentionBundle, maps: readonly NamedMap[], order: TokenOrder): DataTable {
  const rows = maps.flatMap(({ name, values }) => cellRows([name], bundle, values, order));
  return { columns: ['map', 'key', 'query', 'value'], rows };
}
