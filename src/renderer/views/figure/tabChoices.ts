import { rankedMeasures } from '../../../shared/agreement.ts';
import { mainSource, withPlace, type AttentionSource } from '../../../shared/attentionSource.ts';
import type { ClassQuantity } from '../../../shared/classMass.ts';
import type { TestDocuments } from '../../../shared/explain.ts';
import type { FigureSpecInput } from '../../../shared/figure.ts';
import { figureSourceOf, singleSourceOf } from '../../../shared/figureSource.ts';
import type { RunId } from '../../../shared/ids.ts';
import { measureId } from '../../../shared/metrics.ts';
import type { SideItem } from '../../../shared/sideItem.ts';
import { t } from '../../i18n/index.ts';
import type { useAttentionView } from '../../stores/attentionView.ts';
import type { FigureChoice } from '../../stores/figures.ts';

/** What the tabs of the attention page offer as figures, as they are shown. */

type Panel = FigureSpecInput['panels'][number];
type View = ReturnType<typeof useAttentionView>;

const one = (id: 'model' | 'film' | 'grid' | 'classes', panel: Panel): readonly FigureChoice[] => [
  { id, title: t(`figures.choices.${id}`), panels: [panel] },
];

function mapping(view: View) {
  return {
    order: view.order,
    scale: view.scaleKind,
    locked: view.isLocked,
    max: view.isLocked ? view.lockedMax : null,
    target: view.target,
    pinned: view.pinned,
  } as const;
}

/** The source with its newest step said, so that the figure stays what it is when there is a newer one. */
export function stepSaid(source: AttentionSource, step: number | null): AttentionSource {
  if (step === null) return source;
  const { kind } = mainSource(source);
  return kind === 'run' ? withPlace(source, { step: stepOf(source) ?? step }) : source;
}

function stepOf(source: AttentionSource): number | null {
  const main = mainSource(source);
  return main.kind === 'run' ? main.step : null;
}

export function modelChoices(
  shown: {
    readonly source: AttentionSource;
    readonly step: number | null;
    readonly rows: 'layers' | 'snapshots' | 'runs';
    readonly steps: readonly number[];
    readonly runs: readonly RunId[];
  },
  view: View,
): readonly FigureChoice[] {
  const { source, step, rows, steps, runs } = shown;
  // Rows of snapshots and of runs are those of the first part of a difference.
  const of = stepSaid(rows === 'layers' ? source : mainSource(source), step);
  return one('model', {
    kind: 'model',
    source: figureSourceOf(of),
    rows,
    steps: rows === 'snapshots' && steps.length > 0 ? [...steps] : null,
    runs: rows === 'runs' ? [...runs] : [],
    ...mapping(view),
    lessTarget: view.lessTarget,
  });
}

export function filmChoices(
  shown: { readonly runs: readonly RunId[]; readonly sequence: number; readonly steps: readonly number[] },
  view: View,
): readonly FigureChoice[] {
  const { runs, sequence, steps } = shown;
  if (runs.length === 0 || steps.length === 0) return [];
  return one('film', {
    kind: 'film',
    runs: [...runs],
    sequence,
    steps: [...steps],
    head: view.mapHead ?? 'mean',
    ...mapping(view),
    lessTarget: view.lessTarget,
  });
}

export function gridChoices(
  shown: {
    readonly items: readonly SideItem[];
    readonly sequence: number;
    readonly pair: readonly [number, number] | null;
    readonly head: number | null;
  },
  view: View,
): readonly FigureChoice[] {
  const { items, sequence, pair, head } = shown;
  if (items.length === 0) return [];
  return one('grid', {
    kind: 'grid',
    items: items.map((item) => {
      if (item.kind === 'seeds') {
        return { kind: 'seeds', spread: item.spread, runs: [...item.runIds], sequence } as const;
      }
      const there = withPlace(item.source, { sequence });
      return { kind: 'one', source: singleSourceOf(mainSource(there)) } as const;
    }),
    pair: pair === null ? null : [...pair],
    head: head ?? 'mean',
    ...mapping(view),
  });
}

export function classesChoices(shown: {
  readonly source: AttentionSource;
  readonly step: number | null;
  readonly head: number | null;
  readonly quantity: ClassQuantity;
}): readonly FigureChoice[] {
  const { source, step, head, quantity } = shown;
  const main = mainSource(stepSaid(source, step));
  if (source.kind === 'difference' || main.kind === 'file') return [];
  return one('classes', { kind: 'classes', source: singleSourceOf(main), head: head ?? 'mean', quantity });
}

/** The maps of the measures, where they agree and where they part; or all of it on one sheet. */
export function measureChoices(
  shown: {
    readonly about: TestDocuments;
    readonly sequence: number;
    readonly shown: 'scores' | 'softmax';
    readonly pair: readonly [number, number];
  },
  view: View,
): readonly FigureChoice[] {
  const { about, sequence, pair } = shown;
  const documents =
    'runId' in about
      ? ({ kind: 'run', runId: about.runId } as const)
      : ({
          kind: 'dataset',
          dataset: about.untrained.dataset,
          sequenceLength: about.untrained.sequenceLength,
        } as const);
  const measures: Panel = {
    kind: 'measures',
    documents,
    sequence,
    shown: shown.shown,
    ...mapping(view),
    max: null,
  };
  const agreement: Panel = { kind: 'agreement', documents };
  const [a, b] = pair.map((place) => rankedMeasures[place]);
  const title = (id: 'measures' | 'agreement' | 'pairs' | 'measuresPage'): string =>
    t(`figures.choices.${id}`);
  const choices: FigureChoice[] = [
    { id: 'measures', title: title('measures'), panels: [measures] },
    { id: 'agreement', title: title('agreement'), panels: [agreement] },
  ];
  if (a === undefined || b === undefined) return choices;
  const pairs: Panel = {
    kind: 'pairs',
    documents,
    sequence,
    a: measureId(a),
    b: measureId(b),
    query: view.pinned?.query ?? null,
  };
  return [
    ...choices,
    { id: 'pairs', title: title('pairs'), panels: [pairs] },
    { id: 'measures-page', title: title('measuresPage'), panels: [measures, agreement, pairs], columns: 1 },
  ];
}

/** Why the pinned cell has its score, in each of the forms the pane has, and with the two texts. */
export function whyChoices(shown: {
  readonly source: AttentionSource;
  readonly step: number | null;
  readonly cell: { readonly key: number; readonly query: number };
  readonly head: number;
  readonly isChange: boolean;
  readonly struck: { readonly key: ReadonlySet<string>; readonly query: ReadonlySet<string> };
}): readonly FigureChoice[] {
  const { source, step, cell, head, isChange, struck } = shown;
  const of = figureSourceOf(stepSaid(source, step));
  const panel = (shape: 'pairs' | 'terms' | 'grid' | 'texts'): Panel => ({
    kind: 'why',
    source: of,
    key: cell.key,
    query: cell.query,
    head,
    shape,
    basis: isChange ? 'change' : 'now',
    withoutKeyTerms: [...struck.key],
    withoutQueryTerms: [...struck.query],
  });
  const shapes = (['pairs', 'terms', 'grid', 'texts'] as const).map((shape): FigureChoice => ({
    id: `why-${shape}`,
    title: t(`figures.choices.why.${shape}`),
    panels: [panel(shape)],
  }));
  return [
    ...shapes,
    {
      id: 'why-both',
      title: t('figures.choices.why.both'),
      panels: [panel('pairs'), panel('texts')],
      columns: 1,
    },
  ];
}
