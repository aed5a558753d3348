import { z } from 'zod';
import { curveAxes, mostCompared, spreadKinds } from './comparison.ts';
import { figureLookSchema } from './figureLook.ts';
import { figureRunId, figureSourceSchema } from './figureSource.ts';
import { orderKinds } from './order.ts';
import { scaleKinds } from './scales.ts';

/**
 * A figure as data: what it shows, of which attention, and how it looks. The window, the command line and a recipe
 * all hand one to the same drawing code, so the same figure is the same bytes wherever it was asked for.
 */

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

export const figureViewSchema = z.discriminatedUnion('kind', [lossView, heatmapView, headsView]);
export type FigureView = z.output<typeof figureViewSchema>;
export type FigureViewInput = z.input<typeof figureViewSchema>;
export type FigureViewKind = FigureView['kind'];
export type ViewOf<Kind extends FigureViewKind> = Extract<FigureView, { readonly kind: Kind }>;
export type ScaleChoice = Pick<ViewOf<'heatmap'>, 'order' | 'scale' | 'max' | 'locked'>;

export const figureViewKinds = figureViewSchema.options.map(
  (option) => option.shape.kind.value,
) as readonly FigureViewKind[];

/** More panels than this cannot be told apart by a letter each. */
const mostPanels = 24;

export const figureSpecSchema = z.strictObject({
  version: z.literal(1).default(1),
  panels: z.array(figureViewSchema).min(1).max(mostPanels),
  /** Panels side by side; null: as many as have room. */
  columns: z.int().min(1).max(6).nullable().default(null),
  look: figureLookSchema,
});
export type FigureSpec = z.output<typeof figureSpecSchema>;
export type FigureSpecInput = z.input<typeof figureSpecSchema>;

export const figureFormats = ['svg', 'pdf', 'png', 'csv', 'json'] as const;
export type FigureFormat = (typeof figureFormats)[number];

export const figureTypes: Readonly<Record<FigureFormat, string>> = {
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  png: 'image/png',
  csv: 'text/csv',
  json: 'application/json',
};

/** A drawn figure: the bytes of the file, whoever writes or shows it. */
export interface FigureFile {
  readonly bytes: Uint8Array;
  readonly type: string;
  /** What a file of it may be called, ending included. */
  readonly name: string;
  /** CSS pixels of the drawing. */
  readonly width: number;
  readonly height: number;
}
