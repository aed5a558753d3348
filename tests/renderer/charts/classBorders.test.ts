import { describe, expect, it } from 'vitest';
import { classBorders } from '../../../src/renderer/charts/classBorders.ts';
import { themes } from '../../../src/shared/colours.ts';
import { orderTokens, type OrderKind } from '../../../src/shared/order.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';

const bundle = sampleBundle([0, 1, 0, 2, 1, 1, 2, 2]);
const map = { x: 100, y: 50, width: 80, height: 80 };
const lines = (kind: OrderKind, cell = 10): readonly number[][] =>
  classBorders(themes.light, bundle, orderTokens(bundle, kind), map, cell).flatMap((mark) =>
    mark.kind === 'path' ? mark.lines.map((line) => [...line]) : [],
  );

describe('borders between classes', () => {
  it('go through the whole map where one class ends and the next begins, down and across', () => {
    expect(lines('class')).toEqual([
      [120, 50, 120, 130],
      [150, 50, 150, 130],
      [100, 70, 180, 70],
      [100, 100, 180, 100],
    ]);
  });

  it('are none in another order, nor where they would cover the cells', () => {
    expect(lines('given')).toEqual([]);
    expect(lines('class', 2)).toEqual([]);
  });
});
