import { LabError } from './errors.ts';
import type { FigureSpec, FigureView } from './figure.ts';
import type { FigureSource, SingleSource } from './figureSource.ts';
import type { RunId } from './ids.ts';

/** The runs of a figure, each once, in the order its panels name them. */
export function runsOfSpec({ panels }: FigureSpec): readonly RunId[] {
  return [...new Set(panels.flatMap(runsOfView))];
}

function runsOfView(view: FigureView): readonly RunId[] {
  if ('runs' in view) return view.runs;
  return runsOfSource(view.source);
}

function runsOfSource(source: FigureSource): readonly RunId[] {
  if (source.kind === 'difference') return [...runsOfSource(source.a), ...runsOfSource(source.b)];
  return source.kind === 'import' ? [] : [source.runId];
}

/**
 * The same figure of other runs: the first of its runs becomes the first of `others`, and so on; a figure of one run
 * takes one. Steps stay where they were. Throws `LabError('bad-input')` if the numbers do not fit.
 */
export function withOtherRuns(spec: FigureSpec, others: readonly RunId[]): FigureSpec {
  if (others.length === 0) return spec;
  const own = runsOfSpec(spec);
  if (others.length !== own.length) {
    throw new LabError('bad-input', `the figure is of ${own.length} runs: ${others.length} given`, {
      hint: 'Give one for each, in their order',
    });
  }
  const places = new Map(own.map((runId, i) => [runId, others[i] ?? runId]));
  const other = (runId: RunId): RunId => places.get(runId) ?? runId;
  const single = (source: SingleSource): SingleSource =>
    source.kind === 'import' ? source : { ...source, runId: other(source.runId) };
  const move = (source: FigureSource): FigureSource =>
    source.kind === 'difference' ? { ...source, a: single(source.a), b: single(source.b) } : single(source);
  return {
    ...spec,
    panels: spec.panels.map((view) =>
      'runs' in view ? { ...view, runs: view.runs.map(other) } : { ...view, source: move(view.source) },
    ),
  };
}
