import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asRunId, type RunId } from '../../../src/shared/ids.ts';
import { runColours } from '../../../src/main/store/runs.ts';
import { scripted } from '../../helpers/scriptedLab.ts';
import { TemporaryStore } from '../../helpers/temporaryStore.ts';

describe('runs in the store', () => {
  let temporary: TemporaryStore;
  beforeEach(() => {
    temporary = new TemporaryStore();
  });
  afterEach(() => temporary.remove());

  const create = (name = 'plain', seed = 0): RunId => {
    const { store } = temporary;
    return store.durably(() => store.runs.create({ experiment: scripted(name, seed), threads: 2 }));
  };

  it('names a run by eight letters and digits and queues it', () => {
    const id = create('first');
    expect(id).toMatch(/^[a-z0-9]{8}$/);
    expect(temporary.store.runs.get(id)).toMatchObject({
      threads: 2,
      deletedAt: null,
      environment: null,
      summary: {
        id,
        name: 'first',
        state: 'queued',
        experiment: scripted('first'),
        colour: 0,
        starred: false,
        hidden: false,
        tags: [],
        group: null,
        note: '',
        engine: null,
        shape: null,
        step: 0,
        lastLoss: null,
        lastEvaluation: null,
        error: null,
        parent: null,
      },
    });
  });

  it('dates runs that are made in one go one after another, so that their times alone keep their order', () => {
    const made = Array.from({ length: 200 }, (_, seed) => create('sweep', seed));
    const { store } = temporary;
    const times = made.map((id) => store.runs.get(id)!.summary.createdAt);
    expect(new Set(times).size).toBe(200);
    expect(times).toEqual(times.toSorted());
  });

  it('lists the newest first and leaves deleted ones out until they are restored', () => {
    const [a, b, c] = [create(), create(), create()];
    const { store } = temporary;
    const ids = (): readonly RunId[] => store.runs.list().map((run) => run.id);
    expect(ids()).toEqual([c, b, a]);
    store.transaction(() => store.edits.softDelete(b));
    expect(ids()).toEqual([c, a]);
    store.transaction(() => store.edits.restore(b));
    expect(ids()).toEqual([c, b, a]);
  });

  it('gives the colour that fewest visible runs have', () => {
    const { store } = temporary;
    const ids = Array.from({ length: runColours + 1 }, () => create());
    const colours = ids.map((id) => store.runs.get(id)?.summary.colour);
    expect(colours).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0]);
    store.transaction(() => store.edits.softDelete(ids[5] ?? asRunId('')));
    const next = create();
    expect(store.runs.get(next)?.summary.colour).toBe(5);
  });

  it('keeps the settings that runs of several seeds share once', async () => {
    const ids = [create('seeds', 1), create('seeds', 2), create('seeds', 3)];
    const store = await temporary.reopen();
    expect(ids.map((id) => store.runs.get(id)?.summary.experiment)).toEqual([
      scripted('seeds', 1),
      scripted('seeds', 2),
      scripted('seeds', 3),
    ]);
  });

  it('keeps what a person edits, and only that', async () => {
    const id = create('before');
    let { store } = temporary;
    const edit = {
      name: 'after',
      note: 'a note',
      starred: true,
      hidden: true,
      group: 'seeds',
      tags: ['b', 'a', 'b'],
    };
    store.transaction(() => store.edits.edit(id, edit));
    store = await temporary.reopen();
    const expected = { ...edit, tags: ['b', 'a'], experiment: { name: 'before' } };
    expect(store.runs.list()[0]).toMatchObject(expected);
    store.transaction(() => store.edits.edit(id, { starred: false, group: null }));
    expect(store.runs.list()[0]).toMatchObject({ ...expected, starred: false, group: null });
  });

  it('purges deleted runs with everything recorded of them, and no others', () => {
    const { store } = temporary;
    const [kept, gone] = [create('kept'), create('gone')];
    for (const id of [kept, gone]) {
      store.transaction(() => store.metrics.append(id, 1, Float64Array.of(1), Float64Array.of(1)));
    }
    store.transaction(() => store.edits.softDelete(gone));
    expect(store.durably(() => store.edits.purge([kept, gone]))).toEqual([gone]);
    expect(store.runs.get(gone)).toBeNull();
    expect(store.metrics.series(gone, 1).losses).toHaveLength(0);
    expect(store.metrics.series(kept, 1).losses).toHaveLength(1);
  });

  it('remembers the run and step that another was forked from', () => {
    const { store } = temporary;
    const parent = { runId: create(), step: 30 };
    const id = store.durably(() => store.runs.create({ experiment: scripted('fork'), threads: 0, parent }));
    expect(store.runs.get(id)?.summary.parent).toEqual(parent);
  });
});
