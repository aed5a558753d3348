import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLab, type Lab } from '../../src/main/lab.ts';
import { parseExperiment } from '../../src/shared/experiment.ts';
import { asRunId, type RunId } from '../../src/shared/ids.ts';
import { temporaryFolder } from '../helpers/scriptedLab.ts';
import { writeSmallDataset } from '../helpers/smallDataset.ts';

/** A run trained by the real trainer, and questions about it through the contract. */
describe('a lab that explains a run', () => {
  const folder = temporaryFolder();
  let lab: Lab;
  let runId: RunId;
  let step: number;

  beforeAll(async () => {
    const path = join(folder.path, 'documents');
    await writeSmallDataset(path);
    lab = await openLab({ dataDir: join(folder.path, 'lab') });
    const experiment = parseExperiment({
      version: 1,
      name: 'explained',
      dataset: { source: 'folder', path },
      features: { minDf: 2, maxDf: 0.9 },
      model: { heads: 2, headDim: 5 },
      training: { learningRate: 0.01, epochs: 2, sequenceLength: 8 },
      probes: { sequences: 1, everySteps: 10 },
    });
    runId = lab.startRun(experiment);
    step = (await lab.waitForRun(runId)).step;
  }, 60_000);
  afterAll(async () => {
    await lab.close();
    folder.remove();
  });

  const call = async (method: string, input: unknown): Promise<unknown> => {
    const reply = await lab.dispatch(method, input);
    return reply.ok ? reply.value : reply.error;
  };

  const jobEnded = async (): Promise<void> => {
    for (;;) {
      const [job] = await lab.api.listJobs({});
      if (job?.state === 'finished') return;
      if (job === undefined || job.state === 'failed') throw new Error(JSON.stringify(job));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('has the documents of every test sequence, with the names a probe gives them', async () => {
    const run = await lab.api.getRun({ runId });
    const documents = await lab.api.getSequence({ runId, sequence: 0 });
    expect(documents.tokens.map(({ label }) => label)).toEqual(run.probes[0]!.tokens);
    expect(documents.tokens.map(({ documentHash }) => documentHash)).toEqual(run.probes[0]!.documentHashes);
    expect([...(await lab.api.getSequence({ runId, sequence: 2 })).rows]).toEqual([
      16, 17, 18, 19, 20, 21, 22, 23,
    ]);
    expect(await call('getSequence', { runId, sequence: 3 })).toMatchObject({
      code: 'not-found',
      message: 'the test split has 3 sequences: no 4',
    });
  });

  it('works out the attention that was stored, and that of other sequences', async () => {
    const stored = await lab.api.getAttention({ runId, step, sequence: 0 });
    const by = { kind: 'weights', step } as const;
    const computed = await lab.api.computeAttention({ runId, by, sequence: 0 });
    expect(computed.keyTokens).toEqual(stored.keyTokens);
    expect(computed.heads).toBe(2);
    stored.values.forEach((value, at) => expect(computed.values[at]).toBeCloseTo(value, 5));
    const initial = await lab.api.computeAttention({ runId, by: { kind: 'weights', step: 0 }, sequence: 0 });
    const first = await lab.api.getAttention({ runId, step: 0, sequence: 0 });
    first.values.forEach((value, at) => expect(initial.values[at]).toBeCloseTo(value, 5));
    const other = await lab.api.computeAttention({ runId, by, sequence: 2 });
    expect(other.meta.title).toBe(`explained, step ${step}, test sequence 3`);
  });

  it('trains to a step again to have its weights there', async () => {
    const by = { kind: 'weights', step: 10 };
    expect(await call('computeAttention', { runId, by, sequence: 0 })).toMatchObject({ code: 'not-found' });
    await lab.api.startTrainTo({ runId, step: 10 });
    await jobEnded();
    expect((await lab.api.getRun({ runId })).checkpoints.map((checkpoint) => checkpoint.step)).toEqual([
      10,
      step,
    ]);
    const stored = await lab.api.getAttention({ runId, step: 10, sequence: 0 });
    const computed = await lab.api.computeAttention({
      runId,
      by: { kind: 'weights', step: 10 },
      sequence: 0,
    });
    stored.values.forEach((value, at) => expect(computed.values[at]).toBeCloseTo(value, 5));
    expect(await call('startTrainTo', { runId, step: step + 1 })).toMatchObject({ code: 'bad-input' });
  });

  it('needs no documents any more once it has its features', async () => {
    rmSync(join(folder.path, 'documents'), { recursive: true });
    const [document] = await lab.api.getDocumentTerms({ runId, rows: [0] });
    expect(document?.terms.length).toBeGreaterThan(3);
  });

  it('shows a measure as it shows a run', async () => {
    const spec = { kind: 'euclidean', features: 'raw', softmax: false } as const;
    const bundle = await lab.api.computeAttention({ runId, by: { kind: 'measure', spec }, sequence: 0 });
    expect(bundle.meta).toMatchObject({
      title: 'negative Euclidean, test sequence 1',
      origin: { kind: 'measure', measure: 'euclidean-raw', sequence: 0 },
      normalisedOver: 'none',
      range: 'signed',
    });
    expect(bundle.values[9]).toBe(0);
  });

  it('says why a cell has its score', async () => {
    const { rows } = await lab.api.getSequence({ runId, sequence: 1 });
    const why = await lab.api.explainCell({
      runId,
      by: { kind: 'weights', step },
      rows: [...rows],
      key: 1,
      query: 4,
      withoutKeyTerms: [],
      withoutQueryTerms: [],
    });
    const size = why.keyTerms.length * why.queryTerms.length;
    const sum = why.pairs.subarray(0, size).reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(why.scores[8 + 4]!, 9);
    const [terms] = await lab.api.getDocumentTerms({ runId, rows: [rows[1]!] });
    expect([...terms!.terms, null]).toEqual(why.keyTerms);
  });

  it('reads the weights once for all questions about a sequence', async () => {
    const ask = (key: number): Promise<unknown> =>
      call('explainCell', {
        runId,
        by: { kind: 'weights', step },
        rows: [0, 1, 2, 3, 4, 5, 6, 7],
        key,
        query: 0,
      });
    expect(await ask(1)).toHaveProperty('pairs');
    rmSync(join(lab.folder.checkpoints, runId), { recursive: true });
    expect(await ask(2)).toHaveProperty('pairs');
  });

  it('has attention by class, and the terms behind it', async () => {
    const map = await lab.api.getClassMap({ runId, by: { kind: 'weights', step: 0 } });
    expect(map).toMatchObject({ heads: 2, sequences: 3, classes: ['gardens', 'harbours', 'rockets'] });
    const why = await lab.api.explainClasses({
      runId,
      step: 0,
      change: false,
      head: 0,
      keyClass: 0,
      queryClass: 1,
    });
    expect(why.documentPairs).toBe(100);
    const tests = await lab.api.getTestSequences({ runId });
    expect(tests?.losses).toHaveLength(3);
  });

  it('refuses what it cannot know, and says what to do', async () => {
    const by = { kind: 'weights', step: 3 };
    expect(await call('getClassMap', { runId, by })).toMatchObject({
      code: 'not-found',
      message: `no checkpoint at step 3: ${runId}`,
      hint: 'Train to that step to have its weights',
    });
    expect(await call('getDocumentTerms', { runId, rows: [1000] })).toMatchObject({
      code: 'bad-input',
      message: 'no such test document: 1000 of 30',
    });
    expect(await call('getSequence', { runId: asRunId('nosuchrun'), sequence: 0 })).toMatchObject({
      code: 'not-found',
    });
  });

  it('ends its processes when it is closed, with or without an answer', async () => {
    const asked = call('getDocumentTerms', { runId, rows: [0] });
    await lab.close();
    expect(await asked).toBeDefined();
  });
});
