import { describe, expect, it } from 'vitest';
import { fitLabel, headViewHit } from '../../../src/renderer/charts/headViewLayout.ts';
import type { HeadViewOptions } from '../../../src/renderer/charts/headViewLayout.ts';
import { massThresholds } from '../../../src/renderer/charts/lineThresholds.ts';
import { headViewPlan } from '../../../src/renderer/charts/headViewPlan.ts';
import type { Mark, PathMark } from '../../../src/renderer/charts/plan.ts';
import { chartWordsPt } from '../../../src/renderer/charts/chartWordsPt.ts';
import { themes } from '../../../src/shared/colours.ts';
import { orderTokens } from '../../../src/shared/order.ts';
import { sampleBundle } from '../../helpers/sampleBundle.ts';

const bundle = sampleBundle([1, 0, 1, 2, 0], { heads: 3 });
const base: HeadViewOptions = {
  theme: 'light',
  width: 500,
  order: orderTokens(bundle, 'class'),
  scale: { kind: 'sqrt', max: 1, signed: false, locked: true },
};
const lines = (marks: readonly Mark[]): PathMark[] =>
  marks.filter((mark): mark is PathMark => mark.kind === 'path');
const count = (paths: readonly PathMark[]): number => paths.reduce((sum, path) => sum + path.lines.length, 0);

