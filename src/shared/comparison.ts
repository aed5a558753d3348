import { z } from 'zod';
import { LabError } from './errors.ts';
import { asRunId, type RunId } from './ids.ts';
import { metrics, type MetricName } from './metrics.ts';
import { orderKinds } from './order.ts';
import type { LossSeries, RunDetail } from './run.ts';
import { scaleKinds } from './scales.ts';

/**
 * A comparison: everything that is shown of some runs beside one another and is not data. The window writes it into
 * its address and into a file, the command line draws the file.
 */

/** What stands above the maps: losses along training, last test values as bars, or runs as lines or points. */
export const comparisonPlots = ['curves', 'bars', 'parallel', 'scatter'] as const;
export type ComparisonPlot = (typeof comparisonPlots)[number];

/** What a band or a whisker about a mean shows: one standard deviation (of n − 1), one standard error, or all of it. */
export const spreadKinds = ['sd', 'se', 'range'] as const;
export type SpreadKind = (typeof spreadKinds)[number];

export const curveAxes = ['step', 'epoch', 'time'] as const;
export type CurveAxis = (typeof curveAxes)[number];

/** As many curves as are drawn at once: a sweep with its seeds. More can no longer be told apart. */
export const mostCompared = 200;

const metricNames = Object.keys(metrics) as [MetricName, ...MetricName[]];

export const runIdPattern = /^[a-z0-9]{4,32}$/;
const runId = z.string().regex(runIdPattern, 'not a run id').transform(asRunId);
/** A run, or an untrained measure on the documents of the compared runs: "measure:dot-raw-softmax". */
export const sidePattern = /^(?:[a-z0-9]{4,32}|measure:[a-z-]{1,60})$/;
const side = z.string().regex(sidePattern, 'neither a run id nor a measure');
/** A column as the table of runs names it: a metric, a fact or the path of a setting. */
const column = z.string().min(1).max(200);
const whole = z.int().min(0);
const interval = z
  .tuple([z.number(), z.number()])
  .refine(([low, high]) => low <= high, 'ends before it begins');

const stateShape = {
  /** In the order of the list, each once. */
  runs: z.array(runId).max(mostCompared, `more than ${mostCompared} runs cannot be told apart`),
  /** Kept in the list but not drawn. */
  hidden: z.array(runId).default([]),
  plot: z.enum(comparisonPlots).default('curves'),
  /** What makes runs one curve: "experiment" (all but seed), "group", "none", or a column: one curve a value. */
  groupBy: column.default('experiment'),
  /** The spread drawn about a group's mean; null: none. */
  band: z.enum(spreadKinds).nullable().default('sd'),
  /** Of the moving average; null: as the window, or a figure, has it. */
  smoothing: z.number().min(0).lt(1).nullable().default(null),
  /** Draws every point, faint, below the smoothed line. */
  raw: z.boolean().default(true),
  axis: z.enum(curveAxes).default('step'),
  logX: z.boolean().default(false),
  logY: z.boolean().default(false),
  /** The part of the horizontal axis that is shown, in the axis' unit; null: all. */
  range: interval.nullable().default(null),
  /** Measures drawn with the runs, by their ids; null: uniform attention and the best of the others. */
  baselines: z.array(z.string().min(1).max(60)).nullable().default(null),
  /** Metrics drawn as bars; null: all. */
  metrics: z.array(z.enum(metricNames)).nullable().default(null),
  /** Axes of the parallel coordinates; null: the settings in which the runs differ, and the last test loss. */
  columns: z.array(column).max(30).nullable().default(null),
  /** Axes of the scatter; null: the first setting in which the runs differ, and the last test loss. */
  x: column.nullable().default(null),
  y: column.nullable().default(null),
  /** Only runs whose values lie within every interval are picked. */
  brush: z
    .array(z.strictObject({ column, within: interval }))
    .max(30)
    .default([]),
  /** The two maps; null: the window picks. */
  a: side.nullable().default(null),
  b: side.nullable().default(null),
  /** Of the snapshots; null: the last. */
  step: whole.nullable().default(null),
  sequence: whole.default(0),
  /** null: the mean over heads. */
  head: whole.nullable().default(null),
  order: z.enum(orderKinds).default('class'),
  scale: z.enum(scaleKinds).default('sqrt'),
  target: z.boolean().default(true),
};

export const comparisonSchema = z.strictObject(stateShape);
export type Comparison = z.output<typeof comparisonSchema>;

/** A run of a comparison with all that is drawn of it. */
export interface ComparedRun {
  readonly detail: RunDetail;
  readonly series: LossSeries;
}

/** What came of a shared file. */
export interface ImportedRuns {
  /** Runs that are new here, or that were deleted and are back. */
  readonly added: readonly RunId[];
  /** Runs that were here already. */
  readonly known: readonly RunId[];
  /** What was shared with them, of the runs as they are called here. */
  readonly comparison: Comparison | null;
}

/** The same comparison of runs that are called otherwise; `called` gives a run's other id. */
export function renameRuns(comparison: Comparison, called: (id: RunId) => RunId): Comparison {
  const side = (name: string | null): string | null =>
    name === null || !runIdPattern.test(name) ? name : called(asRunId(name));
  return {
    ...comparison,
    runs: comparison.runs.map(called),
    hidden: comparison.hidden.map(called),
    a: side(comparison.a),
    b: side(comparison.b),
  };
}

/** What the file says it is; a reader tells by it what was dropped on the window. */
export const comparisonFormat = 'attention-lab comparison';

const fileSchema = z.strictObject({
  format: z.literal(comparisonFormat),
  version: z.literal(1),
  ...stateShape,
});

/** A comparison of these runs in which everything else is usual. */
export function usualComparison(runs: Comparison['runs']): Comparison {
  return comparisonSchema.parse({ runs });
}

/** The text of a comparison file; what is usual is written, too, so that a later default changes no figure. */
export function writeComparison(comparison: Comparison): string {
  return `${JSON.stringify({ format: comparisonFormat, version: 1, ...comparison }, null, 2)}\n`;
}

/** Reads a comparison file. Throws `LabError('bad-input')` naming what is wrong and where; `origin` is the file. */
export function readComparison(text: string, origin: string): Comparison {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new LabError('bad-input', `${origin}: not JSON`, {
      hint: 'Choose a file that "Save" on the page Compare has written',
      cause,
    });
  }
  const parsed = fileSchema.safeParse(value);
  if (parsed.success) {
    const comparison: Partial<typeof parsed.data> = { ...parsed.data };
    delete comparison.format;
    delete comparison.version;
    return comparisonSchema.parse(comparison);
  }
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? `${origin}, ${issue.path.join('.')}` : origin;
  throw new LabError('bad-input', `${where}: ${issue?.message ?? 'not a comparison'}`, {
    hint: 'Choose a file that "Save" on the page Compare has written',
  });
}
