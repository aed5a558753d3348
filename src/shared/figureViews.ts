import { z } from 'zod';
import { curveAxes, mostCompared, spreadKinds } from './comparison.ts';
import { classQuantities } from './classMass.ts';
import {
  datasetHash,
  figureDocumentsSchema,
  figureRunId,
  figureSourceSchema,
  singleSourceSchema,
} from './figureSource.ts';
import { measureId, metrics, type MetricName } from './metrics.ts';
import { rankedMeasures } from './agreement.ts';
import { orderKinds } from './order.ts';
import { scaleKinds } from './scales.ts';
import { mostSideItems } from './sideItem.ts';

/** What a figure's panel can show, and everything that is chosen of it. */

const index = z.int().min(0).max(1_000_000);

/** How values become colours, and where documents stand: shared by every view of attention. */
const mapping = {
  order: z.enum(orderKinds).default('class'),
  scale: z.enum(scaleKinds).default('sqrt'),
  /** The scale's end; null: what fits. */
  max: z.number().positive().nullable().default(null),
  /** One scale for every map of the figure; else each its own, which it says. */
  locked: z.boolean().default(true),
};
const pinned = z.strictObject({ key: index, query: index }).nullable().default(null);

const lossView = z.strictObject({
  kind: z.literal('loss'),
  runs: z.array(figureRunId).min(1).max(mostCompared),
  /** What makes runs one curve, as a comparison says it; each run by itself by default. */
  groupBy: z.string().min(1).max(200).default('none'),
  /** The spread drawn about a group's mean; null: none. */
  band: z.enum(spreadKinds).nullable().default('sd'),
  axis: z.enum(curveAxes).default('step'),
  logX: z.boolean().default(false),
  logY: z.boolean().default(false),
  raw: z.boolean().default(true),
  /** Null: what suits the number of steps. */
  smoothing: z.number().min(0).max(0.999).nullable().default(null),
  /** Untrained measures by id; null: uniform attention and the best of the others. */
  measures: z.array(z.string().max(60)).max(20).nullable().default(null),
  /** A vertical line at a step. */
  cursor: index.nullable().default(null),
  range: z.tuple([z.number(), z.number()]).nullable().default(null),
});

const heatmapView = z.strictObject({
  kind: z.literal('heatmap'),
  source: figureSourceSchema,
  /** A head from 0; `all`: the mean, and below it each head. */
  head: z.union([index, z.enum(['mean', 'all'])]).default('all'),
  ...mapping,
  target: z.boolean().default(true),
  /** Attention less its target. */
  lessTarget: z.boolean().default(false),
  /** A bar a query under the map. */
  cosines: z.boolean().default(true),
  pinned,
});

export const lineRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mass'), share: z.number().min(0).max(1) }),
  z.strictObject({ kind: z.literal('top'), count: z.int().min(1).max(10_000) }),
  z.strictObject({ kind: z.literal('above'), value: z.number().min(0).max(1) }),
]);

const headsView = z.strictObject({
  kind: z.literal('heads'),
  source: figureSourceSchema,
  /** Heads that are on; null: all. */
  heads: z.array(index).min(1).max(1024).nullable().default(null),
  ...mapping,
  lines: lineRuleSchema.default({ kind: 'mass', share: 0.6 }),
  pinned,
});

const runList = z.array(figureRunId).min(1).max(mostCompared);
const head = z.union([index, z.literal('mean')]);
const stepList = z.array(index).min(1).max(24);
const column = z.string().min(1).max(200);
const interval = z.tuple([z.number(), z.number()]);

/** Every head at once: layers, snapshots or runs down, heads across. */
const modelView = z.strictObject({
  kind: z.literal('model'),
  source: figureSourceSchema,
  rows: z.enum(['layers', 'snapshots', 'runs']).default('layers'),
  /** In rows of snapshots: their steps; null: up to twelve, evenly. */
  steps: stepList.nullable().default(null),
  /** In rows of runs: those below the source's own. */
  runs: z.array(figureRunId).max(24).default([]),
  ...mapping,
  target: z.boolean().default(true),
  lessTarget: z.boolean().default(false),
  pinned,
});

/** Attention along training: a row a run, a column a snapshot. */
const filmView = z.strictObject({
  kind: z.literal('film'),
  runs: z.array(figureRunId).min(1).max(24),
  sequence: index.default(0),
  /** Null: as many as `most`, evenly over the first run's. */
  steps: stepList.nullable().default(null),
  most: z.int().min(2).max(24).default(8),
  head: head.default('mean'),
  ...mapping,
  target: z.boolean().default(true),
  lessTarget: z.boolean().default(false),
  pinned,
});

