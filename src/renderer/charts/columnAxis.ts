import type { FieldValue } from '../../shared/runFields.ts';
import { formatTick, niceTicks } from '../../shared/scales.ts';
import { axisShare, type Span } from './axisShare.ts';
import { logTicks } from './lossAxes.ts';
import { chartWords, fill, type ChartWords } from './words.ts';

/** A column of the runs as an axis is made of it: a value a run, in the order of the runs. */
export interface PlotColumn {
  readonly id: string;
  readonly title: string;
  readonly values: readonly FieldValue[];
  /** A value as a table writes it. */
  readonly text: (value: FieldValue) => string;
}

/**
 * A column as an axis. Numbers stand at their values, over more than two decades on a log axis; anything else stands
 * in steps of one, a step a different value, in the order of the texts.
 */
export interface ColumnAxis extends Span {
  readonly id: string;
  /** With "log" where it is one. */
  readonly title: string;
  readonly isCategory: boolean;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  /** Where each run stands, in the axis' numbers; null of a run that has no value. */
  readonly places: readonly (number | null)[];
}

/** Of a tick that is written as its column writes it. */
const mostDigits = 8;

/** Beyond this ratio of the largest to the smallest a linear axis hides the small ones. */
const logFrom = 100;

export function columnAxis(column: PlotColumn, words: ChartWords = chartWords): ColumnAxis {
  const present = column.values.filter((value) => value !== undefined && value !== null);
  const numbers = present.filter((value) => typeof value === 'number');
  const isNumeric = numbers.length === present.length && new Set(numbers).size > 0;
  return isNumeric ? numberAxis(column, numbers.filter(Number.isFinite), words) : categoryAxis(column);
}

function numberAxis(column: PlotColumn, numbers: readonly number[], words: ChartWords): ColumnAxis {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const log = least > 0 && most / least >= logFrom;
  const margin = most > least ? (most - least) * 0.04 : Math.max(Math.abs(most) * 0.1, 1e-9);
  const ratio = log ? (most / least) ** 0.04 : 1;
  const [low, high] = log ? [least / ratio, most * ratio] : [least - margin, most + margin];
  const places = column.values.map((value) =>
    typeof value === 'number' && Number.isFinite(value) ? value : null,
  );
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  // A setting that takes few values is read at them, not between them; a result has too many digits for that.
  const isAtValues =
    distinct.length <= 5 && distinct.every((value) => column.text(value).length <= mostDigits);
  const at = isAtValues ? distinct : log ? logTicks(low, high) : niceTicks(low, high, 5);
  return {
    id: column.id,
    title: log ? fill(words.logOf, { title: column.title }) : column.title,
    isCategory: false,
    log,
    low,
    high,
    ticks: at.map((value) => ({
      at: value,
      text: isAtValues ? column.text(value) : formatTick(value, words),
    })),
    places,
  };
}

function categoryAxis(column: PlotColumn): ColumnAxis {
  const texts = column.values.map((value) =>
    value === undefined || value === null ? null : column.text(value),
  );
  const distinct = [...new Set(texts.filter((text) => text !== null))].sort((a, b) =>
    a.localeCompare(b, 'en'),
  );
  return {
    id: column.id,
    title: column.title,
    isCategory: true,
    log: false,
    low: -0.5,
    high: Math.max(1, distinct.length) - 0.5,
    ticks: distinct.map((text, at) => ({ at, text })),
    places: texts.map((text) => (text === null ? null : distinct.indexOf(text))),
  };
}

/** The places that at least one run has, ascending: what a key steps through. */
export function distinctPlaces(axis: ColumnAxis): readonly number[] {
  return [...new Set(axis.places.filter((place) => place !== null))].sort((a, b) => a - b);
}

/** Which runs stand within every interval, by their index; all of them without any. */
export function withinBrushes(
  count: number,
  brushes: readonly { readonly axis: ColumnAxis; readonly within: readonly [number, number] }[],
): readonly boolean[] {
  return Array.from({ length: count }, (_, run) =>
    brushes.every(({ axis, within: [low, high] }) => {
      const place = axis.places[run] ?? null;
      return place !== null && place >= low && place <= high;
    }),
  );
}

/** 0 at the axis' low end, 1 at its high end. */
export const placeShare = (axis: ColumnAxis, place: number): number => axisShare(axis, place);
