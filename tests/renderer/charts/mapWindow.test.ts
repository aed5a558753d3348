import { describe, expect, it } from 'vitest';
import {
  clampWindow,
  fitWindow,
  fittedCell,
  isFitted,
  panWindow,
  placeAt,
  revealCell,
  zoomWindow,
} from '../../../src/renderer/charts/mapWindow.ts';

const room = { width: 400, height: 400 };
const small = { columns: 32, rows: 32 };
const large = { columns: 2048, rows: 2048 };
const middle = { x: 200, y: 200 };

describe('the window of a map', () => {
  it('fits whole pixels a cell, or whole cells a pixel', () => {
    expect(fittedCell(small, room)).toBe(12);
    expect(fittedCell({ columns: 2, rows: 2 }, room)).toBe(48);
    expect(fittedCell(large, room)).toBe(1 / 6);
    expect(fittedCell({ columns: 500, rows: 20 }, room)).toBe(1 / 2);
    expect(fitWindow(small, room)).toEqual({ cell: 12, left: 0, top: 0 });
  });

  it('keeps the cell under the pointer when it zooms', () => {
    for (const size of [small, large]) {
      let window = fitWindow(size, room);
      for (let step = 0; step < 6; step += 1) {
        const at = { x: 130, y: 310 };
        const next = zoomWindow(window, 1, at, size, room);
        if (next.cell === window.cell) break;
        const before = (window.left + at.x) / window.cell;
        const after = (next.left + at.x) / next.cell;
        expect(Math.abs(after - before)).toBeLessThan(1 + 1 / next.cell);
        window = next;
      }
      expect(window.cell).toBeGreaterThan(fittedCell(size, room));
    }
  });

  it('goes in and out by the same sizes and ends where it fits', () => {
    let window = fitWindow(large, room);
    const cells: number[] = [];
    for (let step = 0; step < 20; step += 1)
      cells.push((window = zoomWindow(window, 1, middle, large, room)).cell);
    expect(cells.at(-1)).toBe(96);
    expect(cells.slice(0, 6)).toEqual([1 / 4, 1 / 3, 1 / 2, 1, 2, 3]);
    for (let step = 0; step < 20; step += 1) window = zoomWindow(window, -1, middle, large, room);
    expect(window).toEqual(fitWindow(large, room));
    expect(isFitted(window, large, room)).toBe(true);
  });

  it('never leaves the map, nor shows less than all when that fits', () => {
    const window = { cell: 4, left: 0, top: 0 };
    expect(panWindow(window, { x: 50, y: 50 }, large, room)).toEqual(window);
    expect(panWindow(window, { x: -1e6, y: -30 }, large, room)).toEqual({
      cell: 4,
      left: 8192 - 400,
      top: 30,
    });
    expect(clampWindow({ cell: 2, left: 9, top: 9 }, small, room)).toEqual(fitWindow(small, room));
  });

  it('moves no further than to have a cell in sight', () => {
    const window = { cell: 4, left: 1000, top: 1000 };
    expect(revealCell(window, { row: 300, column: 300 }, large, room)).toEqual(window);
    expect(revealCell(window, { row: 300, column: 10 }, large, room)).toEqual({ ...window, left: 40 });
    expect(revealCell(window, { row: 360, column: 300 }, large, room)).toEqual({ ...window, top: 1044 });
  });

  it('knows which cell lies under a point', () => {
    expect(placeAt({ cell: 12, left: 0, top: 0 }, small, 13, 383)).toEqual({ row: 31, column: 1 });
    expect(placeAt({ cell: 12, left: 0, top: 0 }, small, 13, 384)).toBeNull();
    expect(placeAt({ cell: 1 / 4, left: 100, top: 0 }, large, 2, 1)).toEqual({ row: 4, column: 408 });
  });
});
