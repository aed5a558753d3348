import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, nextTick, shallowRef } from 'vue';
import type { HeadBand } from '../../../src/renderer/charts/headBands.ts';
import type { LineRules, LineRequest } from '../../../src/renderer/components/lineWorker.ts';

/** What was asked of the worker, and what it has yet to answer. */
const asked: LineRequest[] = [];
const answers: (() => void)[] = [];

class FakeWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  postMessage(request: LineRequest): void {
    asked.push(request);
    if (request.ask !== 'paint') return;
    const { view, box } = request;
    answers.push(() =>
      this.onmessage?.({ data: { view, pixels: new Uint8ClampedArray(box.width * box.height * 4) } }),
    );
  }
}
vi.stubGlobal('Worker', FakeWorker);
const { useLinePictures } = await import('../../../src/renderer/components/useLinePictures.ts');

const bandsOf = (count: number): HeadBand[] =>
  Array.from({ length: count }, (_, i) => ({
    top: i * 10,
    height: 10,
    rows: { from: i, after: i + 1 },
    lines: { x: 0, y: i * 10, width: 20, height: 10, ratio: 1 },
  }));
/** The worker is not the real one: what the rules say does not matter here, only that they are others. */
const someRules = (): LineRules => ({ thresholds: new Float32Array(1) }) as unknown as LineRules;

describe('pictures of the lines of a head view', () => {
  const weights = shallowRef({ heads: 1, keys: 1, queries: 1, values: new Float32Array(1) });
  const rules = shallowRef(someRules());
  const bands = shallowRef(bandsOf(4));
  const inSight = shallowRef([false, true, true, false]);
  const kind = shallowRef<'all' | 'idle'>('all');
  let view: ReturnType<typeof useLinePictures>;
  let page: VueWrapper;
  const paints = (): [number, boolean][] =>
    asked.flatMap((request) =>
      request.ask === 'paint' ? [[request.box.y / 10, request.isIdle] as [number, boolean]] : [],
    );
  /** Answers whatever is asked until nothing is. */
  const answerAll = async (): Promise<void> => {
    while (answers.length > 0) {
      answers.shift()!();
      await nextTick();
    }
  };

  beforeEach(() => {
    vi.useFakeTimers();
    asked.length = 0;
    answers.length = 0;
    rules.value = someRules();
    inSight.value = [false, true, true, false];
    kind.value = 'all';
    page = mount(
      defineComponent(() => {
        view = useLinePictures({ weights, rules, bands, inSight, kind });
        return () => null;
      }),
    );
  });
  afterEach(() => {
    page.unmount();
    vi.useRealTimers();
  });

  it('come first where they are in sight, then for a selection there, then elsewhere when all is still', async () => {
    await answerAll();
    expect(paints()).toEqual([
      [1, false],
      [2, false],
      [1, true],
      [2, true],
    ]);
    expect([view.isShown.value, view.isWhole.value]).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(400);
    await answerAll();
    expect(paints().slice(4)).toEqual([
      [0, false],
      [3, false],
    ]);
    expect(view.isWhole.value).toBe(true);
  });

  it('are asked for a few at a time, so that a change is taken up soon', async () => {
    const first = [
      [1, false],
      [2, false],
      [1, true],
    ];
    expect(paints()).toEqual(first);
    answers.shift()!();
    inSight.value = [false, false, false, true];
    await nextTick();
    expect(paints()).toEqual([...first, [2, true]]);
    answers.shift()!();
    expect(paints().slice(4)).toEqual([[3, false]]);
  });

  it('of before a change stay until the new ones are there', async () => {
    await answerAll();
    const before = view.pictures.value[1]!.image;
    rules.value = someRules();
    await nextTick();
    expect(view.isShown.value).toBe(false);
    expect(view.pictures.value[1]!.image).toBe(before);
    await answerAll();
    expect(view.isShown.value).toBe(true);
    expect(view.pictures.value[1]!.image).not.toBe(before);
  });

  it('send weights and rules when they change and at no other time', async () => {
    await answerAll();
    expect(asked.filter(({ ask }) => ask === 'keep')).toHaveLength(1);
    rules.value = someRules();
    await nextTick();
    await answerAll();
    const [, second] = asked.filter((request) => request.ask === 'keep');
    expect(Object.keys(second!)).toEqual(['view', 'ask', 'rules']);
  });

  it('of the other kind stand in for one that is not there', async () => {
    answers.shift()!();
    answers.shift()!();
    kind.value = 'idle';
    expect(view.pictures.value[1]).toMatchObject({ isStandIn: true });
    expect(view.pictures.value[1]!.image).not.toBeNull();
    expect(view.isShown.value).toBe(false);
    await answerAll();
    expect(view.pictures.value[1]).toMatchObject({ isStandIn: false });
  });

  it('are forgotten with their view', () => {
    page.unmount();
    expect(asked.at(-1)).toMatchObject({ ask: 'forget' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
