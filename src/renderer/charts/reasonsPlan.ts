import { themes, type Theme } from '../../shared/colours.ts';
import { formatCount, formatSigned } from '../../shared/scales.ts';
import { pairTable, termTable, type TermPairs } from './explanation.ts';
import type { FigureWords } from './figureWords.ts';
import { middleBaseline, textSizes, type Mark, type Plan } from './plan.ts';
import { signColour } from './signColour.ts';
import { fitText, textWidth } from './textWidth.ts';
import { fill } from './words.ts';

export interface ReasonsOptions {
  readonly theme: Theme;
  readonly width: number;
  /** Pairs of terms, or the terms of either side, each by what they add. */
  readonly shape: 'pairs' | 'terms';
  /** Lines of a table. */
  readonly most: number;
  /** What the last line is the sum of. */
  readonly total: string;
  /** The whole in a sentence. */
  readonly description: string;
  readonly words: FigureWords;
}

interface Line {
  readonly names: readonly (string | null)[];
  readonly value: number;
}

interface Table {
  /** Of the columns of names. */
  readonly heads: readonly string[];
  readonly lines: readonly Line[];
  /** What is not shown, and what it comes to. */
  readonly rest: { readonly text: string; readonly value: number } | null;
  readonly total: string;
  readonly sum: number;
}

const rowHeight = 20;
const headHeight = 20;
const term = { size: textSizes.xs } as const;
const number = { size: textSizes.xs, family: 'num' } as const;
const head = { size: textSizes.xxs } as const;
/** Two tables stand beside one another where each has this much. */
const leastBeside = 230;

/** What adds up to a score, largest first, as bars from a middle zero; what is left and the exact sum below. */
export function reasonsPlan(terms: TermPairs, options: ReasonsOptions): Plan {
  const { theme, width, shape, description } = options;
  const tables = shape === 'pairs' ? [pairsTable(terms, options)] : termsTables(terms, options);
  const isBeside = tables.length > 1 && width >= 2 * leastBeside;
  const each = isBeside ? (width - 28) / 2 : width;
  const marks: Mark[] = [];
  let [y, height] = [0, 0];
  tables.forEach((table, at) => {
    const drawn = tableMarks(table, theme, each, options.words);
    marks.push({
      kind: 'group',
      x: isBeside ? at * (each + 28) : 0,
      y: isBeside ? 0 : y,
      marks: drawn.marks,
    });
    y += drawn.height + 16;
    height = isBeside ? Math.max(height, drawn.height) : y - 16;
  });
  return { width, height, background: themes[theme].surface, marks, description };
}

function pairsTable(terms: TermPairs, { most, total, words }: ReasonsOptions): Table {
  const { lines, more, moreTotal } = pairTable(terms, most, true);
  return {
    heads: [words.queryTerm, words.keyTerm],
    lines: lines.map(({ queryTerm, keyTerm, value }) => ({ names: [queryTerm, keyTerm], value })),
    rest:
      more === null || more === 0
        ? null
        : { text: fill(words.otherPairs, { n: formatCount(more, words) }), value: moreTotal },
    total,
    sum: terms.total,
  };
}

function termsTables(terms: TermPairs, { most, total, words }: ReasonsOptions): Table[] {
  return (['query', 'key'] as const).map((side) => {
    const all = termTable(terms, side);
    const [shown, rest] = [all.slice(0, most), all.slice(most)];
    return {
      heads: [side === 'query' ? words.queryTerm : words.keyTerm],
      lines: shown.map(({ term: name, value }) => ({ names: [name], value })),
      rest:
        rest.length === 0
          ? null
          : {
              text: fill(words.otherTerms, { n: formatCount(rest.length, words) }),
              value: rest.reduce((sum, { value }) => sum + value, 0),
            },
      total,
      sum: terms.total,
    };
  });
}

function tableMarks(
  { heads, lines, rest, total, sum }: Table,
  theme: Theme,
  width: number,
  { contribution: adds, constant, ...numbers }: FigureWords,
): { readonly marks: Mark[]; readonly height: number } {
  const colours = themes[theme];
  const written = [...lines.map(({ value }) => value), sum, rest?.value ?? 0].map((value) =>
    formatSigned(value, 4, numbers),
  );
  const numberRoom = Math.max(textWidth(adds, head), ...written.map((text) => textWidth(text, number))) + 10;
  const names = lines.flatMap(({ names: own }) => own.map((name) => textWidth(name ?? constant, term)));
  const each = Math.min(
    Math.max(60, ...names, ...heads.map((text) => textWidth(text, head))) + 14,
    (width - numberRoom) * (heads.length === 1 ? 0.5 : 0.31),
  );
  const barLeft = each * heads.length;
  const barWidth = Math.max(10, width - numberRoom - barLeft);
  const zero = barLeft + barWidth / 2;
  const most = Math.max(1e-12, ...lines.map(({ value }) => Math.abs(value)));
  const marks: Mark[] = [
    ...heads.map((text, at): Mark => ({
      kind: 'text',
      x: at * each,
      y: 12,
      text: fitText(text, each - 6, head),
      fill: colours.ink3,
      ...head,
    })),
    { kind: 'text', x: width, y: 12, text: adds, anchor: 'end', fill: colours.ink3, ...head },
    rule(headHeight - 3),
  ];
  function rule(y: number): Mark {
    return { kind: 'rect', x: 0, y, width, height: 1, fill: colours.line };
  }
  const value = (y: number, text: string, fillOf: string): Mark => ({
    kind: 'text',
    x: width,
    y: middleBaseline(y, number.size),
    text,
    anchor: 'end',
    fill: fillOf,
    ...number,
  });
  lines.forEach((line, row) => {
    const y = headHeight + (row + 0.5) * rowHeight;
    const length = (Math.abs(line.value) / most) * (barWidth / 2 - 4);
    marks.push(
      ...line.names.map((name, at): Mark => ({
        kind: 'text',
        x: at * each,
        y: middleBaseline(y, term.size),
        text: fitText(name ?? constant, each - 8, term),
        fill: name === null ? colours.ink3 : colours.ink,
        ...term,
      })),
      {
        kind: 'rect',
        x: line.value < 0 ? zero - length : zero,
        y: y - 5,
        width: Math.max(0.5, length),
        height: 10,
        fill: signColour(theme, line.value),
      },
      value(y, formatSigned(line.value, 4, numbers), colours.ink),
    );
  });
  let y = headHeight + lines.length * rowHeight;
  marks.push({
    kind: 'rect',
    x: zero - 0.5,
    y: headHeight,
    width: 1,
    height: y - headHeight,
    fill: colours.lineStrong,
  });
  if (rest !== null) {
    marks.push(
      {
        kind: 'text',
        x: 0,
        y: middleBaseline(y + rowHeight / 2, term.size),
        text: rest.text,
        fill: colours.ink3,
        ...term,
      },
      value(y + rowHeight / 2, formatSigned(rest.value, 4, numbers), colours.ink2),
    );
    y += rowHeight;
  }
  marks.push(
    rule(y + 2),
    {
      kind: 'text',
      x: 0,
      y: middleBaseline(y + 4 + rowHeight / 2, term.size),
      text: fitText(total, width - numberRoom, { ...term, weight: 500 }),
      fill: colours.ink,
      weight: 500,
      ...term,
    },
    value(y + 4 + rowHeight / 2, formatSigned(sum, 4, numbers), colours.ink),
  );
  return { marks, height: y + 4 + rowHeight + 2 };
}
