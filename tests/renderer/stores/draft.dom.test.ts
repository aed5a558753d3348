import { nextTick } from 'vue';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError, toErrorMessage } from '../../../src/shared/errors.ts';
import { experimentSchema } from '../../../src/shared/experiment.ts';
import { useDraft } from '../../../src/renderer/stores/draft.ts';
import { useRuns } from '../../../src/renderer/stores/runs.ts';
import { connectSample, type Connected } from '../sampleConnection.ts';

let connected: Connected;
let draft: ReturnType<typeof useDraft>;

beforeEach(() => {
  localStorage.clear();
  connected = connectSample();
  draft = useDraft();
  draft.usePreset('notebook');
});

describe('the experiment being written', () => {
  it('starts as its preset, with nothing different', () => {
    expect(draft.differences).toEqual([]);
    expect(draft.experiment?.training.learningRate).toBe(1e-5);
  });

  it('is as it was left when the window is loaded again, valid or not', async () => {
    draft.usePreset('notebook-scaled');
    draft.write('training.epochs', 'many');
    draft.lastSeed = 7;
    await nextTick();
    connectSample();
    const again = useDraft();
    expect(again).not.toBe(draft);
    expect([again.presetId, again.lastSeed]).toEqual(['notebook-scaled', 7]);
    expect(again.read('training.epochs')).toBe('many');
    expect(again.issues.map(({ path }) => path)).toEqual(['training.epochs']);
  });

  it.each([
    'not JSON',
    '{"presetId":"none","tree":{},"lastSeed":1}',
    '{"presetId":"notebook","tree":7}',
    '[]',
  ])('is its preset where what was kept cannot be read: %s', (text) => {
    localStorage.setItem('attention-lab.draft', text);
    connectSample();
    const again = useDraft();
    expect(again.presetId).toBe('quick-start');
    expect(again.differences).toEqual([]);
  });

  it('keeps what cannot be read, and says where', () => {
    draft.write('training.epochs', 'many');
    expect(draft.read('training.epochs')).toBe('many');
    expect(draft.experiment).toBeNull();
    expect(draft.issues.map(({ path }) => path)).toEqual(['training.epochs']);
    draft.write('training.epochs', 7);
    expect(draft.experiment?.training.epochs).toBe(7);
  });

  it('says why data that were not chosen here have no estimate, and takes it back with other data', async () => {
    const { dispatch } = connected.lab;
    const refuse = vi
      .spyOn(connected.lab, 'dispatch')
      .mockImplementation((method, input) =>
        method === 'estimate'
          ? Promise.resolve({ ok: false, error: toErrorMessage(new LabError('forbidden', 'not chosen')) })
          : dispatch(method, input),
      );
    draft.write('model.heads', 2);
    await vi.waitFor(() => expect(draft.isUnchosen).toBe(true));
    expect(draft.estimate).toBeNull();
    refuse.mockRestore();
    draft.write('model.heads', 3);
    await vi.waitFor(() => expect(draft.isUnchosen).toBe(false));
    expect(draft.estimate).not.toBeNull();
  });

  it('never changes the preset it came from', () => {
    draft.write('model.heads', 4);
    draft.usePreset('notebook');
    expect(draft.read('model.heads')).toBe(1);
  });

  it('puts one setting back, a whole source of data, or everything but the name', () => {
    draft.write('name', 'mine');
    draft.write('model.init', 'scaled');
    draft.write('dataset', { source: 'embedded', categories: null, testShare: 0.5, shuffleSeed: 1 });
    draft.reset('dataset.testShare');
    expect(draft.read('dataset.source')).toBe('20newsgroups');
    draft.reset('model.init');
    expect(draft.differences).toEqual([]);
    draft.write('training.epochs', 9);
    draft.reset();
    expect(draft.differences).toEqual([]);
    expect(draft.read('name')).toBe('mine');
  });

  it('takes an experiment from elsewhere and compares it with the preset it is closest to', () => {
    draft.take(
      experimentSchema.parse({
        version: 1,
        name: 'quick, slower',
        dataset: { source: 'embedded' },
        model: { heads: 4, headDim: 64 },
        training: { learningRate: 1e-3 },
      }),
    );
    expect(draft.presetId).toBe('quick-start');
  });

  it('asks what it would cost once a change has settled, never for an invalid one', async () => {
    vi.useFakeTimers();
    try {
      connected.calls.length = 0;
      draft.write('training.epochs', 2);
      await vi.advanceTimersByTimeAsync(50);
      draft.write('training.epochs', 3);
      await vi.advanceTimersByTimeAsync(1000);
      expect(draft.estimate?.totalSteps).toBe(210);
      draft.write('training.epochs', 0);
      await vi.advanceTimersByTimeAsync(1000);
      expect(connected.calls).toEqual(['estimate']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('queues seeds 0 to k as one group', async () => {
    draft.lastSeed = 2;
    expect(await draft.queueSeeds()).toBe(true);
    const runs = useRuns();
    await vi.waitFor(() => expect(runs.queued).toHaveLength(3));
    expect(runs.queued.map(({ experiment }) => experiment.seed).sort()).toEqual([0, 1, 2]);
    expect(new Set(runs.queued.map(({ group }) => group))).toEqual(new Set(['Notebook']));
  });
});
