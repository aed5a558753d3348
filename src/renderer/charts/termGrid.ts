import { rampTable, themes, type Theme } from '../../shared/colours.ts';
import { fitScale, formatNumber, scalePosition, type NumberStyle } from '../../shared/scales.ts';
import { colourBar, outset, paletteLevel } from './colourBar.ts';
import { termTable, type TermPairs } from './explanation.ts';
import type { Box, Mark, Plan } from './plan.ts';
import { middleBaseline, textSizes } from './plan.ts';
import { fitText, textWidth } from './textWidth.ts';

export interface TermGridOptions {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly words: {
    readonly keys: string;
    readonly queries: string;
    readonly constant: string;
    readonly numbers?: NumberStyle;
  };
}

export interface TermGrid extends Plan {
  readonly map: Box;
  readonly cell: number;
  /** Names in rows and columns; null is the constant. */
  readonly keyTerms: readonly (string | null)[];
  readonly queryTerms: readonly (string | null)[];
  /** [rows, columns] */
  readonly values: Float64Array;
}

const largestCell = 26;
const smallestCell = 13;
/** Gap, bar, and the widest number beside it: −0.0002. */
const barRoom = 16 + 10 + 52;

/** Term × term: those terms that add most, keys in rows, queries in columns, on a scale of their own, zero white. */
export function termGrid(terms: TermPairs, { theme, width, height, words }: TermGridOptions): TermGrid {
  const colours = themes[theme];
  const style = { size: textSizes.xxs } as const;
  const name = (term: string | null): string => term ?? words.constant;
  const widest = (list: readonly (string | null)[]): number =>
    Math.min(96, Math.max(0, ...list.map((term) => textWidth(name(term), style))));
  const chosen = (side: 'key' | 'query', most: number): (string | null)[] =>
    termTable(terms, side)
      .slice(0, Math.max(1, most))
      .map(({ term }) => term);

  const keyRoom = widest(chosen('key', 16)) + 24;
  const queryRoom = widest(chosen('query', 16)) + 20;
  const across = Math.floor((width - keyRoom - barRoom) / smallestCell);
  const down = Math.floor((height - queryRoom - 6) / smallestCell);
  const keyTerms = chosen('key', Math.min(16, down));
  const queryTerms = chosen('query', Math.min(16, across));
  const cell = Math.max(
    smallestCell,
    Math.min(
      largestCell,
      Math.floor((width - keyRoom - barRoom) / queryTerms.length),
      Math.floor((height - queryRoom - 6) / keyTerms.length),
    ),
  );
  const columns = queryTerms.length;
  const values = new Float64Array(keyTerms.length * columns);
  const placeOf = (list: readonly (string | null)[], term: string | null): number => list.indexOf(term);
  keyTerms.forEach((key, row) => {
    queryTerms.forEach((query, column) => {
      const at = placeOf(terms.keyTerms, key) * terms.queryTerms.length + placeOf(terms.queryTerms, query);
      values[row * columns + column] = terms.pairs[at]!;
    });
  });
  const scale = fitScale([values], 'sqrt', { signed: true, locked: false });
  const map = { x: keyRoom, y: queryRoom, width: columns * cell, height: keyTerms.length * cell };
  const text = { kind: 'text', fill: colours.ink2, ...style } as const;
  const bar = { x: map.x + map.width + 16, y: map.y, width: 10, height: Math.max(70, map.height) };
  const marks: Mark[] = [
    ...keyTerms.map((term, row): Mark => ({
      ...text,
      x: map.x - 6,
      y: middleBaseline(map.y + (row + 0.5) * cell, style.size),
      text: fitText(name(term), 96, style),
      anchor: 'end',
      fill: term === null ? colours.ink3 : colours.ink2,
    })),
    ...queryTerms.map((term, column): Mark => ({
      ...text,
      x: map.x + (column + 0.5) * cell + 4,
      y: map.y - 6,
      text: fitText(name(term), 96, style),
      rotate: -90,
      fill: term === null ? colours.ink3 : colours.ink2,
    })),
    {
      ...text,
      x: 11,
      y: map.y + map.height / 2,
      text: words.keys,
      fill: colours.ink3,
      rotate: -90,
      anchor: 'middle',
    },
    { ...text, x: map.x - 6, y: map.y - 8, text: words.queries, fill: colours.ink3, anchor: 'end' },
    {
      kind: 'cells',
      ...map,
      columns,
      rows: keyTerms.length,
      levels: Uint8Array.from(values, (value) => paletteLevel(scalePosition(scale, value))),
      palette: rampTable(theme, 'diverging'),
    },
    { kind: 'rect', ...outset(map), stroke: colours.lineStrong, strokeWidth: 1 },
    ...colourBar(theme, scale, bar, words.numbers),
  ];
  return {
    width,
    height: Math.max(map.y + map.height + 6, bar.y + bar.height + 6),
    background: colours.surface,
    marks,
    description: keyTerms
      .flatMap((key, row) =>
        queryTerms.map(
          (query, column) =>
            `${name(key)} × ${name(query)} ${formatNumber(values[row * columns + column]!, 4, words.numbers)}`,
        ),
      )
      .slice(0, 24)
      .join('; '),
    map,
    cell,
    keyTerms,
    queryTerms,
    values,
  };
}
