import type { FigureSpecInput } from '../src/shared/figure.ts';
import type { RunId } from '../src/shared/ids.ts';

type Panels = FigureSpecInput['panels'];

/** Every view there is, and some of them together, of these runs: repeats of one experiment. */
export function matrixViews(runs: readonly RunId[], dataset: string): Readonly<Record<string, Panels>> {
  const [a = '', b = ''] = runs;
  const source = { kind: 'run', runId: a } as const;
  const other = { kind: 'run', runId: b } as const;
  const measure = { kind: 'measure', runId: a, measure: 'dot-raw-softmax' } as const;
  const documents = { kind: 'run', runId: a } as const;
  const cell = { key: 3, query: 5 } as const;
  const map = { kind: 'heatmap', head: 'mean', cosines: false } as const;
  const list = [...runs];
  return {
    loss: [{ kind: 'loss', runs: [a] }],
    'loss-seeds': [{ kind: 'loss', runs: list, groupBy: 'experiment' }],
    heatmap: [{ kind: 'heatmap', source, pinned: cell }],
    'heatmap-less': [{ kind: 'heatmap', source, head: 0, lessTarget: true }],
    heads: [{ kind: 'heads', source }],
    difference: [
      { ...map, source },
      { ...map, source: other },
      { ...map, source: { kind: 'difference', a: source, b: other } },
    ],
    'model-layers': [{ kind: 'model', source }],
    'model-snapshots': [{ kind: 'model', source, rows: 'snapshots' }],
    'model-runs': [{ kind: 'model', source, rows: 'runs', runs: list.slice(1) }],
    film: [{ kind: 'film', runs: list }],
    'film-one': [{ kind: 'film', runs: [a], most: 12, head: 0 }],
    grid: [
      {
        kind: 'grid',
        items: [
          { kind: 'one', source },
          { kind: 'one', source: other },
          { kind: 'one', source: measure },
        ],
        pair: [0, 1],
      },
    ],
    'grid-seeds': [
      {
        kind: 'grid',
        items: (['mean', 'deviation'] as const).map((spread) => ({ kind: 'seeds', spread, runs: list })),
      },
    ],
    classes: [{ kind: 'classes', source }],
    'classes-chance': [{ kind: 'classes', source, quantity: 'lessChance' }],
    measures: [{ kind: 'measures', documents }],
    'measures-scores': [{ kind: 'measures', documents, shown: 'scores' }],
    agreement: [{ kind: 'agreement', documents }],
    pairs: [{ kind: 'pairs', documents, a: 'cosine-standardised', b: 'euclidean-standardised' }],
    'pairs-all': [{ kind: 'pairs', documents, a: 'dot-raw', b: 'cosine-raw', query: 'all' }],
    'why-pairs': [{ kind: 'why', source, ...cell }],
    'why-terms': [{ kind: 'why', source, ...cell, shape: 'terms' }],
    'why-grid': [{ kind: 'why', source, ...cell, shape: 'grid' }],
    'why-texts': [{ kind: 'why', source, ...cell, shape: 'texts' }],
    'why-difference': [{ kind: 'why', source: { kind: 'difference', a: source, b: other }, ...cell }],
    bars: [{ kind: 'bars', runs: list, groupBy: 'none' }],
    'bars-seeds': [{ kind: 'bars', runs: list }],
    parallel: [{ kind: 'parallel', runs: list }],
    scatter: [{ kind: 'scatter', runs: list, x: 'sameClassMass' }],
    counts: [{ kind: 'counts', dataset }],
    page: [
      { kind: 'loss', runs: list },
      { kind: 'film', runs: [a], most: 4 },
      { kind: 'classes', source },
      { kind: 'why', source, ...cell, most: 8 },
    ],
  };
}
