import { describe, expect, it } from 'vitest';
import { mapCsv, shortest } from '../../../src/renderer/charts/mapCsv.ts';
import { mapLevels, reducedLevels, reduceLevels } from '../../../src/renderer/charts/mapLevels.ts';
import { mapLayout, mapOverlay, mapPlan, type MapOptions } from '../../../src/renderer/charts/mapPlan.ts';
import {
  indexOfLargest,
  indexOfSmallest,
  lessTarget,
  mapSums,
} from '../../../src/renderer/charts/mapSums.ts';
import type { CellsMark, Mark } from '../../../src/renderer/charts/plan.ts';
import { queryCosines } from '../../../src/renderer/charts/queryCosines.ts';
import { headValues } from '../../../src/shared/attention.ts';
import { orderTokens } from '../../../src/shared/order.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';
import { outline } from './outline.ts';

const bundle = sampleBundle([1, 0, 1, 2, 0, 1, 3, 3], { heads: 2 });
const values = headValues(bundle, 0, 1);
const order = orderTokens(bundle, 'class');
const scale = { kind: 'sqrt', max: 0.5, signed: false, locked: true } as const;
const options: MapOptions = {
  theme: 'light',
  width: 300,
  height: 260,
  order,
  scale,
  target: true,
  cosines: queryCosines(bundle, values),
  sums: mapSums(bundle, values),
  words: { keys: 'keys', queries: 'queries', cosine: 'cosine', sum: 'sum' },
};

const isCells = (mark: Mark): mark is CellsMark => mark.kind === 'cells';

describe('the map of the attention page', () => {
  it('has the drawing that was looked at', () => {
    const levels = mapLevels(values, order, scale);
    const plan = mapPlan(bundle, levels, options, { cell: 12, left: 0, top: 0 }, 'a map');
    expect(outline(plan.marks)).toMatchSnapshot();
  });

  it('moves strips, names, target and bars with the window and leaves the colour bar', () => {
    const levels = mapLevels(values, order, scale);
    const plan = mapPlan(bundle, levels, options, { cell: 32, left: 64, top: 10 }, 'a map');
    expect(outline(plan.marks)).toMatchSnapshot();
  });

  it('crosses the cell under the pointer and frames the pinned one', () => {
    const window = { cell: 12, left: 0, top: 0 };
    expect(
      outline(mapOverlay(bundle, options, window, { key: 2, query: null }, { key: 1, query: 6 })),
    ).toMatchSnapshot();
    expect(mapOverlay(bundle, { ...options, cosines: null }, window, null, null)).toMatchObject([
      { kind: 'group', marks: [{ lines: [] }] },
    ]);
  });

  it('makes of a large map only the cells in sight, at their place', () => {
    const side = 700;
    const many = sampleBundle(new Array<number>(side).fill(-1));
    const large = Float32Array.from({ length: side * side }, (_, i) => (i % 97) / 97);
    const as = { ...options, order: orderTokens(many, 'given'), target: false, cosines: null, sums: null };
    const levels = mapLevels(large, as.order, scale);
    const plan = mapPlan(many, levels, as, { cell: 6, left: 605, top: 1203 }, 'a map');
    const { room } = mapLayout(many, as);
    const cells = plan.marks.flatMap((mark) => (mark.kind === 'group' ? mark.marks : [])).find(isCells)!;
    // 605 px are 100 cells and 5 px of the next; 1203 are 200 and 3.
    expect([cells.x, cells.y]).toEqual([room.x - 5, room.y - 3]);
    expect(cells.width).toBe(cells.columns * 6);
    expect(cells.x + cells.width).toBeGreaterThanOrEqual(room.x + room.width);
    expect(cells.columns).toBeLessThan(room.width / 6 + 2);
    expect(cells.levels).toHaveLength(cells.rows * cells.columns);
    expect(cells.levels[0]).toBe(levels.levels[200 * side + 100]);
    expect(cells.levels.at(-1)).toBe(levels.levels[(200 + cells.rows - 1) * side + 100 + cells.columns - 1]);
  });

  it('keeps the cell farthest from zero where one pixel is many', () => {
    const signed = { ...scale, signed: true, max: 1 };
    const plain = sampleBundle([0, 0, 0, 0, 0]);
    const spikes = new Float32Array(25);
    spikes[6] = -0.9;
    spikes[7] = 0.5;
    spikes[24] = 1;
    const levels = mapLevels(spikes, orderTokens(plain, 'given'), { ...signed, kind: 'linear' });
    const reduced = reduceLevels(levels, 2);
    expect([reduced.rows, reduced.columns, reduced.zero]).toEqual([3, 3, 127]);
    expect([...reduced.levels]).toEqual([13, 191, 127, 127, 127, 127, 127, 127, 254]);
    expect(reduceLevels(levels, 1).levels).toBe(levels.levels);
  });

  it('gives the same reduced picture from values as from levels, by any way', () => {
    const many = sampleBundle(new Array<number>(13).fill(-1));
    const spread = Float32Array.from({ length: 169 }, (_, i) => ((i * 7919) % 101) / 202 - 0.02);
    const given = orderTokens(many, 'similarity');
    for (const signed of [false, true]) {
      for (const kind of ['linear', 'sqrt', 'log'] as const) {
        const as = { kind, max: 0.4, signed, locked: true };
        const whole = mapLevels(spread, given, as);
        for (const k of [1, 2, 3, 4, 6]) {
          const direct = [...reducedLevels(spread, given, as, k).levels];
          expect(direct, `${kind} ${k}`).toEqual([...reduceLevels(whole, k).levels]);
          const farthest = Math.max(...whole.levels.map((level) => Math.abs(level - whole.zero)));
          expect(Math.max(...direct.map((level) => Math.abs(level - whole.zero)))).toBe(farthest);
        }
      }
    }
  });
});

