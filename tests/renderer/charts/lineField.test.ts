import { describe, expect, it } from 'vitest';
import { headBands } from '../../../src/renderer/charts/headBands.ts';
import { headViewLayout, type HeadViewOptions } from '../../../src/renderer/charts/headViewLayout.ts';
import { idleField, layerWeights, lineField } from '../../../src/renderer/charts/lineField.ts';
import { orderTokens } from '../../../src/shared/order.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';

const options = (bundle: ReturnType<typeof sampleBundle>): HeadViewOptions => ({
  theme: 'light',
  width: 500,
  order: orderTokens(bundle, 'class'),
  scale: { kind: 'sqrt', max: 1, signed: false, locked: true },
});
const allOf = (groups: readonly number[], heads: number) => {
  const bundle = sampleBundle([...groups], { heads });
  const given = options(bundle);
  const layout = headViewLayout(bundle, given);
  const none = new Float32Array(heads * groups.length);
  return { bundle, layout, given, field: lineField(layerWeights(bundle, 0), layout, given, none, null) };
};

describe('a field of lines', () => {
  it('has rows from the top down, and the step of each weight where its rows cross', () => {
    const { bundle, field, given } = allOf([1, 0, 1, 2, 0], 2);
    expect([...field.queryRows]).toEqual([...field.queryRows].toSorted((a, b) => a - b));
    field.heads.forEach(({ steps }, head) => {
      given.order.queries.forEach((query, row) =>
        given.order.keys.forEach((key, column) => {
          const weight = bundle.values[(head * 5 + key) * 5 + query]!;
          expect(Math.abs(steps[row * 5 + column]! / 20 - weight)).toBeLessThanOrEqual(
            Math.max(0.5 / 20, 1 / 20 - weight) + 1e-6,
          );
        }),
      );
    });
  });

  it('is that of one layer', () => {
    const bundle = { ...sampleBundle([0, 1, 0], { heads: 2 }), layers: 2 };
    const values = Float32Array.from({ length: 36 }, (_, i) => i);
    expect([...layerWeights({ ...bundle, values }, 1).values]).toEqual([...values.subarray(18)]);
  });

  it('keeps 3.5 % for the lines behind a selection while they are few', () => {
    const { field } = allOf([1, 0, 1, 2, 0], 3);
    expect(new Set(idleField(field).opacities)).toEqual(new Set([0, 0.035]));
  });

  it('makes them fainter where they would cover what lies before them', () => {
    const { field, layout } = allOf(
      Array.from({ length: 60 }, (_, i) => i % 3),
      12,
    );
    const [, opacity = 0] = idleField(field).opacities;
    expect(opacity).toBeLessThan(0.035);
    const room = { width: layout.lineEnd - layout.lineStart, height: 59 * layout.rowHeight };
    let ink = 0;
    for (let query = 0; query < 60; query += 1) {
      for (let key = 0; key < 60; key += 1) {
        ink += 12 * Math.sqrt(room.width ** 2 + ((key - query) * layout.rowHeight) ** 2);
      }
    }
    const depth = ink / (room.width * room.height);
    expect(1 - (1 - opacity) ** depth).toBeCloseTo(0.3, 6);
  });
});

describe('bands of a head view', () => {
  it.each([1, 1.25, 1.5, 2])('cover it from top to bottom on whole pixels at density %s', (ratio) => {
    const { layout } = allOf(
      Array.from({ length: 50 }, (_, i) => i % 3),
      2,
    );
    const bands = headBands(layout, ratio);
    expect(bands.length).toBeGreaterThan(2);
    let end = 0;
    for (const { top, height, lines } of bands) {
      expect(top * ratio).toBeCloseTo(end, 9);
      expect([lines.y, lines.height]).toEqual([Math.round(top * ratio), Math.round(height * ratio)]);
      expect([lines.x, lines.width].every(Number.isInteger)).toBe(true);
      expect(lines.x).toBeLessThan(layout.lineStart * ratio);
      expect(lines.x + lines.width).toBeGreaterThan(layout.lineEnd * ratio);
      end += Math.round(height * ratio);
    }
    expect(end).toBe(Math.round(layout.height * ratio));
  });

  it('name every row that reaches into them', () => {
    const { layout } = allOf(
      Array.from({ length: 50 }, (_, i) => i % 3),
      2,
    );
    for (const { top, height, rows } of headBands(layout, 1)) {
      for (let row = 0; row < 50; row += 1) {
        const first = layout.top + row * layout.rowHeight;
        const meets = first < top + height && first + layout.rowHeight > top;
        if (meets) expect(row >= rows.from && row < rows.after).toBe(true);
      }
    }
  });
});