describe('head view plan', () => {
  it('draws a line a weight in the colour of its head, opacity the weight itself, not divided by heads', () => {
    const paths = lines(headViewPlan(bundle, base).marks);
    expect(count(paths)).toBe(3 * 5 * 5);
    expect(new Set(paths.map(({ stroke }) => stroke))).toEqual(new Set(themes.light.runs.slice(0, 3)));
    const largest = Math.max(...bundle.values);
    const strongest = Math.max(...paths.map(({ opacity }) => opacity ?? 1));
    expect(Math.abs(strongest - largest)).toBeLessThanOrEqual(0.5 / 20 + 1e-9);
  });

  it('makes the root of the weight the opacity of lines that are brought forward', () => {
    const paths = lines(headViewPlan(bundle, { ...base, pinned: { key: 3, query: 1 } }).marks);
    const brought = paths.filter(({ strokeWidth }) => strokeWidth === 1.6);
    const largest = Math.max(...bundle.values.filter((_, i) => i % 5 === 1));
    const strongest = Math.max(...brought.map(({ opacity }) => opacity ?? 1));
    expect(Math.abs(strongest - Math.sqrt(largest))).toBeLessThanOrEqual(0.5 / 20 + 1e-9);
  });

  it('runs each line from the row of its query on the left to the row of its key on the right', () => {
    const single = { ...bundle, heads: 1, values: new Float32Array(25) };
    single.values[3 * 5 + 1] = 1; // key 3, query 1
    const plan = headViewPlan(single, base);
    const [path] = lines(plan.marks);
    const { lineStart, lineEnd, top, rowHeight } = plan.layout;
    const row = (order: Int32Array, index: number): number => top + (order.indexOf(index) + 0.5) * rowHeight;
    expect(count(lines(plan.marks))).toBe(1);
    expect([...path!.lines[0]!]).toEqual([
      lineStart,
      row(base.order.queries, 1),
      lineEnd,
      row(base.order.keys, 3),
    ]);
  });

  it('draws no line of a head that is off', () => {
    const paths = lines(headViewPlan(bundle, { ...base, heads: [true, false, true] }).marks);
    expect(count(paths)).toBe(2 * 25);
    expect(paths.some(({ stroke }) => stroke === themes.light.runs[1])).toBe(false);
  });

  it('brings the lines of a pinned query forward and leaves the others at 3.5 %', () => {
    const paths = lines(headViewPlan(bundle, { ...base, pinned: { key: 3, query: 1 } }).marks);
    const strong = paths.filter(({ strokeWidth }) => strokeWidth === 1.6);
    const idle = paths.filter(({ strokeWidth }) => strokeWidth === 1);
    expect(count(strong)).toBe(3 * 5);
    expect(count(idle)).toBe(3 * 25);
    expect(new Set(idle.map(({ opacity }) => opacity))).toEqual(new Set([0.035]));
  });

  it('shows where a hovered key gets its weight from', () => {
    const plan = headViewPlan(bundle, { ...base, hovered: { side: 'key', index: 2 } });
    const strong = lines(plan.marks).filter(({ strokeWidth }) => strokeWidth === 1.6);
    expect(count(strong)).toBe(3 * 5);
    const { top, rowHeight } = plan.layout;
    const end = top + (base.order.keys.indexOf(2) + 0.5) * rowHeight;
    expect(new Set(strong.flatMap((path) => path.lines.map((line) => line[3])))).toEqual(new Set([end]));
  });

  it('gives signed weights the purple and orange of differences', () => {
    const signed = { ...bundle, heads: 1, values: new Float32Array(25) };
    signed.values.set([0.4, -0.4]);
    const scale = { ...base.scale, signed: true };
    const strokes = lines(headViewPlan(signed, { ...base, scale }).marks).map(({ stroke }) => stroke);
    expect(new Set(strokes)).toEqual(new Set([themes.light.diverging[8], themes.light.diverging[2]]));
  });

  it('dashes the thirteenth head, whose colour is the first again', () => {
    const many = sampleBundle([0, 1], { heads: 13 });
    const paths = lines(headViewPlan(many, { ...base, order: orderTokens(many, 'given') }).marks);
    const first = paths.filter(({ stroke }) => stroke === themes.light.runs[0]);
    expect(new Set(first.map(({ dash }) => dash?.length))).toEqual(new Set([0, 2]));
  });

  it('finds tokens and head squares under a pixel', () => {
    const { layout } = headViewPlan(bundle, { ...base, headSquares: true });
    const y = layout.top + 2.5 * layout.rowHeight;
    const hit = (x: number, at: number) => headViewHit(layout, base.order, x, at);
    expect(hit(layout.queryLabelEnd - 3, y)).toEqual({ side: 'query', index: base.order.queries[2] });
    expect(hit(layout.keyLabelStart + 3, y)).toEqual({ side: 'key', index: base.order.keys[2] });
    expect(hit((layout.lineStart + layout.lineEnd) / 2, y)).toBeNull();
    expect(hit(layout.keyLabelStart, layout.top + 5 * layout.rowHeight + 1)).toBeNull();
    const square = layout.squares[1]!;
    expect(hit(square.x + 2, square.y + 2)).toEqual({ side: 'head', index: 1 });
  });

  it('keeps a label’s number when it shortens the name', () => {
    const style = { size: 11 } as const;
    expect(fitLabel('rec.autos 4', 100, style)).toBe('rec.autos 4');
    expect(fitLabel('talk.politics.mideast 12', 80, style)).toMatch(/^talk\..*… 12$/);
  });

  it('says in words what is drawn', () => {
    const options = { ...base, title: 'Sample', massShare: 0.6, pinned: { key: 0, query: 1 } };
    expect(headViewPlan(bundle, options).description).toBe(
      'Sample: 5 queries on the left, 5 keys on the right, 3 of 3 heads, the largest weights up to 60 % of ' +
        'the mass of each query, query alt.atheism 0 brought forward.',
    );
  });

  it('writes every word in the language of the window', () => {
    const { marks, description } = headViewPlan(bundle, {
      ...base,
      width: 700,
      words: chartWordsPt,
      massShare: 0.6,
      headSquares: true,
      legend: true,
    });
    const written = marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
    expect(written).toEqual(expect.arrayContaining(['Cabeças', 'consultas', 'chaves', 'peso']));
    expect(written).toContain(
      'linhas: maiores pesos até 60 % da massa; uma coluna por cabeça: peso médio que uma chave recebe',
    );
    expect(description).toBe(
      'Visão de cabeças: 5 consultas à esquerda, 5 chaves à direita, 3 de 3 cabeças, os maiores pesos até ' +
        '60 % da massa de cada consulta.',
    );
  });
});

describe('mass thresholds', () => {
  it('take the largest weights until the share is passed', () => {
    const one = sampleBundle([0, 0, 0, 0]);
    one.values.set([0.1, 0.4, 0.3, 0.2].flatMap((weight) => [weight, weight, weight, weight]));
    const at = (share: number): number => massThresholds(one, 0, share)[0]!;
    expect(at(0.3)).toBeCloseTo(0.4, 6);
    expect(at(0.5)).toBeCloseTo(0.3, 6);
    expect(at(0.8)).toBeCloseTo(0.2, 6);
    expect(at(1)).toBe(0);
  });

  it('draw equal weights together and never leave a query without a line', () => {
    const one = sampleBundle([0, 0, 0, 0]);
    one.values.fill(0.25);
    expect([...massThresholds(one, 0, 0)]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
});
