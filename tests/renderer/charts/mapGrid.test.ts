import { describe, expect, it } from 'vitest';
import { planSvg } from '../../../src/main/figures/planSvg.ts';
import {
  mapGrid,
  mapGridCellAt,
  mapGridOverlay,
  type GridPanel,
} from '../../../src/renderer/charts/mapGrid.ts';
import type { Mark } from '../../../src/renderer/charts/plan.ts';
import { swipe, swipeCellAt, swipeShareAt } from '../../../src/renderer/charts/swipe.ts';
import { headValues } from '../../../src/shared/attention.ts';
import { differenceBundle } from '../../../src/shared/differenceBundle.ts';
import { orderTokens } from '../../../src/shared/order.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';

const bundle = sampleBundle([1, 0, 1, 2, 0, 1, 3, 3], { heads: 2 });
const order = orderTokens(bundle, 'class');
const scale = { kind: 'sqrt', max: 0.5, signed: false, locked: true } as const;
const panel = (mark: string, head: number, changes: Partial<GridPanel> = {}): GridPanel => ({
  mark,
  name: `head ${head}`,
  about: 'step 350',
  swatch: '#0f62c9',
  tokens: bundle,
  values: headValues(bundle, 0, head),
  order,
  scale,
  target: true,
  ...changes,
});
const difference = differenceBundle(bundle, { ...bundle, values: bundle.values.toReversed() }, 0)!;
const panels = [
  panel('A', 0),
  panel('B', 1),
  panel('', 0, { name: 'A − B', swatch: null, values: difference.values, scale: { ...scale, signed: true } }),
  panel('3', 1, { scale: { ...scale, locked: false } }),
];
const words = { maps: 'attention', difference: '±(A − B)', ownScale: 'own scale', description: 'four maps' };
const options = { theme: 'light', width: 620, height: 420, words } as const;

/** Every text of a plan, groups included. */
const texts = (marks: readonly Mark[]): { text: string; fill: string }[] =>
  marks.flatMap((mark) => {
    if (mark.kind === 'group') return texts(mark.marks);
    return mark.kind === 'text' ? [{ text: mark.text, fill: mark.fill }] : [];
  });

describe('a grid of maps', () => {
  it('has the drawing that was looked at', async () => {
    await expect(planSvg(mapGrid(panels, options), 'grid')).toMatchFileSnapshot(
      './__snapshots__/mapGrid.svg',
    );
  });

  it('gives every panel cells of one size, in whole pixels', () => {
    const cells = mapGrid(panels, options).panels.map(({ layout }) => layout.cell);
    expect(new Set(cells).size).toBe(1);
    expect(Number.isInteger(cells[0])).toBe(true);
  });

  it('says beside a map in the colour of a warning that it has its own scale, and nowhere else', () => {
    const warned = texts(mapGrid(panels, options).marks).filter(({ text }) => text === 'own scale');
    expect(warned).toEqual([{ text: 'own scale', fill: '#835300' }]);
    expect(texts(mapGrid(panels.slice(0, 3), options).marks).map(({ text }) => text)).not.toContain(
      'own scale',
    );
  });

  it('finds panel, key and query under a pixel, in the order on screen', () => {
    const plan = mapGrid(panels, options);
    const { x, y, layout } = plan.panels[1]!;
    const at = { x: x + layout.map.x + 2.5 * layout.cell, y: y + 37 + layout.map.y + 4.5 * layout.cell };
    expect(mapGridCellAt(plan, at.x, at.y)).toEqual({
      panel: 1,
      cell: { key: order.keys[4], query: order.queries[2] },
    });
    expect(mapGridCellAt(plan, 1, 1)).toBeNull();
  });

  it('draws one crosshair in every panel, and none where the panel has no such cell', () => {
    const plan = mapGrid(panels, options);
    const cross = mapGridOverlay(plan, panels, 'light', { key: 2, query: 5 }, null);
    expect(cross).toHaveLength(4);
    expect(cross.every((mark) => mark.kind === 'group' && mark.marks.length === 1)).toBe(true);
    const outside = mapGridOverlay(plan, panels, 'light', { key: 20, query: 5 }, null);
    expect(outside.every((mark) => mark.kind === 'group' && mark.marks.length === 0)).toBe(true);
  });

  it('never squeezes a map below what can be seen: the grid grows', () => {
    const many = Array.from({ length: 12 }, (_, index) => panel(String(index), index % 2));
    const plan = mapGrid(many, { ...options, height: 100 });
    expect(plan.panels[0]!.layout.map.width).toBeGreaterThanOrEqual(88);
    expect(plan.height).toBeGreaterThan(100);
  });
});

describe('a swipe of two maps', () => {
  const at = (share: number) => swipe(panels[0]!, panels[1]!, { ...options, share });

  it('has the drawing that was looked at', async () => {
    await expect(planSvg(at(0.4), 'swipe')).toMatchFileSnapshot('./__snapshots__/swipe.svg');
  });

  it('clips A to the left of the divider and B to the right', () => {
    const plan = at(0.25);
    const [left, right] = plan.marks.filter((mark) => mark.kind === 'group' && mark.clip !== undefined);
    expect(left).toMatchObject({ clip: { x: 0, width: plan.x } });
    expect(right).toMatchObject({ clip: { x: plan.x } });
    expect(plan.x).toBe(plan.map.x + Math.round(plan.map.width / 4));
  });

  it('knows where a dragged divider would stand, and no farther than the map', () => {
    const plan = at(0.5);
    expect(swipeShareAt(plan, plan.map.x + plan.map.width / 4)).toBeCloseTo(0.25, 9);
    expect(swipeShareAt(plan, -100)).toBe(0);
    expect(swipeShareAt(plan, 10_000)).toBe(1);
  });

  it('reads the cell under a pixel, whichever map is seen there', () => {
    const plan = at(0.5);
    const { cell } = plan.layout;
    expect(swipeCellAt(plan, panels[0]!, plan.map.x + 1.5 * cell, plan.map.y + 0.5 * cell)).toEqual({
      key: order.keys[0],
      query: order.queries[1],
    });
  });
});
