import { z } from 'zod';
import { LabError } from './errors.ts';
import { figureSpecSchema } from './figure.ts';

/**
 * What a figure was made of: enough to draw it again byte for byte, and to say years later what it shows. It travels
 * inside the figure's file and comes back from anywhere, so it is parsed like anything from outside.
 */

const name = z.string().max(1000);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A run, a measure, an import or a dataset in a figure, as it was when it was drawn. */
export const recipeSourceSchema = z.strictObject({
  kind: z.enum(['run', 'measure', 'import', 'dataset']),
  /** Of the run, of the import, or of the dataset. */
  id: z.string().max(64),
  name,
  /** SHA-256 of the run's settings, name and seed aside. */
  configHash: hash.nullable(),
  seed: z.int().min(0).nullable(),
  /** SHA-256 of the documents. */
  dataHash: hash.nullable(),
  step: z.int().min(0).nullable(),
  sequence: z.int().min(0).nullable(),
});
export type RecipeSource = z.output<typeof recipeSourceSchema>;

export const recipeSchema = z.strictObject({
  format: z.literal('attention-lab-figure'),
  version: z.literal(1),
  /** Version of the app that drew it. */
  app: z.string().max(40),
  spec: figureSpecSchema,
  sources: z.array(recipeSourceSchema).max(200),
});
export type Recipe = z.output<typeof recipeSchema>;

export const recipeTag = 'attentionlab:recipe';
export const recipeNamespace = 'urn:attention-lab:figure:1';
/** Keyword of the PNG's text chunk. */
export const recipeKeyword = 'attention-lab-recipe';

/** Most bytes of a recipe, and of a file that is searched for one. */
const mostRecipeBytes = 1_000_000;
const mostFigureBytes = 64_000_000;

/** One line of ASCII: any container can carry it. */
export function recipeText(recipe: Recipe): string {
  return JSON.stringify(recipe).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The recipe as an XML element, for SVG and for the metadata of a PDF. */
export function recipeElement(recipe: Recipe): string {
  const text = recipeText(recipe).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<${recipeTag} xmlns:attentionlab="${recipeNamespace}">${text}</${recipeTag}>`;
}

/**
 * The recipe in a figure's file: SVG, PDF, PNG, JSON, or the JSON beside a CSV. Throws `LabError('bad-input')`: no
 * recipe in it, or one that this app does not understand.
 */
export function readRecipe(bytes: Uint8Array, fileName: string): Recipe {
  refuseTooLarge(bytes.length, fileName);
  const text = isPng(bytes) ? pngText(bytes) : (elementText(bytes) ?? jsonText(bytes));
  if (text === null) {
    throw new LabError('bad-input', `no recipe in it: ${fileName}`, {
      hint: 'Figures that Attention Lab wrote carry one; a program that saved them again may have dropped it',
    });
  }
  return parseRecipe(text, fileName);
}

/** Throws `LabError('bad-input')` for more bytes than a figure has. */
export function refuseTooLarge(size: number, fileName: string): void {
  if (size <= mostFigureBytes) return;
  throw new LabError('bad-input', `too large for a figure: ${fileName}`, {
    hint: `Figures are up to ${mostFigureBytes / 1_000_000} MB`,
  });
}

function parseRecipe(text: string, fileName: string): Recipe {
  if (text.length > mostRecipeBytes) throw new LabError('bad-input', `a recipe too long: ${fileName}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new LabError('bad-input', `a broken recipe: ${fileName}`, { cause });
  }
  const parsed = recipeSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new LabError('bad-input', `a recipe this version does not understand: ${fileName}`, {
    hint: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`.replace(/^: /, ''),
  });
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const isPng = (bytes: Uint8Array): boolean => pngSignature.every((byte, i) => bytes[i] === byte);

/** Text of the iTXt chunk with our keyword; it is written uncompressed and before the pixels. */
function pngText(bytes: Uint8Array): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    if (length > bytes.length - at - 12) return null;
    const type = ascii(bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, at + 8 + length);
    const head = `${recipeKeyword}\0\0\0\0\0`;
    if (type === 'iTXt' && ascii(data.subarray(0, head.length)) === head) {
      return ascii(data.subarray(head.length));
    }
    at += length + 12;
  }
  return null;
}

/** Between the tags, wherever they stand: an SVG, or the uncompressed metadata of a PDF. */
function elementText(bytes: Uint8Array): string | null {
  const open = find(bytes, `<${recipeTag}`, 0);
  const start = open < 0 ? -1 : find(bytes, '>', open);
  const end = start < 0 ? -1 : find(bytes, `</${recipeTag}>`, start);
  if (end < 0 || end - start > mostRecipeBytes) return null;
  return ascii(bytes.subarray(start + 1, end))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

/** A JSON figure holds its recipe beside its data; a recipe may also be a file of its own. */
function jsonText(bytes: Uint8Array): string | null {
  if (bytes[0] !== 0x7b) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value !== 'object' || value === null) return null;
    return JSON.stringify('recipe' in value ? value.recipe : value);
  } catch {
    return null;
  }
}

function find(bytes: Uint8Array, text: string, from: number): number {
  const wanted = Uint8Array.from(text, (character) => character.charCodeAt(0));
  for (let at = bytes.indexOf(wanted[0] ?? 0, from); at >= 0; at = bytes.indexOf(wanted[0] ?? 0, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}

function ascii(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
