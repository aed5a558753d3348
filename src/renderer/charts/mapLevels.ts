import type { TokenOrder } from '../../shared/order.ts';
import type { ValueScale } from '../../shared/scales.ts';
import { scalePosition } from '../../shared/scales.ts';
import { rampLevels } from '../../shared/colours.ts';
import { paletteLevel } from './colourBar.ts';

/** A map's cells as places in its palette, in the order they are drawn: [rows, columns], keys × queries. */
export interface MapLevels {
  readonly rows: number;
  readonly columns: number;
  readonly levels: Uint8Array;
  /** The level of zero. */
  readonly zero: number;
}

/** Of one head or a mean, `values` [keys, queries]; the costly part of drawing a map, done once for all windows. */
export function mapLevels(values: ArrayLike<number>, order: TokenOrder, scale: ValueScale): MapLevels {
  const [rows, columns] = [order.keys.length, order.queries.length];
  const levels = new Uint8Array(rows * columns);
  const queries = isAsGiven(order.queries) ? null : order.queries;
  for (let row = 0; row < rows; row += 1) {
    const start = order.keys[row]! * columns;
    const to = row * columns;
    for (let column = 0; column < columns; column += 1) {
      const value = values[start + (queries === null ? column : queries[column]!)]!;
      levels[to + column] = paletteLevel(scalePosition(scale, value));
    }
  }
  return { rows, columns, levels, zero: scale.signed ? (rampLevels - 1) / 2 : 0 };
}

function isAsGiven(order: Int32Array): boolean {
  return order.every((index, place) => index === place);
}

/** Of levels by their k: a hand zooms in and out again. */
const reductions = new WeakMap<Uint8Array, Map<number, MapLevels>>();

/** Squares of k × k cells as one: the one farthest from zero stands for all, so that no spike is lost. */
export function reduceLevels(whole: MapLevels, k: number): MapLevels {
  if (k === 1) return whole;
  const known = reductions.get(whole.levels) ?? new Map<number, MapLevels>();
  reductions.set(whole.levels, known);
  // By way of half of k, which a hand that zooms in wants next.
  const make = (): MapLevels =>
    k % 2 === 0 && k > 2 ? reduce(reduceLevels(whole, k / 2), 2) : reduce(whole, k);
  const reduced = known.get(k) ?? make();
  known.set(k, reduced);
  return reduced;
}

/** What `mapLevels` and `reduceLevels` give one after the other, for a picture that is not enlarged. */
export function reducedLevels(
  values: ArrayLike<number>,
  order: TokenOrder,
  scale: ValueScale,
  k: number,
): MapLevels {
  if (k === 1 || scale.signed || scale.low !== undefined)
    return reduceLevels(mapLevels(values, order, scale), k);
  // Levels grow with values: the largest value of a square has its largest level, and is the only one worked out.
  const [rows, columns] = [order.keys.length, order.queries.length];
  const [fewRows, fewColumns] = [Math.ceil(rows / k), Math.ceil(columns / k)];
  const largest = new Float32Array(fewRows * fewColumns);
  const places = order.queries.map((_, place) => Math.floor(place / k));
  for (let row = 0; row < rows; row += 1) {
    const start = order.keys[row]! * columns;
    const to = Math.floor(row / k) * fewColumns;
    for (let column = 0; column < columns; column += 1) {
      const value = values[start + order.queries[column]!]!;
      const at = to + places[column]!;
      if (value > largest[at]!) largest[at] = value;
    }
  }
  const levels = Uint8Array.from(largest, (value) => paletteLevel(scalePosition(scale, value)));
  return { rows: fewRows, columns: fewColumns, levels, zero: 0 };
}

function reduce({ rows, columns, levels, zero }: MapLevels, k: number): MapLevels {
  const [fewRows, fewColumns] = [Math.ceil(rows / k), Math.ceil(columns / k)];
  const reduced = new Uint8Array(fewRows * fewColumns).fill(zero);
  for (let row = 0; row < rows; row += 1) {
    const from = row * columns;
    const to = Math.floor(row / k) * fewColumns;
    for (let block = 0; block < fewColumns; block += 1) {
      const end = from + Math.min(columns, (block + 1) * k);
      let farthest = reduced[to + block]!;
      for (let cell = from + block * k; cell < end; cell += 1) {
        const level = levels[cell]!;
        // Millions of cells a frame: where zero is the lowest level no distance has to be worked out.
        if (zero === 0 ? level > farthest : Math.abs(level - zero) > Math.abs(farthest - zero))
          farthest = level;
      }
      reduced[to + block] = farthest;
    }
  }
  return { rows: fewRows, columns: fewColumns, levels: reduced, zero };
}
