import { describe, expect, it } from 'vitest';
import { heatmapCellAt, heatmapCellBox } from '../../../src/renderer/charts/heatmapLayout.ts';
import type { HeatmapOptions } from '../../../src/renderer/charts/heatmapLayout.ts';
import { describeCell, heatmapPlan } from '../../../src/renderer/charts/heatmapPlan.ts';
import type { CellsMark, Mark, PathMark, TextMark } from '../../../src/renderer/charts/plan.ts';
import { queryCosines } from '../../../src/renderer/charts/queryCosines.ts';
import { rampLevels, themes } from '../../../src/shared/colours.ts';
import { orderTokens } from '../../../src/shared/order.ts';
import { fitScale } from '../../../src/shared/scales.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';

const bundle = sampleBundle([1, 0, 1, 2, 0, 1, 3, 3]);
const base: HeatmapOptions = {
  theme: 'light',
  width: 400,
  scale: { kind: 'sqrt', max: 1, signed: false, locked: true },
  order: orderTokens(bundle, 'class'),
};
const ofKind = <Kind extends Mark['kind']>(marks: readonly Mark[], kind: Kind) =>
  marks.filter((mark): mark is Extract<Mark, { kind: Kind }> => mark.kind === kind);
const texts = (marks: readonly Mark[]): string[] => ofKind(marks, 'text').map(({ text }) => text);
/** The map is the first matrix of a plan, the colour bar the second. */
const mapOf = (marks: readonly Mark[]): CellsMark => ofKind(marks, 'cells')[0]!;

