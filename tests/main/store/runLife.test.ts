import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunId } from '../../../src/shared/ids.ts';
import { scripted } from '../../helpers/scriptedLab.ts';
import { TemporaryStore } from '../../helpers/temporaryStore.ts';

describe('the life of a run in the store', () => {
  let temporary: TemporaryStore;
  beforeEach(() => {
    temporary = new TemporaryStore();
  });
  afterEach(() => temporary.remove());

  const create = (): RunId => {
    const { store } = temporary;
    return store.durably(() => store.runs.create({ experiment: scripted(''), threads: 0 }));
  };
  const summary = (id: RunId) => temporary.store.runs.get(id)?.summary;

  it('takes runs from the queue in the order they were added, a resumed one last', () => {
    const { store } = temporary;
    const [a, b, c] = [create(), create(), create()];
    expect(store.life.nextQueued()).toBe(a);
    store.life.begin(a);
    expect(store.life.nextQueued()).toBe(b);
    store.life.end(a, 'interrupted', null);
    store.life.requeue(a);
    const order: (RunId | null)[] = [];
    for (let next = store.life.nextQueued(); next !== null; next = store.life.nextQueued()) {
      order.push(next);
      store.life.begin(next);
    }
    expect(order).toEqual([b, c, a]);
  });

  it('passes over a queued run that was deleted', () => {
    const { store } = temporary;
    const [a, b] = [create(), create()];
    store.edits.softDelete(a);
    expect(store.life.nextQueued()).toBe(b);
  });

  it('keeps when a run began first and when it ended last', () => {
    const { store } = temporary;
    const id = create();
    expect(summary(id)).toMatchObject({ startedAt: null, endedAt: null });
    store.life.begin(id);
    const { startedAt } = summary(id) ?? {};
    expect(startedAt).toMatch(/^\d{4}-.*Z$/);
    expect(summary(id)).toMatchObject({ state: 'running', endedAt: null });
    const error = { kind: 'expected', code: 'io', message: 'lost', hint: 'resume' } as const;
    store.life.end(id, 'interrupted', error);
    expect(summary(id)).toMatchObject({ state: 'interrupted', startedAt, error });
    expect(summary(id)?.endedAt).not.toBeNull();
    store.life.requeue(id);
    store.life.begin(id);
    expect(summary(id)).toMatchObject({ state: 'running', startedAt, endedAt: null, error: null });
  });

  it('names the runs that were running or paused, with their process', () => {
    const { store } = temporary;
    const [a, b, c] = [create(), create(), create()];
    store.life.begin(a);
    store.life.setProcess(a, { pid: 4711, start: 'boot:1' });
    store.life.begin(b);
    store.life.setState(b, 'paused');
    expect(store.life.unfinished()).toEqual([
      { runId: a, process: { pid: 4711, start: 'boot:1' } },
      { runId: b, process: null },
    ]);
    store.life.end(a, 'finished', null);
    store.life.end(b, 'finished', null);
    expect(store.life.unfinished()).toEqual([]);
    expect(summary(c)?.state).toBe('queued');
  });

  it('keeps the best finite loss and the furthest step, whatever comes in between', () => {
    const { store } = temporary;
    const id = create();
    const progress = (step: number, lastLoss: number, bestLoss: number): void =>
      store.life.setProgress(id, { step, lastLoss, bestLoss, secondsPerStep: 0.1, trainSeconds: step });
    progress(2, -0.3, -0.4);
    progress(4, -0.2, -0.25);
    expect(summary(id)).toMatchObject({ step: 4, lastLoss: -0.2, bestLoss: -0.4, secondsPerStep: 0.1 });
    progress(5, Number.NaN, Number.NaN);
    expect(summary(id)).toMatchObject({ step: 5, lastLoss: null, bestLoss: -0.4 });
    progress(3, -0.5, -0.5);
    expect(summary(id)).toMatchObject({ step: 5, lastLoss: -0.5, bestLoss: -0.5 });
  });

  it('keeps the highest memory it was told of', () => {
    const { store } = temporary;
    const id = create();
    for (const bytes of [100, 300, 200]) store.life.raisePeakRss(id, bytes);
    expect(summary(id)?.peakRssBytes).toBe(300);
  });
});
