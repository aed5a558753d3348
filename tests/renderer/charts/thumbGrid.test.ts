import { describe, expect, it } from 'vitest';
import {
  thumbBox,
  thumbGridHit,
  thumbGridLayout,
  type ThumbGrid,
} from '../../../src/renderer/charts/thumbGrid.ts';
import { thumbGridOverlay, thumbGridPlan } from '../../../src/renderer/charts/thumbGridPlan.ts';
import { headValues } from '../../../src/shared/attention.ts';
import { orderTokens } from '../../../src/shared/order.ts';
import type { ValueScale } from '../../../src/shared/scales.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';
import { outline } from './outline.ts';

const bundle = sampleBundle([1, 0, 1, 2, 0, 1], { heads: 2 });
const order = orderTokens(bundle, 'class');
const scale: ValueScale = { kind: 'sqrt', max: 0.5, signed: false, locked: true };
const panel = (head: number) => ({ tokens: bundle, values: headValues(bundle, 0, head), order, scale });
const grid: ThumbGrid = {
  rows: [{ text: 'step 0' }, { text: 'a run with a long name', colour: '#123456' }],
  columns: [{ text: '1', colour: '#1162d6' }, { text: '2' }],
  panels: [panel(0), panel(1), panel(0), null],
};
const options = { theme: 'light', width: 420, height: 300, target: true } as const;
const layout = thumbGridLayout(grid, options);

/** A grid of `rows` × `columns` maps of n × n. */
function grown(rows: number, columns: number, n: number): ThumbGrid {
  const many = sampleBundle(Array.from({ length: n }, (_, i) => i % 4));
  const one = { tokens: many, values: many.values, order: orderTokens(many, 'given'), scale };
  return {
    rows: Array.from({ length: rows }, (_, i) => ({ text: `layer ${i + 1}` })),
    columns: Array.from({ length: columns }, (_, i) => ({ text: String(i + 1) })),
    panels: new Array<typeof one>(rows * columns).fill(one),
  };
}

describe('a grid of thumbnails', () => {
  it('has the drawing that was looked at', () => {
    expect(outline(thumbGridPlan(grid, options, 'a grid').marks)).toMatchSnapshot();
  });

  it('has the frames, crosshairs and pinned cells that were looked at', () => {
    const pointed = { selected: 1, over: 2, crossed: { key: 3, query: 0 }, pinned: { key: 0, query: 5 } };
    expect(outline(thumbGridOverlay(grid, options, layout, pointed))).toMatchSnapshot();
  });

  it('works a panel’s cells out again where order or scale are others, and only then', () => {
    const cellsOf = (of: ThumbGrid): readonly Uint8Array[] =>
      thumbGridPlan(of, options, 'a grid').marks.flatMap((mark) =>
        mark.kind === 'cells' ? [mark.levels] : [],
      );
    const gridWith = (changes: Partial<ReturnType<typeof panel>>): ThumbGrid => ({
      ...grid,
      panels: grid.panels.map((_, index) => ({ ...panel(index % 2), ...changes })),
    });
    const [first, second] = cellsOf(gridWith({}));
    expect(cellsOf(gridWith({}))[0]).toBe(first);
    expect(second).not.toBe(first);
    const [rescaled] = cellsOf(gridWith({ scale: { ...scale, max: 0.25 } }));
    expect(rescaled).not.toEqual(first);
    const [reordered] = cellsOf(gridWith({ order: orderTokens(bundle, 'given') }));
    expect(reordered).not.toEqual(first);
    expect(cellsOf(gridWith({}))[0]).toEqual(first);
  });

  it('finds the key and the query under a pixel, in the order on screen', () => {
    grid.panels.forEach((there, index) => {
      const box = thumbBox(grid, layout, index);
      const at = thumbGridHit(grid, layout, box.x + 2.5 * layout.cell, box.y + 4.5 * layout.cell);
      if (there === null) expect(at).toBeNull();
      else expect(at).toEqual({ index, cell: { key: order.keys[4], query: order.queries[2] } });
    });
    expect(thumbGridHit(grid, layout, 3, 3)).toBeNull();
    const first = thumbBox(grid, layout, 0);
    expect(thumbGridHit(grid, layout, first.x + first.width + 1, first.y)).toBeNull();
  });

  it('draws whole pixels a cell, or whole cells a pixel, the same in every panel', () => {
    for (const [rows, columns, n] of [
      [1, 4, 32],
      [12, 12, 128],
      [3, 16, 512],
      [1, 1, 5],
    ] as const) {
      const { cell } = thumbGridLayout(grown(rows, columns, n), { ...options, width: 900, height: 700 });
      expect(Number.isInteger(cell >= 1 ? cell : 1 / cell)).toBe(true);
    }
  });

  it('fits its room where maps can be read at that size, and grows downwards where they could not', () => {
    const room = { ...options, width: 900, height: 700 };
    expect(thumbGridLayout(grown(3, 4, 32), room).height).toBeLessThanOrEqual(700);
    expect(thumbGridLayout(grown(12, 12, 128), room).width).toBeLessThanOrEqual(900);
    expect(thumbGridLayout(grown(12, 2, 32), room).height).toBeGreaterThan(700);
  });

  it('puts 12 layers of 12 heads of 128 tokens in one plan', () => {
    const plan = thumbGridPlan(grown(12, 12, 128), { ...options, width: 900, height: 700 }, 'all');
    expect(plan.marks.filter(({ kind }) => kind === 'cells')).toHaveLength(144);
  });
});