const sideItem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('one'), source: singleSourceSchema }),
  /** Runs that differ in nothing but their seed, at their last snapshots. */
  z.strictObject({
    kind: z.literal('seeds'),
    spread: z.enum(['mean', 'deviation']),
    runs: z.array(figureRunId).min(2).max(mostCompared),
    sequence: index.default(0),
  }),
]);

/** Maps of one sequence side by side, and the difference of two of them. */
const gridView = z.strictObject({
  kind: z.literal('grid'),
  items: z.array(sideItem).min(1).max(mostSideItems),
  /** Places of A and B among the items; null: no difference. */
  pair: z.tuple([index, index]).nullable().default(null),
  head: head.default('mean'),
  /** Maps in a row; null: as many as have room. */
  across: z.int().min(1).max(12).nullable().default(null),
  ...mapping,
  target: z.boolean().default(true),
  pinned,
});

/** Attention of the whole test split by class. */
const classesView = z.strictObject({
  kind: z.literal('classes'),
  /** Its sequence does not matter: all are counted. */
  source: singleSourceSchema,
  head: head.default('mean'),
  quantity: z.enum(classQuantities).nullable().default(null),
});

const measure = z.enum(rankedMeasures.map(measureId));

/** The eight measures on one sequence. */
const measuresView = z.strictObject({
  kind: z.literal('measures'),
  documents: figureDocumentsSchema,
  sequence: index.default(0),
  shown: z.enum(['scores', 'softmax']).default('softmax'),
  /** Maps in a row; null: four, or two where there is little room. */
  across: z.int().min(1).max(8).nullable().default(null),
  ...mapping,
  target: z.boolean().default(true),
  pinned,
});

/** How alike the measures order the keys of every test query. */
const agreementView = z.strictObject({ kind: z.literal('agreement'), documents: figureDocumentsSchema });

/** One measure against another, pair of documents by pair. */
const pairsView = z.strictObject({
  kind: z.literal('pairs'),
  documents: figureDocumentsSchema,
  sequence: index.default(0),
  a: measure,
  b: measure,
  /** Of one query, or `all`; null: the query whose keys they order least alike. */
  query: z
    .union([index, z.literal('all')])
    .nullable()
    .default(null),
});

/** Why a cell has its score. */
const whyView = z.strictObject({
  kind: z.literal('why'),
  /** Of a difference: why its two scores differ. */
  source: figureSourceSchema,
  key: index,
  query: index,
  /** Null: the head that gives the cell most. */
  head: index.nullable().default(null),
  /** Pairs of terms by what they add, terms of either side, a term × term map, or the two texts, terms marked. */
  shape: z.enum(['pairs', 'terms', 'grid', 'texts']).default('pairs'),
  basis: z.enum(['now', 'change']).default('now'),
  /** Lines of a table. */
  most: z.int().min(1).max(100).default(15),
  /** Terms left out. */
  withoutKeyTerms: z.array(z.string().max(1000)).max(1000).default([]),
  withoutQueryTerms: z.array(z.string().max(1000)).max(1000).default([]),
});

/** The last test results as bars. */
const barsView = z.strictObject({
  kind: z.literal('bars'),
  runs: runList,
  groupBy: z.string().min(1).max(200).default('experiment'),
  band: z.enum(spreadKinds).nullable().default('sd'),
  /** Null: all. */
  metrics: z
    .array(z.enum(Object.keys(metrics) as [MetricName, ...MetricName[]]))
    .min(1)
    .nullable()
    .default(null),
  measures: z.array(z.string().max(60)).max(20).nullable().default(null),
});

/** Only runs within every interval are picked; the others are faint. */
const brush = z
  .array(z.strictObject({ column, within: interval }))
  .max(30)
  .default([]);

const parallelView = z.strictObject({
  kind: z.literal('parallel'),
  runs: runList,
  /** Axes; null: the settings in which the runs differ, and two results. */
  columns: z.array(column).min(1).max(30).nullable().default(null),
  brush,
});

const scatterView = z.strictObject({
  kind: z.literal('scatter'),
  runs: runList,
  x: column.nullable().default(null),
  y: column.nullable().default(null),
  brush,
});

/** Documents of each class of a dataset. */
const countsView = z.strictObject({ kind: z.literal('counts'), dataset: datasetHash });

export const figureViewSchemas = [
  lossView,
  heatmapView,
  headsView,
  modelView,
  filmView,
  gridView,
  classesView,
  measuresView,
  agreementView,
  pairsView,
  whyView,
  barsView,
  parallelView,
  scatterView,
  countsView,
] as const;
