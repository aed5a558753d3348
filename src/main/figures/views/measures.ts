import { pairSpearman, rankedMeasures, type MeasureAgreement } from '../../../shared/agreement.ts';
import { headValues, type AttentionBundle } from '../../../shared/attention.ts';
import type { ViewOf } from '../../../shared/figure.ts';
import type { FigureDocuments } from '../../../shared/figureSource.ts';
import { measureId, type MeasureSpec } from '../../../shared/metrics.ts';
import { orderTokens } from '../../../shared/order.ts';
import { formatCount, formatNumber } from '../../../shared/scales.ts';
import { agreementGrid } from '../../../renderer/charts/agreementGrid.ts';
import { measureIn, type Language } from '../../../renderer/charts/language.ts';
import { mapGrid } from '../../../renderer/charts/mapGrid.ts';
import { measurePanels } from '../../../renderer/charts/measurePanels.ts';
import { leastAlike, measurePairs } from '../../../renderer/charts/measurePairs.ts';
import { numberGrid } from '../../../renderer/charts/numberGrid.ts';
import { scatter } from '../../../renderer/charts/scatter.ts';
import { fill } from '../../../renderer/charts/words.ts';
import type { FigureApi } from '../figureApi.ts';
import { framed } from '../framed.ts';
import { documentsAsked, measureNamed, openDocuments } from '../origins.ts';
import type { OpenPanel } from '../panel.ts';
import { cellRows, exact, hasClasses, largestOf, scaleFor } from './mapping.ts';

/** The eight measures on one sequence: four across, raw features over standardised ones. */
export async function openMeasures(
  api: FigureApi,
  view: ViewOf<'measures'>,
  language: Language,
): Promise<OpenPanel> {
  const { figure: words } = language;
  const { documents, sequence, shown } = view;
  const [{ name, origin }, ...bundles] = await Promise.all([
    openDocuments(api, documents, sequence),
    ...rankedMeasures.map((spec) =>
      scoresOf(api, documents, { ...spec, softmax: shown === 'softmax' }, sequence),
    ),
  ]);
  const [first] = bundles;
  if (first === undefined) throw new Error('a figure of no measure');
  const order = orderTokens(first, view.order);
  const all = bundles.map((bundle) => headValues(bundle, 0, 0));
  const isShared = shown === 'softmax' && view.locked;
  return {
    view,
    title: words.measures,
    subtitle: `${words.shown[shown]}, ${fill(words.measuresOf, { sequence, name })}`,
    origins: [{ ...origin, kind: documents.kind === 'run' ? 'measure' : 'dataset' }],
    largest: isShared ? largestOf(view, all) : null,
    plan: (frame) =>
      framed({ ...frame, subtitle: fill(words.keysByQueries, { rest: frame.subtitle }) }, (room) =>
        mapGrid(
          measurePanels(bundles, {
            order,
            shared: isShared ? scaleFor(view, all, frame, false) : null,
            scale: view.scale,
            target: view.target && hasClasses(first),
            words,
          }),
          {
            theme: frame.theme,
            width: room.width,
            height: room.height ?? Infinity,
            columns: view.across ?? (room.width < narrow ? 2 : 4),
            fill: frame.fill,
            bar: frame.colourBar,
            words: {
              maps: language.charts.attention,
              difference: '',
              ownScale: words.ownScale,
              description: fill(words.measuresIs, { n: first.keys, shown: words.shown[shown] }),
            },
          },
        ),
      ),
    table: () => ({
      columns: ['measure', 'key', 'query', 'value'],
      rows: bundles.flatMap((bundle, at) => {
        const spec = rankedMeasures[at];
        const id = spec === undefined ? '' : measureId({ ...spec, softmax: shown === 'softmax' });
        return cellRows([id], bundle, all[at] ?? [], order);
      }),
    }),
  };
}

/** Below this width four maps across cannot be read. */
const narrow = 600;

function scoresOf(
  api: FigureApi,
  documents: FigureDocuments,
  spec: MeasureSpec,
  sequence: number,
): Promise<AttentionBundle> | AttentionBundle {
  return api.computeAttention({ ...documentsAsked(documents), by: { kind: 'measure', spec }, sequence });
}

