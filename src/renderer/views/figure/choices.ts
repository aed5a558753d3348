import { mainSource, type AttentionSource } from '../../../shared/attentionSource.ts';
import { comparisonPlots, type Comparison, type ComparisonPlot } from '../../../shared/comparison.ts';
import type { FigureSpecInput } from '../../../shared/figure.ts';
import { figureSourceOf } from '../../../shared/figureSource.ts';
import type { RunId } from '../../../shared/ids.ts';
import { t } from '../../i18n/index.ts';
import type { useAttentionView } from '../../stores/attentionView.ts';
import type { FigureChoice } from '../../stores/figures.ts';
import { stepSaid } from './tabChoices.ts';

type Panel = FigureSpecInput['panels'][number];
type Single = Exclude<
  Extract<Panel, { readonly kind: 'heatmap' }>['source'],
  { readonly kind: 'difference' }
>;

/** What the page of a run shows. */
export function runChoices(shown: {
  readonly runId: RunId;
  readonly smoothing: number;
  readonly cursor: number | null;
  readonly sequence: number;
  readonly hasMap: boolean;
}): readonly FigureChoice[] {
  const { runId, smoothing, cursor, sequence, hasMap } = shown;
  const loss: Panel = { kind: 'loss', runs: [runId], smoothing, cursor };
  const map: Panel = { kind: 'heatmap', source: { kind: 'run', runId, step: cursor, sequence } };
  return [
    { id: 'loss', title: t('figures.choices.loss'), panels: [loss] },
    ...(hasMap
      ? [
          { id: 'map', title: t('figures.choices.map'), panels: [map] },
          { id: 'both', title: t('figures.choices.lossAndMap'), panels: [loss, map], columns: 2 },
        ]
      : []),
  ];
}

/** What a comparison shows: its curves, and its two maps with their difference. */
export function comparisonChoices(
  comparison: Comparison,
  shown: {
    readonly smoothing: number;
    readonly a: string | null;
    readonly b: string | null;
    readonly step: number | null;
  },
): readonly FigureChoice[] {
  const { runs, hidden, sequence, order, scale, target } = comparison;
  const drawn = runs.filter((runId) => !hidden.includes(runId));
  const [first] = drawn;
  if (first === undefined) return [];
  const { groupBy, band, axis, logY, raw, range, baselines } = comparison;
  const loss: Panel = {
    kind: 'loss',
    runs: drawn,
    groupBy,
    band,
    axis,
    logX: comparison.logX,
    logY,
    raw,
    range: range === null ? null : [...range],
    smoothing: comparison.smoothing ?? shown.smoothing,
    measures: baselines === null ? null : [...baselines],
    cursor: shown.step,
  };
  const { brush, columns, metrics, x, y } = comparison;
  const runList = [...drawn];
  const plots: Readonly<Record<ComparisonPlot, Panel>> = {
    curves: loss,
    bars: {
      kind: 'bars',
      runs: runList,
      groupBy,
      band,
      metrics: metrics === null || metrics.length === 0 ? null : [...metrics],
      measures: baselines === null ? null : [...baselines],
    },
    parallel: {
      kind: 'parallel',
      runs: runList,
      columns: columns === null || columns.length === 0 ? null : [...columns],
      brush: [...brush],
    },
    scatter: { kind: 'scatter', runs: runList, x, y, brush: [...brush] },
  };
  // What is on screen comes first.
  const names = [...comparisonPlots].sort(
    (a, b) => Number(b === comparison.plot) - Number(a === comparison.plot),
  );
  const choices: FigureChoice[] = names.map((name) => ({
    id: name,
    title: t(name === 'curves' ? 'figures.choices.loss' : `figures.choices.${name}`),
    panels: [plots[name]],
  }));
  const side = (id: string): Single => {
    const measure = /^measure:(.+)$/.exec(id)?.[1];
    return measure === undefined
      ? { kind: 'run', runId: id, step: shown.step, sequence }
      : { kind: 'measure', runId: first, measure, sequence };
  };
  if (shown.a === null || shown.b === null || shown.step === null) return choices;
  const [a, b] = [side(shown.a), side(shown.b)];
  const map = {
    kind: 'heatmap',
    head: comparison.head ?? 'mean',
    order,
    scale,
    target,
    cosines: false,
  } as const;
  const maps: Panel[] = [
    { ...map, source: a },
    { ...map, source: b },
    { ...map, source: { kind: 'difference', a, b } },
  ];
  return [
    ...choices,
    { id: 'maps', title: t('figures.choices.maps'), panels: maps, columns: 3 },
    { id: 'both', title: t('figures.choices.lossAndMaps'), panels: [loss, ...maps], columns: 2 },
  ];
}

/** What a dataset's page shows. */
export function datasetChoices(dataset: string): readonly FigureChoice[] {
  return [{ id: 'counts', title: t('figures.choices.counts'), panels: [{ kind: 'counts', dataset }] }];
}

/** What heads and map show, as they are selected. */
export function attentionChoices(
  source: AttentionSource,
  step: number | null,
  view: ReturnType<typeof useAttentionView>,
): readonly FigureChoice[] {
  const of = figureSourceOf(stepSaid(source, step));
  const mapping = {
    source: of,
    order: view.order,
    scale: view.scaleKind,
    locked: view.isLocked,
    max: view.isLocked ? view.lockedMax : null,
    pinned: view.pinned,
  } as const;
  // Of a layer that is had a head at a time.
  const main = mainSource(source);
  const firstHead = main.kind === 'file' ? main.head : 0;
  const on = view.heads.flatMap((isOn, head) => (isOn ? [firstHead + head] : []));
  const map: Panel = {
    kind: 'heatmap',
    ...mapping,
    head: view.mapHead === null ? 'mean' : firstHead + view.mapHead,
    target: view.target,
    lessTarget: view.lessTarget,
  };
  const heads: Panel = {
    kind: 'heads',
    ...mapping,
    heads: firstHead === 0 && (on.length === 0 || on.length === view.heads.length) ? null : on,
    lines: linesOf(view),
  };
  return [
    { id: 'heads', title: t('figures.choices.heads'), panels: [heads] },
    { id: 'map', title: t('figures.choices.map'), panels: [map] },
    { id: 'both', title: t('figures.choices.headsAndMap'), panels: [heads, map], columns: 2 },
  ];
}

function linesOf(
  view: ReturnType<typeof useAttentionView>,
): NonNullable<Extract<Panel, { readonly kind: 'heads' }>['lines']> {
  switch (view.lineKind) {
    case 'mass':
      return { kind: 'mass', share: view.massShare };
    case 'top':
      return { kind: 'top', count: view.topCount };
    case 'above':
      return { kind: 'above', value: view.leastWeight };
  }
}
