import { classCells, classQuantities, type ClassQuantity } from '../../../shared/classMass.ts';
import { LabError } from '../../../shared/errors.ts';
import type { Scorer } from '../../../shared/explain.ts';
import type { ViewOf } from '../../../shared/figure.ts';
import type { RecipeSource } from '../../../shared/recipe.ts';
import { formatCount } from '../../../shared/scales.ts';
import { classGrid, writeQuantity } from '../../../renderer/charts/classGrid.ts';
import { measureIn, type Language } from '../../../renderer/charts/language.ts';
import { numberGrid } from '../../../renderer/charts/numberGrid.ts';
import { fill } from '../../../renderer/charts/words.ts';
import type { FigureApi } from '../figureApi.ts';
import { framed } from '../framed.ts';
import { documentsAsked, measureNamed, openDocuments, runOrigin, runTitle } from '../origins.ts';
import type { OpenPanel } from '../panel.ts';

type ClassesView = ViewOf<'classes'>;

interface Scored {
  readonly source: ClassesView['source'];
  readonly asked: Parameters<FigureApi['getClassMap']>[0];
  readonly title: string;
  readonly at: string;
  readonly origins: readonly RecipeSource[];
  readonly isShares: boolean;
  readonly sequenceLength: number;
}

/** Attention of the whole test split, class by class. */
export async function openClasses(
  api: FigureApi,
  view: ClassesView,
  { figure: words }: Language,
): Promise<OpenPanel> {
  const scored = await scoredBy(api, view.source, words);
  const map = await api.getClassMap(scored.asked);
  const head = view.head === 'mean' ? null : view.head;
  if (head !== null && head >= map.heads) {
    throw new LabError('not-found', `it has ${map.heads} heads and no number ${head + 1}`, {
      hint: 'Heads count from 1',
    });
  }
  const quantity: ClassQuantity = view.quantity ?? (scored.isShares ? 'share' : 'perPair');
  const { cells, grid } = classGrid(map, map.heads === 1 ? 0 : head, quantity);
  const of = fill(words.testSplitOf, { n: formatCount(map.sequences), length: scored.sequenceLength });
  const ofHeads =
    map.heads === 1
      ? ''
      : `, ${head === null ? fill(words.meanOfHeads, { n: map.heads }) : fill(words.head, { n: head + 1 })}`;
  const [values, C] = [cells[quantity], cells.classes.length];
  const strongest = values.indexOf(Math.max(...values.filter((value) => !Number.isNaN(value))));
  return {
    view: { ...view, source: scored.source, quantity },
    title: `${scored.title}, ${words.classMap}`,
    subtitle: `${scored.at}${of}${ofHeads}`,
    origins: scored.origins,
    largest: null,
    plan: (frame) =>
      framed(frame, (room) =>
        numberGrid(grid, {
          theme: frame.theme,
          width: room.width,
          height: room.height ?? 10_000,
          words: {
            rows: words.classKeys,
            columns: words.classQueries,
            description: fill(words.classMapIs, {
              n: C,
              quantity: words.quantity[quantity],
              key: cells.classes[Math.floor(strongest / C)] ?? '',
              query: cells.classes[strongest % C] ?? '',
              value: writeQuantity(quantity, values[strongest] ?? Number.NaN),
            }),
          },
          valueName: words.quantity[quantity],
          bar: frame.colourBar,
        }),
      ),
    table: () => ({
      columns: ['head', 'key', 'query', ...classQuantities, 'chance', 'pairs', 'queries'],
      rows: [null, ...Array.from({ length: map.heads }, (_, h) => h)].flatMap((h) => {
        const each = classCells(map, h);
        return Array.from(each.pairs, (pairs, at) => [
          h === null ? 'mean' : h + 1,
          each.classes[Math.floor(at / C)] ?? '',
          each.classes[at % C] ?? '',
          ...classQuantities.map((name) => each[name][at] ?? null),
          each.chance[at] ?? null,
          pairs,
          each.queries[at % C] ?? null,
        ]);
      }),
    }),
  };
}

/** Whose attention is added up; a run's newest checkpoint where no step is said. */
async function scoredBy(
  api: FigureApi,
  source: ClassesView['source'],
  words: Language['figure'],
): Promise<Scored> {
  if (source.kind === 'import') {
    throw new LabError('bad-input', 'a class map is counted over a test split: a file has none', {
      hint: 'Draw that of a run or a measure',
    });
  }
  if (source.kind === 'run') {
    const run = await api.getRun({ runId: source.runId });
    const step = source.step ?? run.checkpoints.at(-1)?.step ?? 0;
    const by: Scorer = { kind: 'weights', step };
    return {
      source: { ...source, step },
      asked: { runId: source.runId, by },
      title: runTitle(run, words),
      at: `${fill(words.step, { step: formatCount(step) })}, `,
      origins: [runOrigin(run, step, null)],
      isShares: true,
      sequenceLength: run.experiment.training.sequenceLength,
    };
  }
  const spec = measureNamed(source.measure);
  const documents =
    source.kind === 'measure'
      ? ({ kind: 'run', runId: source.runId } as const)
      : ({ kind: 'dataset', dataset: source.dataset, sequenceLength: source.sequenceLength } as const);
  const { origin } = await openDocuments(api, documents, null);
  const length =
    source.kind === 'dataset'
      ? source.sequenceLength
      : (await api.getRun({ runId: source.runId })).experiment.training.sequenceLength;
  return {
    source,
    asked: { ...documentsAsked(documents), by: { kind: 'measure', spec } },
    title: measureIn(words, spec),
    at: `${words.untrainedAlone}, `,
    origins: [{ ...origin, kind: source.kind }],
    isShares: spec.softmax || spec.kind === 'uniform',
    sequenceLength: length,
  };
}
