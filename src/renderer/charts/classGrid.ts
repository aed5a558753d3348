import type { ClassAttention } from '../../shared/explain.ts';
import { classCells, type ClassCells, type ClassQuantity } from '../../shared/classMass.ts';
import { fitScale, formatNumber, formatSigned, plainNumbers, type ValueScale } from '../../shared/scales.ts';
import { shortClassNames } from './classStrips.ts';
import type { NumberGrid } from './numberGrid.ts';

/** A value of a quantity as it is written. */
export function writeQuantity(quantity: ClassQuantity, value: number, numbers = plainNumbers): string {
  if (Number.isNaN(value)) return '';
  switch (quantity) {
    case 'share':
      return formatNumber(value, 3, numbers);
    case 'lessChance':
      return formatSigned(value, 3, numbers);
    case 'timesChance':
      return `${formatNumber(value, 2, numbers)}×`;
    case 'perPair':
      return formatNumber(value, Math.abs(value) >= 100 ? 1 : 4, numbers);
  }
}

/** One head's class map, and the colours of the quantity. The scale fits every head, so that heads can be told apart. */
export function classGrid(
  map: ClassAttention,
  head: number | null,
  quantity: ClassQuantity,
  numbers = plainNumbers,
): { readonly cells: ClassCells; readonly grid: NumberGrid } {
  const cells = classCells(map, head);
  const all = Array.from({ length: map.heads }, (_, h) => classCells(map, h)[quantity]);
  const names = shortClassNames(map.classes).map((text, group) => ({ text, group }));
  return {
    cells,
    grid: {
      rows: names,
      columns: names,
      values: cells[quantity],
      scale: quantityScale(quantity, all),
      write: (value) => writeQuantity(quantity, value, numbers),
    },
  };
}

function quantityScale(quantity: ClassQuantity, values: readonly Float64Array[]): ValueScale {
  const signed = quantity === 'lessChance' || values.some((head) => head.some((value) => value < 0));
  return fitScale(values, 'linear', { signed, locked: true });
}
