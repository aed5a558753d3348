import { z } from 'zod';
import { figureLookSchema } from './figureLook.ts';
import { figureViewSchemas } from './figureViews.ts';

/**
 * A figure as data: what it shows, of which attention, and how it looks. The window, the command line and a recipe
 * all hand one to the same drawing code, so the same figure is the same bytes wherever it was asked for.
 */

export const figureViewSchema = z.discriminatedUnion('kind', figureViewSchemas);
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
