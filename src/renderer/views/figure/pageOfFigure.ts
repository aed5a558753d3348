import type { RouteLocationRaw } from 'vue-router';
import type { AttentionSource, PlainSource } from '../../../shared/attentionSource.ts';
import { measureOf } from '../../../shared/attentionSource.ts';
import { comparisonSchema, usualComparison, type Comparison } from '../../../shared/comparison.ts';
import type { FigureSpec, ViewOf } from '../../../shared/figure.ts';
import { singleSourcesOf, type SingleSource } from '../../../shared/figureSource.ts';
import type { useAttentionView } from '../../stores/attentionView.ts';
import { writeSource } from '../attention/address.ts';
import { writeAddress } from '../compare/compareAddress.ts';

type AttentionPanel = ViewOf<'heatmap'> | ViewOf<'heads'>;

/** Where in the window a figure's view is, with the state that stands in its address. */
export function pageOfFigure({ panels }: FigureSpec): RouteLocationRaw {
  const loss = panels.find((panel) => panel.kind === 'loss');
  const maps = panels.filter((panel) => panel.kind !== 'loss');
  const difference = maps.find(({ source }) => source.kind === 'difference');
  if (difference !== undefined || (loss !== undefined && loss.runs.length > 1)) {
    return { path: '/compare', query: writeAddress(comparisonOf(loss, difference ?? maps[0])) };
  }
  const [map] = maps;
  const source = map === undefined ? null : pageSource(map.source);
  if (source !== null) return { name: 'attention-heads', query: writeSource(source) };
  return `/runs/${loss?.runs[0] ?? ''}`;
}

function comparisonOf(loss: ViewOf<'loss'> | undefined, map: AttentionPanel | undefined): Comparison {
  const sides = map === undefined ? [] : singleSourcesOf(map.source);
  const [a, b] = sides;
  const runs = loss?.runs ?? sides.flatMap((side) => ('runId' in side ? [side.runId] : []));
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
    ...(map === undefined ? {} : { order: map.order, scale: map.scale, step, sequence: sequenceOf(a) }),
    ...(map?.kind === 'heatmap'
      ? { target: map.target, head: typeof map.head === 'number' ? map.head : null }
      : {}),
    a: a === undefined ? null : sideOf(a),
    b: b === undefined ? null : sideOf(b),
  });
}

const sequenceOf = (source: SingleSource | undefined): number =>
  source === undefined || source.kind === 'import' ? 0 : source.sequence;

function sideOf(source: SingleSource): string | null {
  if (source.kind === 'import') return null;
  return source.kind === 'measure' ? `measure:${source.measure}` : source.runId;
}

function pageSource(source: AttentionPanel['source']): AttentionSource | null {
  if (source.kind !== 'difference') return plain(source);
  const [a, b] = [plain(source.a), plain(source.b)];
  return a === null || b === null ? null : { kind: 'difference', a, b };
}

function plain(source: SingleSource): PlainSource | null {
  switch (source.kind) {
    case 'run':
      return source;
    case 'import':
      return { kind: 'file', importId: source.importId, example: source.example };
    case 'measure': {
      const spec = measureOf(source.measure);
      return spec === null ? null : { kind: 'measure', runId: source.runId, sequence: source.sequence, spec };
    }
  }
}

/** Gives the attention page the choices a figure was drawn with that do not stand in the address. */
export function takeUpView({ panels }: FigureSpec, view: ReturnType<typeof useAttentionView>): void {
  for (const panel of panels) {
    if (panel.kind === 'loss') continue;
    view.order = panel.order;
    view.scaleKind = panel.scale;
    view.isLocked = panel.locked;
    view.pinned = panel.pinned;
    if (panel.max !== null) view.lockedMax = panel.max;
    if (panel.source.kind === 'import') view.layer = panel.source.layer;
    if (panel.kind === 'heatmap') {
      view.mapHead = typeof panel.head === 'number' ? panel.head : null;
      view.target = panel.target;
      view.lessTarget = panel.lessTarget;
    } else {
      view.lineKind = panel.lines.kind;
      if (panel.lines.kind === 'mass') view.massShare = panel.lines.share;
      if (panel.lines.kind === 'top') view.topCount = panel.lines.count;
      if (panel.lines.kind === 'above') view.leastWeight = panel.lines.value;
    }
  }
}
