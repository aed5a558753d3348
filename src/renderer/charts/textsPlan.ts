import { classColour, themes, type Theme } from '../../shared/colours.ts';
import type { AttentionToken } from '../../shared/attention.ts';
import { markTerms, type TextPiece } from './markedText.ts';
import { textSizes, type Mark, type Plan } from './plan.ts';
import { signColour } from './signColour.ts';
import { fitText, textWidth } from './textWidth.ts';

/** A document with what its terms add to a score. */
export interface SharedText {
  /** "query" or "key". */
  readonly side: string;
  readonly token: AttentionToken;
  readonly text: string;
  readonly shares: ReadonlyMap<string, number>;
}

export interface TextsOptions {
  readonly theme: Theme;
  readonly width: number;
  /** Null: as many lines as there are. */
  readonly height: number | null;
  /** What the two tints mean; null leaves them out. */
  readonly legend: { readonly raises: string; readonly lowers: string } | null;
  readonly description: string;
}

const letters = { size: textSizes.xs } as const;
const lineHeight = 16;
const headHeight = 24;
const legendHeight = 20;
const leastBeside = 200;
const gap = 24;
/** A figure is no book: longer texts end in an ellipsis. */
const mostLines = 48;

interface Piece {
  readonly text: string;
  readonly term: string | null;
  readonly x: number;
}

/** Texts beside one another, or below where there is little room, the terms tinted by what they add. */
export function textsPlan(texts: readonly SharedText[], options: TextsOptions): Plan {
  const { theme, width, height, legend, description } = options;
  const isBeside = width >= texts.length * leastBeside + gap;
  const each = isBeside ? (width - (texts.length - 1) * gap) / texts.length : width;
  const largest = Math.max(1e-12, ...texts.flatMap(({ shares }) => [...shares.values()].map(Math.abs)));
  const top = legend === null ? 0 : legendHeight;
  const rows = isBeside ? 1 : texts.length;
  const lines =
    height === null
      ? mostLines
      : Math.max(1, Math.min(mostLines, Math.floor(((height - top) / rows - headHeight - 8) / lineHeight)));
  const marks: Mark[] = legend === null ? [] : legendMarks(theme, legend);
  let [y, end] = [top, top];
  texts.forEach((text, at) => {
    const drawn = documentMarks(text, theme, each, lines, largest);
    const place = { x: isBeside ? at * (each + gap) : 0, y: isBeside ? top : y };
    marks.push({ kind: 'group', ...place, marks: drawn.marks });
    y += drawn.height + 10;
    end = Math.max(end, place.y + drawn.height);
  });
  return { width, height: end, background: themes[theme].surface, marks, description };
}

function documentMarks(
  { side, token, text, shares }: SharedText,
  theme: Theme,
  width: number,
  most: number,
  largest: number,
): { readonly marks: Mark[]; readonly height: number } {
  const colours = themes[theme];
  const strong = { size: textSizes.xs, weight: 600 } as const;
  const marks: Mark[] = [{ kind: 'text', x: 0, y: 14, text: side, fill: colours.ink3, ...letters }];
  let x = textWidth(side, letters) + 8;
  if (token.group >= 0) {
    marks.push({
      kind: 'rect',
      x,
      y: 6,
      width: 8,
      height: 8,
      radius: 2,
      fill: classColour(theme, token.group).fill,
    });
    x += 12;
  }
  const label = fitText(token.label, width - x, strong);
  marks.push({ kind: 'text', x, y: 14, text: label, fill: colours.ink, ...strong });
  x += textWidth(label, strong) + 8;
  const title = fitText(token.title, width - x, letters);
  if (title !== '') marks.push({ kind: 'text', x, y: 14, text: title, fill: colours.ink2, ...letters });
  const lines = wrapped(text, new Set(shares.keys()), width);
  const shown = lines.slice(0, most);
  shown.forEach((line, row) => {
    const y = headHeight + row * lineHeight;
    for (const piece of line) marks.push(...pieceMarks(piece, y, theme, shares, largest));
  });
  if (lines.length > most) {
    marks.push({
      kind: 'text',
      x: 0,
      y: headHeight + most * lineHeight + 8,
      text: '…',
      fill: colours.ink3,
      ...letters,
    });
  }
  return { marks, height: headHeight + (shown.length + (lines.length > most ? 1 : 0)) * lineHeight };
}

