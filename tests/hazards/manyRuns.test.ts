import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentSchema } from '../../src/shared/experiment.ts';
import type { RunId } from '../../src/shared/ids.ts';
import type { RunSummary } from '../../src/shared/run.ts';
import type { Lab } from '../../src/main/lab.ts';
import { openScriptedLab, scripted } from '../helpers/scriptedLab.ts';
import { TemporaryStore } from '../helpers/temporaryStore.ts';

const runs = 10_000;

describe('a lab of ten thousand runs', () => {
  let temporary: TemporaryStore;
  let lab: Lab;
  const ids: RunId[] = [];
  beforeAll(async () => {
    temporary = new TemporaryStore();
    const { store } = temporary;
    const metrics = { loss: -0.5, sameClassMass: 0.6, voteAccuracy: 0.7, precisionAt1: 0.8, entropy: 1.5 };
    const losses = Float64Array.from({ length: 300 }, (_, i) => -i / 300);
    store.transaction(() => {
      for (let i = 0; i < runs; i += 1) {
        // Seeds of ten experiments, and a learning rate of its own for every hundredth run.
        const training = { learningRate: i % 100 === 0 ? 1e-3 / (i + 1) : 1e-3 };
        const experiment = experimentSchema.parse({ ...scripted(`sweep ${i % 10}`, i), training });
        const id = store.runs.create({ experiment, threads: 0 });
        store.edits.edit(id, { tags: [`tag ${i % 5}`] });
        store.evaluations.save(id, { epoch: 0, step: 0, metrics, seconds: 1 });
        store.evaluations.save(id, { epoch: 1, step: 300, metrics: { ...metrics, loss: -i }, seconds: 1 });
        if (i < 200) store.metrics.append(id, 1, losses, losses);
        store.life.begin(id);
        store.life.end(id, 'finished', null);
        ids.push(id);
      }
    });
    await store.close();
    lab = await openScriptedLab(temporary.folder.path);
  }, 60_000);
  afterAll(async () => {
    await lab.close();
    temporary.folder.remove();
  });

  it('lists them all, newest first, each with its own numbers', async () => {
    const reply = await lab.dispatch('listRuns', {});
    const list = (reply as { value: readonly RunSummary[] }).value;
    expect(list).toHaveLength(runs);
    expect(list.map((run) => run.id)).toEqual(ids.toReversed());
    const wrong = list.filter(
      (run, i) =>
        run.experiment.seed !== runs - 1 - i ||
        run.lastEvaluation?.metrics.loss !== -(runs - 1 - i) ||
        run.tags[0] !== `tag ${(runs - 1 - i) % 5}`,
    );
    expect(wrong).toEqual([]);
  });

  it('reads the losses of 200 of them', async () => {
    let steps = 0;
    for (const runId of ids.slice(0, 200))
      steps += (await lab.api.getLosses({ runId, fromStep: 1 })).losses.length;
    expect(steps).toBe(200 * 300);
  });

  it('deletes and restores them in one go', async () => {
    await lab.api.deleteRuns({ runIds: ids });
    expect(await lab.api.listRuns({})).toEqual([]);
    await lab.api.restoreRuns({ runIds: ids });
    expect(await lab.api.listRuns({})).toHaveLength(runs);
  });
});
