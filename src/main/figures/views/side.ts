import type { AttentionBundle } from '../../../shared/attention.ts';
import { runColour } from '../../../shared/colours.ts';
import { differenceBundle, sameDocuments } from '../../../shared/differenceBundle.ts';
import { LabError } from '../../../shared/errors.ts';
import type { ViewOf } from '../../../shared/figure.ts';
import { orderTokens, type TokenOrder } from '../../../shared/order.ts';
import type { RunDetail } from '../../../shared/run.ts';
import type { RecipeSource } from '../../../shared/recipe.ts';
import { seedMaps } from '../../../shared/seedMaps.ts';
import type { Language } from '../../../renderer/charts/language.ts';
import { mapGrid, type GridPanel } from '../../../renderer/charts/mapGrid.ts';
import { fill } from '../../../renderer/charts/words.ts';
import type { FigureApi } from '../figureApi.ts';
import { framed } from '../framed.ts';
import { openSingle } from '../openSource.ts';
import type { Frame, OpenPanel } from '../panel.ts';
import { runLabels, runsTitle } from '../runLabels.ts';
import { cellRows, hasClasses, isSigned, largestOf, scaleFor, valuesOf } from './mapping.ts';

type SideView = ViewOf<'grid'>;
type Item = SideView['items'][number];

interface Opened {
  readonly item: Item;
  readonly bundle: AttentionBundle;
  readonly name: string;
  readonly about: string;
  /** Whose snapshot it is, if it is one. */
  readonly run: RunDetail | null;
  /** Index kept with a run. */
  readonly colour: number | null;
  readonly origins: readonly RecipeSource[];
  /** Shares of attention, or their spread, compare with one another; plain scores are in a unit of their own. */
  readonly isShare: boolean;
}

/** Maps of one sequence in one order and on one scale, with the difference of two of them last. */
export async function openSide(api: FigureApi, view: SideView, language: Language): Promise<OpenPanel> {
  const { figure: words } = language;
  const opened = await Promise.all(view.items.map((item) => openItem(api, item, words)));
  const runs = opened.flatMap(({ run }) => run ?? []);
  const labels = runLabels(runs, words);
  const items = opened.map((item) => ({
    ...item,
    name: item.run === null ? item.name : (labels[runs.indexOf(item.run)] ?? item.name),
  }));
  const [first] = items;
  if (first === undefined) throw new Error('a figure of no map');
  const order = orderTokens(first.bundle, view.order);
  const maps = items.map((item) => ({
    ...item,
    values: valuesOf(item.bundle, view.head),
    order: sameDocuments(first.bundle, item.bundle) ? order : orderTokens(item.bundle, view.order),
  }));
  const shares = maps.flatMap(({ values, isShare }) => (isShare ? [values] : []));
  const less = differenceOf(view, maps);
  const markOf = (at: number): string =>
    at === view.pair?.[0] ? 'A' : at === view.pair?.[1] ? 'B' : maps.length > 1 ? String(at + 1) : '';
  const panels = (frame: Frame): readonly GridPanel[] => {
    const of = (
      bundle: AttentionBundle,
      values: Float32Array,
      its: TokenOrder,
      isShare: boolean,
    ): Omit<GridPanel, 'mark' | 'name' | 'about' | 'swatch'> => ({
      tokens: bundle,
      values,
      order: its,
      scale:
        isShare && view.locked
          ? scaleFor(view, shares, frame, isSigned(bundle))
          : scaleFor({ ...view, locked: false, max: null }, [values], frame, isSigned(bundle)),
      target: view.target && hasClasses(bundle),
    });
    return [
      ...maps.map((map, at) => ({
        mark: markOf(at),
        name: map.name,
        about: map.about,
        swatch: map.colour === null ? null : runColour(frame.theme, map.colour),
        ...of(map.bundle, map.values, map.order, map.isShare),
      })),
      ...(less === null
        ? []
        : [
            {
              mark: '',
              name: 'A − B',
              about: words.signs,
              swatch: null,
              ...of(less.bundle, less.bundle.values, order, less.isShare),
            },
          ]),
    ];
  };
  const names = [
    ...maps.map(({ name }, at) => `${markOf(at)} ${name}`.trim()),
    ...(less === null ? [] : ['A − B']),
  ];
  return {
    view: { ...view, items: items.map(({ item }) => item) },
    title: [
      ...(runs.length === 0 ? [] : [runsTitle(runs, words)]),
      ...maps.filter(({ run }) => run === null).map(({ name }) => name),
    ].join(', '),
    subtitle: words.side,
    origins: items.flatMap(({ origins }) => origins),
    largest: shares.length === 0 ? null : largestOf(view, shares),
    plan: (frame) =>
      framed({ ...frame, subtitle: fill(words.keysByQueries, { rest: frame.subtitle }) }, (room) => {
        const drawn = panels(frame);
        const difference = drawn.at(-1);
        return mapGrid(drawn, {
          theme: frame.theme,
          width: room.width,
          height: room.height ?? Infinity,
          columns: acrossFor(view.across, drawn.length, room.width),
          fill: frame.fill,
          bar: frame.colourBar,
          words: {
            maps: language.charts.attention,
            difference: less !== null && difference?.scale.locked === true ? '±(A − B)' : '',
            ownScale: words.ownScale,
            description: fill(words.sideIs, { n: maps.length, names: names.join(', ') }),
          },
        });
      }),
    table: () => ({
      columns: ['map', 'about', 'key', 'query', 'value'],
      rows: [
        ...maps.flatMap(({ name, about, bundle, values, order: its }) =>
          cellRows([name, about], bundle, values, its),
        ),
        ...(less === null ? [] : cellRows(['A − B', ''], less.bundle, less.bundle.values, order)),
      ],
    }),
  };
}

