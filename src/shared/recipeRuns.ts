import { LabError } from './errors.ts';
import { figureSpecSchema, type FigureSpec } from './figure.ts';
import { asRunId, type RunId } from './ids.ts';

/** The runs of a figure, each once, in the order its panels name them. */
export function runsOfSpec({ panels }: FigureSpec): readonly RunId[] {
  const found = new Set<RunId>();
  changeRuns(panels, (runId) => {
    found.add(runId);
    return runId;
  });
  return [...found];
}

/** Every view names runs by `runId` or, several, by `runs`, however deep. */
function changeRuns(value: unknown, change: (runId: RunId) => RunId): unknown {
  if (Array.isArray(value)) return value.map((part) => changeRuns(part, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]: [string, unknown]) => {
      if (name === 'runId') return [name, change(asRunId(String(part)))];
      if (name === 'runs' && Array.isArray(part))
        return [name, part.map((id) => change(asRunId(String(id))))];
      return [name, changeRuns(part, change)];
    }),
  );
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
  return figureSpecSchema.parse({
    ...spec,
    panels: changeRuns(spec.panels, (runId) => places.get(runId) ?? runId),
  });
}