function pieceMarks(
  { text, term, x }: Piece,
  y: number,
  theme: Theme,
  shares: ReadonlyMap<string, number>,
  largest: number,
): Mark[] {
  const colours = themes[theme];
  const words: Mark = {
    kind: 'text',
    x,
    y: y + 12,
    text,
    fill: term === null ? colours.ink2 : colours.ink,
    ...letters,
  };
  if (term === null) return [words];
  const value = shares.get(term) ?? 0;
  const width = textWidth(text, letters);
  const fill = signColour(theme, value);
  return [
    {
      kind: 'rect',
      x: x - 1,
      y,
      width: width + 2,
      height: lineHeight - 1,
      radius: 2,
      fill,
      opacity: tint(value, largest),
    },
    words,
    // What lowers a score has a line below as well: colour is never the only cue.
    ...(value < 0
      ? [{ kind: 'rect', x, y: y + lineHeight - 3, width, height: 1, fill: colours.ink } as const]
      : []),
  ];
}

/** A term's tint is its share of the largest. */
const tint = (value: number, largest: number): number => 0.08 + 0.5 * Math.min(1, Math.abs(value) / largest);

/** Lines of pieces; a paragraph begins a line, a line end within one is a space. */
function wrapped(text: string, terms: ReadonlySet<string>, width: number): Piece[][] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const words = markTerms(paragraph.replace(/\s+/g, ' ').trim(), terms).flatMap<TextPiece>((piece) =>
      piece.term === null ? piece.text.split(/(?<= )/).map((word) => ({ text: word, term: null })) : [piece],
    );
    return linesOf(words, width);
  });
}

/** Words as they fit; a line never begins or ends with a space, which SVG would not keep. */
function linesOf(words: readonly TextPiece[], width: number): Piece[][] {
  const lines: { text: string; term: string | null; x: number }[][] = [[]];
  let x = 0;
  for (const { text, term } of words) {
    const line = lines.at(-1) ?? [];
    const bare = text.trim();
    if (bare === '') {
      x += textWidth(text, letters);
      continue;
    }
    const lead = textWidth(text.slice(0, text.indexOf(bare)), letters);
    const room = textWidth(bare, letters);
    const isNext = line.length > 0 && x + lead + room > width;
    if (isNext) lines.push([]);
    const at = isNext || line.length === 0 ? 0 : x + lead;
    const last = isNext ? undefined : line.at(-1);
    const fitted = room > width ? fitText(bare, width, letters) : bare;
    // Words without a tint are one piece: fewer marks, and letters keep their spacing.
    if (last !== undefined && last.term === null && term === null) last.text += ` ${fitted}`;
    else lines.at(-1)?.push({ text: fitted, term, x: at });
    x = at + textWidth(fitted, letters) + textWidth(text.slice(text.indexOf(bare) + bare.length), letters);
  }
  return lines.filter(({ length }) => length > 0);
}

function legendMarks(theme: Theme, { raises, lowers }: NonNullable<TextsOptions['legend']>): Mark[] {
  const colours = themes[theme];
  const second = 18 + textWidth(raises, letters) + 18;
  const patch = (x: number, value: number): Mark => ({
    kind: 'rect',
    x,
    y: 2,
    width: 12,
    height: 12,
    radius: 2,
    fill: signColour(theme, value),
    opacity: 0.58,
  });
  const text = (x: number, words: string): Mark => ({
    kind: 'text',
    x,
    y: 12,
    text: words,
    fill: colours.ink3,
    ...letters,
  });
  return [
    patch(0, 1),
    text(18, raises),
    patch(second, -1),
    { kind: 'rect', x: second, y: 13, width: 12, height: 1, fill: colours.ink },
    text(second + 18, lowers),
  ];
}
