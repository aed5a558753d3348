import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router';
import { rankedMeasures } from '../../../shared/agreement.ts';
import { measureOf, type AttentionSource, type PlainSource } from '../../../shared/attentionSource.ts';
import { comparisonSchema, usualComparison, type Comparison } from '../../../shared/comparison.ts';
import { assertNever } from '../../../shared/errors.ts';
import type { FigureSpec, FigureView, ViewOf } from '../../../shared/figure.ts';
import {
  singleSourcesOf,
  type FigureDocuments,
  type FigureSource,
  type SingleSource,
} from '../../../shared/figureSource.ts';
import type { RunId } from '../../../shared/ids.ts';
import { measureId } from '../../../shared/metrics.ts';
import { sideCode, type SideItem } from '../../../shared/sideItem.ts';
import { writeSource } from '../attention/address.ts';
import { writeMeasures } from '../attention/measureWords.ts';
import { writeAddress } from '../compare/compareAddress.ts';

type MapPanel = ViewOf<'heatmap'> | ViewOf<'heads'>;
type RunPlot = ViewOf<'bars'> | ViewOf<'parallel'> | ViewOf<'scatter'>;

const isMap = (panel: FigureView): panel is MapPanel => panel.kind === 'heatmap' || panel.kind === 'heads';
const isRunPlot = (panel: FigureView): panel is RunPlot =>
  panel.kind === 'bars' || panel.kind === 'parallel' || panel.kind === 'scatter';

/** Where in the window a figure's view is, with the state that stands in its address. */
export function pageOfFigure({ panels }: FigureSpec): RouteLocationRaw {
  const loss = panels.find((panel) => panel.kind === 'loss');
  const plot = panels.find(isRunPlot);
  const maps = panels.filter(isMap);
  const difference = maps.find(({ source }) => source.kind === 'difference');
  if (plot !== undefined || difference !== undefined || (loss !== undefined && loss.runs.length > 1)) {
    return { path: '/compare', query: writeAddress(comparisonOf(loss, difference ?? maps[0], plot)) };
  }
  // Beside a map the losses are of the same run.
  const shown = panels.find((panel) => panel.kind !== 'loss' && !isRunPlot(panel)) ?? loss;
  return shown === undefined || isRunPlot(shown) ? '/' : pageOfView(shown);
}

function pageOfView(view: Exclude<FigureView, RunPlot>): RouteLocationRaw {
  switch (view.kind) {
    case 'loss':
      return `/runs/${view.runs[0] ?? ''}`;
    case 'heatmap':
    case 'heads':
    case 'why':
      return tab('heads', view.source);
    case 'model':
      return tab('model', view.source, { rows: view.rows });
    case 'film': {
      const [runId] = view.runs;
      if (runId === undefined) return { name: 'attention-film' };
      const step = view.steps?.at(-1) ?? null;
      return tab('film', { kind: 'run', runId, sequence: view.sequence, step });
    }
    case 'grid':
      return tab('grid', firstOf(view), gridWords(view));
    case 'classes':
      return tab('classes', view.source, {
        ...(typeof view.head === 'number' ? { head: String(view.head) } : {}),
        ...(view.quantity === null ? {} : { show: view.quantity }),
      });
    case 'measures':
      return measuresPage(view.documents, view.sequence, { shown: view.shown });
    case 'agreement':
      return measuresPage(view.documents, 0, {});
    case 'pairs': {
      const place = (id: string): number => rankedMeasures.findIndex((spec) => measureId(spec) === id);
      return measuresPage(view.documents, view.sequence, { pair: [place(view.a), place(view.b)] });
    }
    case 'counts':
      return { path: '/datasets', query: { open: view.dataset } };
    default:
      return assertNever(view);
  }
}

const tab = (name: string, source: FigureSource | null, words: LocationQueryRaw = {}): RouteLocationRaw => ({
  name: `attention-${name}`,
  query: { ...writeSource(source === null ? null : pageSource(source)), ...words },
});

function firstOf({ items }: ViewOf<'grid'>): SingleSource | null {
  const [item] = items;
  if (item === undefined) return null;
  if (item.kind === 'one') return item.source;
  const [runId] = item.runs;
  return runId === undefined ? null : { kind: 'run', runId, step: null, sequence: item.sequence };
}

function gridWords({ items, pair, head }: ViewOf<'grid'>): LocationQueryRaw {
  const codes = items.map((item): SideItem => {
    if (item.kind === 'seeds') return { kind: 'seeds', spread: item.spread, runIds: item.runs };
    return { kind: 'one', source: plain(item.source) };
  });
  return {
    items: codes.map(sideCode).join(','),
    ...(pair === null ? {} : { a: String(pair[0]), b: String(pair[1]) }),
    ...(typeof head === 'number' ? { head: String(head) } : {}),
  };
}

function measuresPage(
  documents: FigureDocuments,
  sequence: number,
  choice: Parameters<typeof writeMeasures>[0],
): RouteLocationRaw {
  const words = (changes: Parameters<typeof writeMeasures>[0]): LocationQueryRaw =>
    Object.fromEntries(Object.entries(writeMeasures(changes)).filter(([, value]) => value !== null));
  if (documents.kind === 'run') {
    return tab('measures', { kind: 'run', runId: documents.runId, sequence, step: null }, words(choice));
  }
  const { dataset, sequenceLength } = documents;
  return tab('measures', null, words({ ...choice, at: sequence, data: { dataset, sequenceLength } }));
}

