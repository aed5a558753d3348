import { rankedMeasures } from '../../shared/agreement.ts';
import { LabError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import { measureId } from '../../shared/metrics.ts';
import { mappingOf, type MapFlags } from './figureFlags.ts';
import type { ViewFlags, ViewName } from './figureSpec.ts';

export interface FigureDataset {
  readonly dataset: string;
  /** Of its test documents. */
  readonly sequenceLength: number;
}

/** What a figure is of, as the command line names it. */
export interface FigureSubject {
  readonly runs: readonly RunId[];
  /** Without a run: a dataset's own test documents. */
  readonly dataset: FigureDataset | null;
}

const usualPair = ['cosine-standardised', 'euclidean-standardised'] as const;
const measures = rankedMeasures.map(measureId);

type SubjectView = Exclude<ViewName, 'loss' | 'heatmap' | 'heads' | 'difference'>;

/** Panels of the views that are not losses, maps or heads. Throws `LabError('bad-input')`. */
export function panelsOfView(name: SubjectView, subject: FigureSubject, flags: ViewFlags): object[] {
  const { runs } = subject;
  const map = { ...mapsOf(flags), ...mappingOf(flags) };
  const less = { lessTarget: flags.lessTarget ?? false };
  switch (name) {
    case 'model':
      return flags.rows === 'runs'
        ? [
            {
              kind: 'model',
              source: sourceOf(subject, flags),
              rows: 'runs',
              runs: runs.slice(1),
              ...map,
              ...less,
            },
          ]
        : runs.map((runId) => ({
            kind: 'model',
            source: sourceOf({ ...subject, runs: [runId] }, flags),
            ...given('rows', flags.rows),
            ...given('steps', flags.steps),
            ...map,
            ...less,
          }));
    case 'film':
      return [
        {
          kind: 'film',
          runs,
          ...given('sequence', flags.sequence),
          ...given('steps', flags.steps),
          ...given('most', flags.most),
          ...headOf(flags),
          ...map,
          ...less,
        },
      ];
    case 'grid':
      return [{ kind: 'grid', ...gridItems(subject, flags), ...headOf(flags), ...map }];
    case 'classes':
      return sourcesOf(subject, flags).map((source) => ({
        kind: 'classes',
        source,
        ...headOf(flags),
        ...given('quantity', flags.quantity),
      }));
    case 'measures':
      return [
        {
          kind: 'measures',
          documents: documentsOf(subject),
          ...given('sequence', flags.sequence),
          ...given('shown', flags.shown),
          ...map,
        },
      ];
    case 'agreement':
      return [{ kind: 'agreement', documents: documentsOf(subject) }];
    case 'pairs':
      return [
        {
          kind: 'pairs',
          documents: documentsOf(subject),
          ...given('sequence', flags.sequence),
          a: ranked(flags.a ?? usualPair[0]),
          b: ranked(flags.b ?? usualPair[1]),
          ...given('query', flags.query),
        },
      ];
    case 'why':
      return [whyPanel(subject, flags)];
    case 'bars':
      return [
        {
          kind: 'bars',
          runs,
          ...given('groupBy', flags.groupBy),
          ...(flags.band === undefined ? {} : { band: flags.band === 'none' ? null : flags.band }),
          ...given('metrics', flags.metrics),
          ...(flags.measures === undefined ? {} : { measures: flags.measures.filter((id) => id !== 'none') }),
        },
      ];
    case 'parallel':
      return [{ kind: 'parallel', runs, ...given('columns', flags.axes), ...given('brush', flags.brush) }];
    case 'scatter':
      return [
        {
          kind: 'scatter',
          runs,
          ...given('x', flags.x),
          ...given('y', flags.y),
          ...given('brush', flags.brush),
        },
      ];
    case 'counts':
      if (subject.dataset !== null) return [{ kind: 'counts', dataset: subject.dataset.dataset }];
      throw new LabError('bad-input', 'no dataset: a figure of class counts is of one', {
        hint: 'Name a run or --dataset',
      });
  }
}

const given = <Name extends string, Value>(name: Name, value: Value | undefined): object =>
  value === undefined ? {} : { [name]: value };

const mapsOf = ({ target }: MapFlags): object => ({ target });

/** "all" is of the map alone: elsewhere it is the mean. */
const headOf = ({ head }: ViewFlags): object =>
  head === undefined ? {} : { head: head === 'all' ? 'mean' : head };

function sourceOf({ runs, dataset }: FigureSubject, flags: ViewFlags): object {
  const { step = null, sequence = 0, measure } = flags;
  const [runId] = runs;
  if (runId !== undefined) {
    return measure === undefined
      ? { kind: 'run', runId, step, sequence }
      : { kind: 'measure', runId, measure, sequence };
  }
  if (dataset !== null && measure !== undefined) return { kind: 'dataset', ...dataset, measure, sequence };
  throw new LabError('bad-input', 'no attention to draw: a dataset without a run has measures alone', {
    hint: 'Name a run, or add --measure',
  });
}

const sourcesOf = (subject: FigureSubject, flags: ViewFlags): object[] =>
  subject.runs.length === 0
    ? [sourceOf(subject, flags)]
    : subject.runs.map((runId) => sourceOf({ ...subject, runs: [runId] }, flags));

function documentsOf({ runs, dataset }: FigureSubject): object {
  const [runId] = runs;
  if (runId !== undefined) return { kind: 'run', runId };
  if (dataset !== null) return { kind: 'dataset', ...dataset };
  throw new LabError('bad-input', 'no documents: name a run or --dataset');
}

function ranked(id: string): string {
  if (measures.includes(id)) return id;
  throw new LabError('bad-input', `not a measure to compare: ${id}`, {
    hint: `Use one of ${measures.join(', ')}`,
  });
}

/** Runs one by one, or their seeds together, and measures beside them; A − B of the first two. */
function gridItems({ runs }: FigureSubject, flags: ViewFlags): object {
  const { sequence = 0, seeds, beside = [] } = flags;
  const [first] = runs;
  const ones =
    seeds === undefined
      ? runs.map((runId) => ({
          kind: 'one',
          source: sourceOf({ runs: [runId], dataset: null }, { ...flags, measure: undefined }),
        }))
      : (seeds === 'both' ? (['mean', 'deviation'] as const) : [seeds]).map((spread) => ({
          kind: 'seeds',
          spread,
          runs,
          sequence,
        }));
  const items = [
    ...ones,
    ...beside.map((measure) => ({
      kind: 'one',
      source: { kind: 'measure', runId: first, measure, sequence },
    })),
  ];
  return { items, pair: flags.difference === true ? [0, 1] : null };
}

function whyPanel(subject: FigureSubject, flags: ViewFlags): object {
  const { key, query } = flags;
  if (key === undefined || typeof query !== 'number') {
    throw new LabError('bad-input', 'no cell: say --query and --key', {
      hint: 'By their places in the sequence, from 0',
    });
  }
  const { head } = flags;
  return {
    kind: 'why',
    source: sourceOf(subject, flags),
    key,
    query,
    ...(typeof head === 'number' ? { head } : {}),
    ...given('shape', flags.shape),
    ...given('basis', flags.basis),
    ...given('most', flags.most),
  };
}
