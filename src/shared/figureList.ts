import { z } from 'zod';
import { LabError } from './errors.ts';
import { recipeSchema } from './recipe.ts';

/** Figures of a project as a file: which files there are, and how each is drawn again. */

export const figureListFormat = 'attention-lab-figure-list';

const entrySchema = z.strictObject({
  /** Where it lies, absolute or from the folder of the list. */
  file: z.string().min(1).max(4096),
  /** When it was drawn last, as ISO 8601. */
  drawnAt: z.string().max(40),
  recipe: recipeSchema,
});

export const figureListSchema = z.strictObject({
  format: z.literal(figureListFormat),
  version: z.literal(1),
  figures: z.array(entrySchema).max(10_000),
});
export type FigureListEntry = z.output<typeof entrySchema>;

/** A figure of the list as a window shows it; where it lies stays with the lab. */
export interface KeptFigure {
  readonly id: string;
  /** Of the file, without its folder. */
  readonly name: string;
  readonly drawnAt: string;
  readonly recipe: FigureListEntry['recipe'];
}

/** What came of drawing a list again. */
export interface RedrawnFigures {
  /** Names of the files written. */
  readonly drawn: readonly string[];
  readonly failed: readonly { readonly name: string; readonly why: string }[];
}

export function writeFigureList(figures: readonly FigureListEntry[]): string {
  return `${JSON.stringify({ format: figureListFormat, version: 1, figures }, null, 1)}\n`;
}

/** Throws `LabError('bad-input')` naming what is wrong and where; `origin` is the file. */
export function readFigureList(text: string, origin: string): readonly FigureListEntry[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new LabError('bad-input', `not JSON: ${origin}`, {
      hint: 'Give a list of figures, or a folder',
      cause,
    });
  }
  const parsed = figureListSchema.safeParse(value);
  if (parsed.success) return parsed.data.figures;
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw new LabError('bad-input', `not a list of figures: ${origin}: ${where}${issue?.message ?? ''}`, {
    hint: 'The lab keeps one in exports/figures.json',
  });
}