function comparisonOf(
  loss: ViewOf<'loss'> | undefined,
  map: MapPanel | undefined,
  plot: RunPlot | undefined,
): Comparison {
  const sides = map === undefined ? [] : singleSourcesOf(map.source);
  const [a, b] = sides;
  const runs: readonly RunId[] =
    loss?.runs ?? plot?.runs ?? sides.flatMap((side) => ('runId' in side ? [side.runId] : []));
  const step = a?.kind === 'run' ? a.step : null;
  return comparisonSchema.parse({
    ...usualComparison([...new Set(runs)]),
    ...(loss === undefined
      ? {}
      : {
          groupBy: loss.groupBy,
          band: loss.band,
          axis: loss.axis,
          logX: loss.logX,
          logY: loss.logY,
          raw: loss.raw,
          range: loss.range,
          smoothing: loss.smoothing,
          baselines: loss.measures,
        }),
    ...(plot === undefined ? {} : plotWords(plot)),
    ...(map === undefined ? {} : { order: map.order, scale: map.scale, step, sequence: sequenceOf(a) }),
    ...(map?.kind === 'heatmap'
      ? { target: map.target, head: typeof map.head === 'number' ? map.head : null }
      : {}),
    a: a === undefined ? null : sideOf(a),
    b: b === undefined ? null : sideOf(b),
  });
}

function plotWords(plot: RunPlot): Partial<Comparison> {
  switch (plot.kind) {
    case 'bars': {
      const { groupBy, band, metrics, measures } = plot;
      return { plot: 'bars', groupBy, band, metrics, baselines: measures };
    }
    case 'parallel':
      return { plot: 'parallel', columns: plot.columns, brush: plot.brush };
    case 'scatter':
      return { plot: 'scatter', x: plot.x, y: plot.y, brush: plot.brush };
  }
}

const sequenceOf = (source: SingleSource | undefined): number =>
  source === undefined || source.kind === 'import' ? 0 : source.sequence;

function sideOf(source: SingleSource): string | null {
  if (source.kind === 'run') return source.runId;
  return source.kind === 'measure' ? `measure:${source.measure}` : null;
}

function pageSource(source: FigureSource): AttentionSource {
  if (source.kind !== 'difference') return plain(source);
  return { kind: 'difference', a: plain(source.a), b: plain(source.b) };
}

function plain(source: SingleSource): PlainSource {
  switch (source.kind) {
    case 'run':
      return source;
    case 'import':
      return {
        kind: 'file',
        importId: source.importId,
        example: source.example,
        layer: source.layer,
        head: 0,
      };
    case 'measure':
    case 'dataset': {
      const { measure, ...rest } = source;
      const spec = measureOf(measure);
      if (spec === null) throw new Error(`a recipe of no measure: ${measure}`); // its schema knows them all
      return { ...rest, spec };
    }
  }
}

/** Runs that stand beside the first of a figure, which the page shows by the selection. */
export function runsBeside({ panels }: FigureSpec): readonly RunId[] {
  return panels.flatMap((panel) => {
    if (panel.kind === 'film') return panel.runs;
    if (panel.kind !== 'model' || panel.rows !== 'runs' || panel.source.kind !== 'run') return [];
    return [panel.source.runId, ...panel.runs];
  });
}

/** What the attention page holds that does not stand in its address. */
export interface ViewState {
  order: Comparison['order'];
  scaleKind: Comparison['scale'];
  isLocked: boolean;
  lockedMax: number | null;
  pinned: { readonly key: number; readonly query: number } | null;
  mapHead: number | null;
  target: boolean;
  lessTarget: boolean;
  lineKind: 'mass' | 'top' | 'above';
  massShare: number;
  topCount: number;
  leastWeight: number;
}

/** Gives the attention page the choices a figure was drawn with that do not stand in the address. */
export function takeUpView({ panels }: FigureSpec, view: ViewState): void {
  for (const panel of panels) {
    if (panel.kind === 'why') {
      view.pinned = { key: panel.key, query: panel.query };
      view.mapHead = panel.head;
    }
    if (panel.kind === 'pairs' && typeof panel.query === 'number') {
      view.pinned = { key: panel.query, query: panel.query };
    }
    if (!('order' in panel)) continue;
    view.order = panel.order;
    view.scaleKind = panel.scale;
    view.isLocked = panel.locked;
    view.pinned = panel.pinned;
    if (panel.max !== null) view.lockedMax = panel.max;
    if ('target' in panel) view.target = panel.target;
    if ('lessTarget' in panel) view.lessTarget = panel.lessTarget;
    if (panel.kind === 'heatmap' || panel.kind === 'film') {
      view.mapHead = typeof panel.head === 'number' ? panel.head : null;
    }
    if (panel.kind !== 'heads') continue;
    view.lineKind = panel.lines.kind;
    if (panel.lines.kind === 'mass') view.massShare = panel.lines.share;
    if (panel.lines.kind === 'top') view.topCount = panel.lines.count;
    if (panel.lines.kind === 'above') view.leastWeight = panel.lines.value;
  }
}