/** How alike the measures order the keys of every test query. */
export async function openAgreement(
  api: FigureApi,
  view: ViewOf<'agreement'>,
  { figure: words }: Language,
): Promise<OpenPanel> {
  const [{ name, origin }, agreement] = await Promise.all([
    openDocuments(api, view.documents, null),
    api.compareMeasures(documentsAsked(view.documents)),
  ]);
  const grid = agreementGrid(agreement, words);
  const n = formatCount(agreement.sequences * agreement.length);
  return {
    view,
    title: words.agreement,
    subtitle: `${fill(words.agreementOver, { n })}, ${name}`,
    origins: [origin],
    largest: null,
    plan: (frame) =>
      framed(frame, (room) =>
        numberGrid(grid, {
          theme: frame.theme,
          width: room.width,
          height: room.height ?? 10_000,
          words: { rows: '', columns: '', description: fill(words.agreementIs, { n }) },
          valueName: 'Spearman',
          bar: frame.colourBar,
        }),
      ),
    table: () => ({
      columns: ['a', 'b', 'spearman'],
      rows: Array.from(grid.values, (value, at) => [
        idOf(Math.floor(at / rankedMeasures.length)),
        idOf(at % rankedMeasures.length),
        value,
      ]),
    }),
  };
}

function idOf(place: number): string {
  const spec = rankedMeasures[place];
  return spec === undefined ? '' : measureId(spec);
}

/** One measure against another, pair of documents by pair. */
export async function openPairs(
  api: FigureApi,
  view: ViewOf<'pairs'>,
  { figure: words }: Language,
): Promise<OpenPanel> {
  const { documents, sequence } = view;
  const [specA, specB] = [measureNamed(view.a), measureNamed(view.b)];
  const [{ name, origin }, agreement, a, b] = await Promise.all([
    openDocuments(api, documents, sequence),
    api.compareMeasures(documentsAsked(documents)),
    scoresOf(api, documents, specA, sequence),
    scoresOf(api, documents, specB, sequence),
  ]);
  const ranks = ranksOf(agreement, view, sequence);
  const query = view.query ?? leastAlike(ranks);
  const points = measurePairs(a, query);
  const valueOf = (bundle: AttentionBundle, at: (typeof points)[number]): number =>
    bundle.values[at.key * bundle.queries + at.query] ?? Number.NaN;
  const [nameA, nameB] = [measureIn(words, specA), measureIn(words, specB)];
  const rank = query === 'all' ? mean(ranks) : (ranks[query] ?? Number.NaN);
  const what =
    query === 'all'
      ? words.allPairs
      : fill(words.oneQuery, { query: a.queryTokens[query]?.label ?? String(query) });
  return {
    view: { ...view, query },
    title: fill(words.against, { a: nameA, b: nameB }),
    subtitle: `${what}, ${fill(words.spearmanIs, { value: formatNumber(rank, 4) })}, ${fill(words.measuresOf, { sequence, name })}`,
    origins: [origin],
    largest: null,
    plan: (frame) =>
      framed(frame, (room) =>
        scatter(
          {
            x: points.map((at) => valueOf(a, at)),
            y: points.map((at) => valueOf(b, at)),
            filled: points.map((at) => a.keyTokens[at.key]?.group === a.queryTokens[at.query]?.group),
          },
          {
            theme: frame.theme,
            width: room.width,
            height: room.height ?? Math.max(220, Math.min(room.width * 0.75, 420)),
            legend: frame.legend,
            words: {
              x: nameA,
              y: nameB,
              filled: words.sameClass,
              rings: words.otherClass,
              dense: fill(words.dense, { n: points.length }),
              description: fill(words.pairsIs, {
                n: points.length,
                a: nameA,
                b: nameB,
                rank: formatNumber(rank, 4),
              }),
            },
          },
        ),
      ),
    table: () => ({
      columns: ['key', 'query', view.a, view.b],
      rows: points.map((at) => [
        a.keyTokens[at.key]?.label ?? '',
        a.queryTokens[at.query]?.label ?? '',
        exact(valueOf(a, at)),
        exact(valueOf(b, at)),
      ]),
    }),
  };
}

/** Rank correlation of the two measures at each query of the sequence. */
function ranksOf(
  agreement: MeasureAgreement,
  { a, b }: Pick<ViewOf<'pairs'>, 'a' | 'b'>,
  sequence: number,
): Float32Array {
  const placeOf = (id: string): number => rankedMeasures.findIndex((spec) => measureId(spec) === id);
  if (a === b) return new Float32Array(agreement.length).fill(1);
  const from = sequence * agreement.length;
  return pairSpearman(agreement, placeOf(a), placeOf(b)).subarray(from, from + agreement.length);
}

function mean(values: Float32Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
