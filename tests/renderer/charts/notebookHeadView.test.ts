import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { headViewHit, headViewLayout, rowMiddle } from '../../../src/renderer/charts/headViewLayout.ts';
import { headViewLines } from '../../../src/renderer/charts/headViewLines.ts';
import { headViewPlan } from '../../../src/renderer/charts/headViewPlan.ts';
import { layerWeights, lineField } from '../../../src/renderer/charts/lineField.ts';
import { lineThresholds } from '../../../src/renderer/charts/lineThresholds.ts';
import type { Mark } from '../../../src/renderer/charts/plan.ts';
import { notebookFigure } from '../../../src/renderer/views/notebookFigure.ts';
import type { AttentionBundle } from '../../../src/shared/attention.ts';
import { orderTokens } from '../../../src/shared/order.ts';
import { fitScale } from '../../../src/shared/scales.ts';
import { sharedFile } from '../../helpers/sharedData.ts';

/** What BertViz's own script drew of the notebook's matrix: bench/peers/bertviz.ts read it out of its picture. */
const bertviz = z
  .object({
    left: z.array(z.string()),
    right: z.array(z.string()),
    opacity: z.array(z.array(z.number())),
  })
  .parse(
    JSON.parse(readFileSync(new URL('../../fixtures/bertviz/notebookFigure.json', import.meta.url), 'utf8')),
  );
const reference = sharedFile('reference/tfidf.json');

/** The lines of a bundle as one click on "The notebook's figure" draws them: [query, key] opacity. */
function drawnLines(bundle: AttentionBundle): number[][] {
  const options = {
    theme: 'light',
    width: 452,
    order: orderTokens(bundle, 'given', 0),
    scale: fitScale([bundle.values], 'sqrt', { signed: false, locked: true }),
  } as const;
  const layout = headViewLayout(bundle, options);
  const rowAt = (y: number): number =>
    Array.from({ length: 32 }, (_, row) => row).findIndex((row) => Math.abs(rowMiddle(layout, row) - y) < 1);
  const opacity = Array.from({ length: 32 }, () => new Array<number>(32).fill(0));
  const collect = (mark: Mark): void => {
    if (mark.kind === 'group') mark.marks.forEach(collect);
    if (mark.kind !== 'path') return;
    for (const [x1, y1, x2, y2] of mark.lines) {
      expect([x1, x2]).toEqual([layout.lineStart, layout.lineEnd]);
      opacity[rowAt(y1!)]![rowAt(y2!)] = mark.opacity ?? 1;
    }
  };
  const thresholds = lineThresholds(bundle, 0, { kind: 'mass', share: 1 });
  headViewLines(lineField(layerWeights(bundle, 0), layout, options, thresholds, null)).forEach(collect);
  return opacity;
}

describe('the notebook’s figure against BertViz’s picture of the same matrix', () => {
  const bundle = notebookFigure();

  it('has the same documents on both sides, in the same order', () => {
    expect(bundle.queryTokens.map(({ label }) => label)).toEqual(bertviz.left);
    expect(bundle.keyTokens.map(({ label }) => label)).toEqual(bertviz.right);
    const order = orderTokens(bundle, 'given', 0);
    const scale = fitScale([bundle.values], 'sqrt', { signed: false, locked: true });
    const { layout, marks } = headViewPlan(bundle, { theme: 'light', width: 600, order, scale });
    const words = marks.flatMap((mark) => (mark.kind === 'text' ? [mark] : []));
    const columns = (['end', 'start'] as const).map((anchor) =>
      words.filter((word) => word.anchor === anchor && bertviz.left.includes(word.text)),
    );
    expect(columns[0]!.map(({ text }) => text)).toEqual(bertviz.left);
    expect(columns[1]!.map(({ text }) => text)).toEqual(bertviz.right);
    // Queries left, keys right: where a hand finds them.
    expect(headViewHit(layout, order, columns[0]![3]!.x - 4, columns[0]![3]!.y)).toEqual({
      side: 'query',
      index: 3,
    });
    expect(headViewHit(layout, order, columns[1]![3]!.x + 4, columns[1]![3]!.y)).toEqual({
      side: 'key',
      index: 3,
    });
  });

  it('draws a line between the same pairs, as strong as their weight', () => {
    const ours = drawnLines(bundle);
    let [lines, farthest] = [0, 0];
    bertviz.opacity.forEach((row, query) =>
      row.forEach((weight, key) => {
        const drawn = ours[query]![key]!;
        // The stored figure rounds a weight to 1/65535.
        if (weight > 1 / 65_535) {
          lines += 1;
          expect(drawn, `${bertviz.left[query]} to ${bertviz.right[key]}`).toBeGreaterThan(0);
        } else expect(drawn).toBe(0);
        farthest = Math.max(farthest, Math.abs(drawn - weight));
      }),
    );
    expect(lines).toBe(856);
    // One head: BertViz's opacity is the weight; ours is, in steps of a twentieth.
    expect(farthest).toBeLessThanOrEqual(0.05);
  });

  it.skipIf(reference === undefined)(
    'is of the weights and names that scikit-learn gives (shared reference/tfidf.json)',
    () => {
      const { tokens32, attention32 } = z
        .object({ tokens32: z.array(z.string()), attention32: z.array(z.array(z.number())) })
        .parse(JSON.parse(readFileSync(reference!, 'utf8')));
      expect(bertviz.left).toEqual(tokens32);
      attention32.forEach((row, i) =>
        row.forEach((weight, j) => {
          expect(Math.abs(bertviz.opacity[i]![j]! - weight)).toBeLessThan(1e-6);
          expect(Math.abs(bundle.values[i * 32 + j]! - weight)).toBeLessThan(1e-5);
        }),
      );
    },
  );
});
