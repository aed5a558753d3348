import { describe, expect, it } from 'vitest';
import { planSvg } from '../../../src/main/figures/planSvg.ts';
import {
  gridCellAt,
  numberGrid,
  numberGridOverlay,
  type NumberGrid,
  type NumberGridOptions,
} from '../../../src/renderer/charts/numberGrid.ts';
import type { Mark } from '../../../src/renderer/charts/plan.ts';

const names = ['alt.atheism', 'comp.graphics', 'rec.autos'].map((text, group) => ({ text, group }));
const grid: NumberGrid = {
  rows: names,
  columns: names,
  values: [0.6, 0.2, Number.NaN, 0.3, 0.5, 0.1, 0.1, 0.3, 0.9],
  scale: { kind: 'linear', max: 1, signed: false, locked: true },
  write: (value) => value.toFixed(3),
};
const options: NumberGridOptions = {
  theme: 'light',
  width: 520,
  height: 260,
  words: { rows: 'keys of class', columns: 'queries of class', description: 'nine shares' },
  valueName: 'share',
};
const texts = (marks: readonly Mark[]): string[] =>
  marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));

describe('a grid of numbers', () => {
  it('has the drawing that was looked at', async () => {
    const svg = planSvg(numberGrid(grid, options), 'class map');
    await expect(svg).toMatchFileSnapshot('./__snapshots__/numberGrid.svg');
  });

  it('writes every number into its cell, and none for what is no number', () => {
    const written = texts(numberGrid(grid, options).marks);
    for (const value of ['0.600', '0.200', '0.300', '0.500', '0.100', '0.900']) {
      expect(written).toContain(value);
    }
    expect(written).not.toContain('NaN');
  });

  it('leaves the numbers to the hand where they would not fit, and stands names upright', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ text: `class ${index}`, group: index }));
    const plan = numberGrid(
      { ...grid, rows: many, columns: many, values: new Float64Array(400).fill(0.123) },
      options,
    );
    expect(texts(plan.marks)).not.toContain('0.123');
    expect(
      plan.marks.some((mark) => mark.kind === 'text' && mark.rotate === -90 && mark.text === 'class 3'),
    ).toBe(true);
    expect(plan.map.x + plan.map.width).toBeLessThanOrEqual(options.width);
  });

  it('finds the cell under a pixel, and frames it', () => {
    const plan = numberGrid(grid, options);
    const at = { x: plan.map.x + 1.5 * plan.cell.width, y: plan.map.y + 2.5 * plan.cell.height };
    expect(gridCellAt(plan, at.x, at.y)).toEqual({ row: 2, column: 1 });
    expect(gridCellAt(plan, plan.map.x - 1, at.y)).toBeNull();
    const [frame] = numberGridOverlay('light', plan, null, { row: 2, column: 1 });
    expect(frame).toMatchObject({ x: plan.map.x + plan.cell.width - 0.5, width: plan.cell.width + 1 });
  });

  it('says in the colour of a warning that a scale is its own', () => {
    const { marks } = numberGrid(grid, { ...options, ownScale: 'own scale' });
    expect(marks).toContainEqual(expect.objectContaining({ text: 'own scale', fill: '#835300' }));
  });
});