describe('numbers of a map', () => {
  it('sums rows and columns', () => {
    const { rows, columns } = mapSums(bundle, values);
    columns.forEach((sum) => expect(sum).toBeCloseTo(1, 6));
    expect(rows.reduce((a, b) => a + b)).toBeCloseTo(8, 5);
    expect(rows[3]).toBeCloseTo(
      Array.from(values.subarray(24, 32)).reduce((a, b) => a + b),
      6,
    );
  });

  it('subtracts a target that sums to what attention sums to', () => {
    const difference = lessTarget(bundle, values)!;
    mapSums(bundle, difference).columns.forEach((sum) => expect(sum).toBeCloseTo(0, 6));
    // Three documents have the class of query 0, key 2 among them; key 1 has another.
    expect(difference[2 * 8]).toBeCloseTo(values[2 * 8]! - 1 / 3, 6);
    expect(difference[8]).toBe(values[8]);
    const over = (normalisedOver: 'queries' | 'none') => ({ ...bundle, meta: { normalisedOver } });
    const rows = lessTarget(over('queries'), new Float32Array(64))!;
    mapSums(bundle, rows).rows.forEach((sum) => expect(sum).toBeCloseTo(-1, 6));
    expect(lessTarget(over('none'), values)).toBeNull();
  });

  it('finds the best and the worst, the first of equals', () => {
    expect(indexOfSmallest([0.4, 0.1, 0.1])).toBe(1);
    expect(indexOfLargest([0.4, 0.5, 0.5])).toBe(1);
    expect(indexOfSmallest([])).toBe(-1);
  });

  it('writes cells as drawn, exactly', () => {
    const tiny = sampleBundle([1, 0]);
    const csv = mapCsv(tiny, Float32Array.of(0.1, -2, 1 / 3, 1e-9), orderTokens(tiny, 'class'));
    expect(csv).toBe(
      'key,alt.atheism 0,comp.graphics 0\nalt.atheism 0,1e-9,0.33333334\ncomp.graphics 0,-2,0.1\n',
    );
    for (const value of [0.1, 1 / 3, 1e-20, 123456.789, 0, 1]) {
      expect(Math.fround(Number(shortest(Math.fround(value))))).toBe(Math.fround(value));
    }
    expect(shortest(0.1)).toBe('0.1');
    const odd = { ...tiny, keyTokens: [{ ...tiny.keyTokens[0]!, label: 'a "b", c' }, tiny.keyTokens[1]!] };
    expect(mapCsv(odd, new Float32Array(4), orderTokens(odd, 'given'))).toContain('"a ""b"", c",0,0');
  });
});
