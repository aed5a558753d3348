import { headValues, type AttentionBundle } from '../../../shared/attention.ts';
import type { ViewOf } from '../../../shared/figure.ts';
import { orderTokens, type TokenOrder } from '../../../shared/order.ts';
import { headViewPlan } from '../../../renderer/charts/headViewPlan.ts';
import { lineThresholds } from '../../../renderer/charts/lineThresholds.ts';
import { shortest } from '../../../renderer/charts/mapCsv.ts';
import type { Language } from '../../../renderer/charts/language.ts';
import { fill } from '../../../renderer/charts/words.ts';
import type { DataTable } from '../dataTable.ts';
import type { FigureApi } from '../figureApi.ts';
import { openSource } from '../openSource.ts';
import type { OpenPanel } from '../panel.ts';
import { isSigned, largestOf, scaleFor } from './mapping.ts';

type HeadsView = ViewOf<'heads'>;

/** Queries left, keys right, a line a weight. */
export async function openHeads(
  api: FigureApi,
  view: HeadsView,
  { figure: words }: Language,
): Promise<OpenPanel> {
  const open = await openSource(api, view.source, { words });
  const { bundle, layer } = open;
  const order = orderTokens(bundle, view.order, layer);
  const on = Array.from({ length: bundle.heads }, (_, head) => view.heads?.includes(head) ?? true);
  const thresholds = lineThresholds(bundle, layer, view.lines);
  return {
    view: { ...view, source: open.source },
    title: open.title,
    subtitle: open.subtitle,
    origins: open.origins,
    largest: largestOf(view, [bundle.values]),
    plan: (frame) =>
      headViewPlan(
        bundle,
        {
          theme: frame.theme,
          width: frame.width,
          padding: frame.padding,
          order,
          layer,
          heads: on,
          scale: scaleFor(view, [bundle.values], frame, isSigned(bundle)),
          ...(view.lines.kind === 'mass'
            ? { massShare: view.lines.share }
            : { lineWords: lineWords(view.lines, words) }),
          pinned: view.pinned,
          ...(frame.title === null ? {} : { title: frame.title, subtitle: frame.subtitle }),
          ...rowHeight(bundle, frame.height, frame.padding),
          headSquares: true,
          legend: frame.legend,
          words: frame.language.charts,
        },
        thresholds,
      ),
    table: () => linesTable(bundle, layer, order, on, thresholds),
  };
}

function lineWords(
  lines: Exclude<HeadsView['lines'], { readonly kind: 'mass' }>,
  words: Language['figure'],
): string {
  return lines.kind === 'top'
    ? fill(words.topLines, { n: lines.count })
    : fill(words.aboveLines, { n: lines.value });
}

/** Room that is not rows: title, squares, heads of columns, legend. */
const otherHeight = 110;

function rowHeight(
  { queries, keys }: AttentionBundle,
  height: number | null,
  padding: number,
): { readonly rowHeight?: number } {
  if (height === null) return {};
  return { rowHeight: Math.max(2, (height - otherHeight - 2 * padding) / Math.max(queries, keys)) };
}

/** Every weight of the heads that are on; `drawn` says which have a line. */
function linesTable(
  bundle: AttentionBundle,
  layer: number,
  order: TokenOrder,
  on: readonly boolean[],
  thresholds: Float32Array,
): DataTable {
  const { queries, keyTokens, queryTokens } = bundle;
  const rows = on.flatMap((isOn, head) => {
    if (!isOn) return [];
    const values = headValues(bundle, layer, head);
    return Array.from(order.queries).flatMap((query) =>
      Array.from(order.keys, (key) => {
        const value = values[key * queries + query] ?? Number.NaN;
        const isDrawn = value !== 0 && Math.abs(value) >= (thresholds[head * queries + query] ?? 0);
        return [
          head + 1,
          queryTokens[query]?.label ?? '',
          keyTokens[key]?.label ?? '',
          Number(shortest(value)),
          isDrawn ? 1 : 0,
        ];
      }),
    );
  });
  return { columns: ['head', 'query', 'key', 'weight', 'drawn'], rows };
}