/** Below this a map beside others cannot be read. */
const leastAcross = 150;
const mostAcross = 4;

/** Maps in a row: as asked, else as many as can be read. */
export function acrossFor(asked: number | null, count: number, width: number): number {
  const room = Math.max(1, Math.floor(width / leastAcross));
  if (asked !== null) return Math.min(count, asked);
  const rows = Math.ceil(count / Math.min(mostAcross, room));
  return Math.ceil(count / rows); // rows alike, rather than a last one of one map
}

function differenceOf(
  { pair, head }: SideView,
  maps: readonly Opened[],
): { readonly bundle: AttentionBundle; readonly isShare: boolean } | null {
  if (pair === null) return null;
  const [a, b] = [maps[pair[0]], maps[pair[1]]];
  if (a === undefined || b === undefined) {
    throw new LabError(
      'bad-input',
      `A − B is of maps 1 to ${maps.length}: ${pair[0] + 1} and ${pair[1] + 1}`,
    );
  }
  const bundle = differenceBundle(a.bundle, b.bundle, head === 'mean' ? null : head);
  if (bundle === null) {
    throw new LabError('bad-input', `not the same documents: ${a.name} and ${b.name}`, {
      hint: 'Choose two maps of the same test sequence',
    });
  }
  return { bundle, isShare: a.isShare && b.isShare };
}

async function openItem(api: FigureApi, item: Item, words: Language['figure']): Promise<Opened> {
  if (item.kind === 'seeds') return openSeeds(api, item, words);
  const { bundle, title, subtitle, origins, source } = await openSingle(api, item.source, { words });
  const run = source.kind === 'run' ? await api.getRun({ runId: source.runId }) : null;
  return {
    item: { ...item, source },
    bundle,
    name: title,
    run,
    about: source.kind === 'measure' || source.kind === 'dataset' ? words.untrainedAlone : subtitle,
    colour: run?.colour ?? null,
    origins,
    isShare: bundle.meta.normalisedOver !== 'none',
  };
}

async function openSeeds(
  api: FigureApi,
  item: Extract<Item, { readonly kind: 'seeds' }>,
  words: Language['figure'],
): Promise<Opened> {
  const { runs, spread, sequence } = item;
  const [firstId] = runs;
  if (firstId === undefined) throw new Error('seeds of no run');
  const first = await api.getRun({ runId: firstId });
  const opened = await Promise.all(
    runs.map((runId) => openSingle(api, { kind: 'run', runId, step: null, sequence }, { words })),
  );
  const bundle = seedMaps(
    opened.map((one) => one.bundle),
    spread,
  );
  if (bundle === null) {
    throw new LabError('bad-input', `not the same documents: the seeds of ${first.name}`, {
      hint: 'Choose runs that differ in nothing but their seed',
    });
  }
  return {
    item,
    bundle,
    name: first.name,
    run: null,
    about: fill(spread === 'mean' ? words.seedMean : words.seedDeviation, { n: runs.length }),
    colour: first.colour,
    origins: opened.flatMap(({ origins }) => origins),
    isShare: true,
  };
}