describe('heatmap plan', () => {
  it('puts keys in rows and queries in columns, in the given order', () => {
    const plan = heatmapPlan(bundle, bundle.values, base);
    const { levels, rows, columns } = mapOf(plan.marks);
    expect([rows, columns]).toEqual([8, 8]);
    const { keys, queries } = base.order;
    for (const [row, column] of [
      [0, 5],
      [7, 2],
    ] as const) {
      const value = bundle.values[keys[row]! * 8 + queries[column]!]!;
      expect(levels[row * 8 + column]).toBe(Math.round(Math.sqrt(value) * (rampLevels - 1)));
    }
  });

  it('draws whole-pixel square cells, the largest that fit, and never less than one pixel', () => {
    for (const width of [90, 317, 400, 801]) {
      const { layout } = heatmapPlan(bundle, bundle.values, { ...base, width });
      expect(Number.isInteger(layout.cell)).toBe(true);
      expect(layout.map.width).toBe(8 * layout.cell);
      expect(layout.map.height).toBe(8 * layout.cell);
      expect(layout.cell).toBeGreaterThanOrEqual(1);
    }
    const low = heatmapPlan(bundle, bundle.values, { ...base, height: 150 });
    expect(low.height).toBeLessThanOrEqual(150);
  });

  it('draws zero in the colour of the surface, on both maps', () => {
    const zeros = new Float32Array(64);
    for (const signed of [false, true]) {
      const scale = { ...base.scale, signed };
      const { levels, palette } = mapOf(heatmapPlan(bundle, zeros, { ...base, scale }).marks);
      const at = levels[0]! * 3;
      expect([...palette.subarray(at, at + 3)]).toEqual([255, 255, 255]);
    }
  });

  it('outlines one square a class in class order, with a halo', () => {
    const marks = heatmapPlan(bundle, bundle.values, { ...base, target: true }).marks;
    const outlines = ofKind(marks, 'path').filter(({ closed }) => closed === true) as PathMark[];
    expect(outlines.map(({ lines }) => lines.length)).toEqual([4, 4]);
    expect(outlines.map(({ stroke }) => stroke)).toEqual([themes.light.overlayHalo, themes.light.overlayInk]);
    const { map, cell } = heatmapPlan(bundle, bundle.values, base).layout;
    // Class 0 has two documents: its square spans the first two rows and columns.
    expect([...outlines[1]!.lines[0]!.slice(0, 6)]).toEqual([
      map.x + 1,
      map.y + 1,
      map.x + 2 * cell - 1,
      map.y + 1,
      map.x + 2 * cell - 1,
      map.y + 2 * cell - 1,
    ]);
  });

  it('outlines the edges between cells inside and outside the target in other orders', () => {
    const two = sampleBundle([0, 1, 0]);
    const plan = heatmapPlan(two, two.values, {
      ...base,
      order: orderTokens(two, 'given'),
      target: true,
    });
    const edges = ofKind(plan.marks, 'path').find(({ strokeWidth }) => strokeWidth === 1.2)!;
    // The target is a checkerboard of 3 × 3: 12 inner and 8 outer unit edges, joined across the board.
    expect(edges.lines).toHaveLength(2 * (2 + 2 * 1 + 2 * 1));
    const { map, cell } = plan.layout;
    const length = edges.lines.reduce(
      (sum, line) => sum + Math.abs(line[2]! - line[0]!) + Math.abs(line[3]! - line[1]!),
      0,
    );
    expect(length / cell).toBe(20);
    expect(map.width).toBe(3 * cell);
  });

  it('names classes over the strip when the names fit, else in a legend with their full names', () => {
    const names = (classes: string[]): string[] => {
      const named = sampleBundle([0, 0, 0, 1, 1, 1], { classes });
      return texts(heatmapPlan(named, named.values, { ...base, order: orderTokens(named, 'class') }).marks);
    };
    expect(names(['sci.space', 'rec.autos'])).toEqual(expect.arrayContaining(['space', 'autos']));
    const long = 'comp.os.a-name-that-is-far-longer-than-three-cells-of-a-map';
    expect(names([long, 'rec.autos'])).toEqual(expect.arrayContaining([long, 'rec.autos']));
    expect(names(['a.mail', 'b.mail'])).toEqual(expect.arrayContaining(['a.mail', 'b.mail']));
  });

  it('hatches the ninth class, whose colour is the first again', () => {
    const nine = sampleBundle([0, 8], { classes: Array.from({ length: 9 }, (_, i) => `class ${i}`) });
    const plan = heatmapPlan(nine, nine.values, { ...base, order: orderTokens(nine, 'class') });
    expect(ofKind(plan.marks, 'group').length).toBeGreaterThan(0);
    const rects = ofKind(plan.marks, 'rect').filter(({ fill }) => fill === themes.light.classes[0]);
    expect(rects.length).toBe(4);
  });

  it('has a colour bar with ticks at values, and says when the scale is not shared', () => {
    const scale = fitScale([bundle.values], 'sqrt', { signed: false, locked: false });
    const plan = heatmapPlan(bundle, bundle.values, { ...base, scale });
    expect(texts(plan.marks)).toEqual(expect.arrayContaining(['0', String(scale.max), 'attention']));
    const own = ofKind(plan.marks, 'text').find(({ text }) => text.includes('own scale')) as TextMark;
    expect(own.fill).toBe(themes.light.warn);
  });

  it('draws each query’s cosine, the pinned one in ink', () => {
    const cosines = queryCosines(bundle, bundle.values);
    const pinned = { key: 2, query: 5 };
    const plan = heatmapPlan(bundle, bundle.values, { ...base, cosines, pinned });
    const { cosines: box } = plan.layout;
    const bars = ofKind(plan.marks, 'rect').filter(({ y, fill }) => y >= box!.y && fill !== undefined);
    expect(bars).toHaveLength(8);
    const inked = bars.filter(({ fill }) => fill === themes.light.ink);
    expect(inked).toHaveLength(1);
    expect(inked[0]!.height).toBeCloseTo(cosines[5]! * box!.height, 10);
  });

  it('finds the cell under a pixel, whatever the order', () => {
    const { layout } = heatmapPlan(bundle, bundle.values, base);
    for (const cell of [
      { key: 3, query: 6 },
      { key: 0, query: 1 },
    ]) {
      const box = heatmapCellBox(layout, base.order, cell);
      expect(heatmapCellAt(layout, base.order, box.x, box.y)).toEqual(cell);
      expect(heatmapCellAt(layout, base.order, box.x + box.width - 0.5, box.y + 0.5)).toEqual(cell);
    }
    expect(heatmapCellAt(layout, base.order, layout.map.x - 1, layout.map.y)).toBeNull();
    expect(heatmapCellAt(layout, base.order, layout.map.x, layout.map.y + layout.map.height)).toBeNull();
  });

  it('draws a map of different keys and queries', () => {
    const wide = { ...bundle, keys: 2, keyTokens: bundle.keyTokens.slice(0, 2) };
    const plan = heatmapPlan(wide, bundle.values.subarray(0, 16), {
      ...base,
      order: orderTokens(wide, 'class'),
      target: true,
    });
    expect(plan.layout.map.width / plan.layout.map.height).toBe(4);
  });

  it('says in words what is drawn and what a cell holds', () => {
    const plan = heatmapPlan(bundle, bundle.values, { ...base, title: 'Sample' });
    expect(plan.description).toBe(
      'Sample: 8 keys in rows by 8 queries in columns, ordered by class, colours from 0 to 1 on a sqrt scale.',
    );
    const value = bundle.values[2 * 8 + 5]!.toFixed(4);
    expect(describeCell(bundle, bundle.values, { key: 2, query: 5 })).toBe(
      `query comp.graphics 2, key comp.graphics 1: ${value}`,
    );
  });
});

describe('query cosines', () => {
  it('are 1 for attention equal to the mask, the root of the class share for uniform attention, 0 for none', () => {
    const two = sampleBundle([0, 0, 1, 1]);
    const mask = Float32Array.from({ length: 16 }, (_, i) =>
      Math.floor(i / 8) === Math.floor((i % 4) / 2) ? 0.5 : 0,
    );
    for (const cosine of queryCosines(two, mask)) expect(cosine).toBeCloseTo(1, 12);
    for (const cosine of queryCosines(two, new Float32Array(16).fill(0.25))) {
      expect(cosine).toBeCloseTo(Math.SQRT1_2, 12);
    }
    expect([...queryCosines(two, new Float32Array(16))]).toEqual([0, 0, 0, 0]);
  });
});
