import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClassAttention, ClassExplanation } from '../../../src/shared/explain.ts';
import { never, rowsFrom, trainRun, type TrainedRun } from './trained.ts';

let run: TrainedRun;
beforeAll(async () => {
  run = await trainRun({ engine: 'wasm', standardise: 'per-split' });
});
afterAll(() => run.remove());

describe('the mean score of two classes', () => {
  let explanation: ClassExplanation;
  beforeAll(async () => {
    const question = {
      kind: 'class-pair',
      checkpoint: run.checkpoint,
      change: false,
      head: 1,
      keyClass: 0,
      queryClass: 2,
    } as const;
    const answer = await run.explainer.answer(question, never);
    if (answer.kind !== 'class-pair') throw new Error(answer.kind);
    explanation = answer.explanation;
  });

  it('is the mean over all pairs of their test documents', async () => {
    const { labels } = run;
    const members = (group: number): number[] =>
      Array.from(labels.keys()).filter((row) => labels[row] === group);
    let [sum, count] = [0, 0];
    for (const key of members(0)) {
      for (const query of members(2)) {
        const rows = Int32Array.of(key, query);
        const by = { kind: 'weights', checkpoint: run.checkpoint } as const;
        const answer = await run.explainer.answer(
          { kind: 'cell', by, rows, key: 0, query: 1, without: { key: [], query: [] } },
          never,
        );
        if (answer.kind !== 'cell') throw new Error(answer.kind);
        sum += answer.explanation.scores[4 + 1]!; // head 1, key 0, query 1
        count += 1;
      }
    }
    expect(explanation.documentPairs).toBe(count);
    expect(explanation.score).toBeCloseTo(sum / count, 9);
  });

  it('is the sum of its terms, of either class, and of their pairs', () => {
    const { score, keyTotals, queryTotals, pairs, keyTerms, queryTerms } = explanation;
    const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
    expect(total(keyTotals)).toBeCloseTo(score, 9);
    expect(total(queryTotals)).toBeCloseTo(score, 9);
    expect(total(pairs)).toBeCloseTo(score, 9);
    const first = pairs.subarray(0, queryTerms.length);
    expect(total(first)).toBeCloseTo(keyTotals[0]!, 9);
    expect(keyTerms).toContain(null);
    const sizes = Array.from(keyTotals, Math.abs);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  });

  it('can be told as its change since initialisation', async () => {
    const ask = async (checkpoint: string | null, change: boolean): Promise<ClassExplanation> => {
      const question = {
        kind: 'class-pair',
        checkpoint,
        change,
        head: 1,
        keyClass: 0,
        queryClass: 2,
      } as const;
      const answer = await run.explainer.answer(question, never);
      if (answer.kind !== 'class-pair') throw new Error(answer.kind);
      return answer.explanation;
    };
    const [before, change] = [await ask(null, false), await ask(run.checkpoint, true)];
    expect(change.score).toBeCloseTo(explanation.score - before.score, 9);
    const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
    expect(total(change.keyTotals)).toBeCloseTo(change.score, 9);
    expect(total(change.pairs)).toBeCloseTo(change.score, 9);
    const [term] = change.queryTerms;
    const of = (one: ClassExplanation): number => one.queryTotals[one.queryTerms.indexOf(term!)]!;
    expect(change.queryTotals[0]).toBeCloseTo(of(explanation) - of(before), 9);
  });

  it('is refused for a class or a head that is not there', async () => {
    const question = {
      kind: 'class-pair',
      checkpoint: null,
      change: false,
      head: 0,
      keyClass: 0,
      queryClass: 0,
    } as const;
    await expect(run.explainer.answer({ ...question, head: 2 }, never)).rejects.toThrow(
      'no such head or class',
    );
    await expect(run.explainer.answer({ ...question, queryClass: 3 }, never)).rejects.toThrow(
      'no such head or class',
    );
  });
});

describe('attention by class', () => {
  let map: ClassAttention;
  beforeAll(async () => {
    const by = { kind: 'weights', checkpoint: run.checkpoint } as const;
    const answer = await run.explainer.answer({ kind: 'class-map', by }, never);
    if (answer.kind !== 'class-map') throw new Error(answer.kind);
    map = answer.map;
  });

  it('sums what the engine attends to in every test sequence', () => {
    expect(map).toMatchObject({ heads: 2, sequences: 3, classes: ['gardens', 'harbours', 'rockets'] });
    for (let s = 0; s < 3; s += 1) {
      const attention = run.engine.attention('test', rowsFrom(s * 8));
      const expected = new Float64Array(2 * 9);
      for (let h = 0; h < 2; h += 1) {
        for (let i = 0; i < 8; i += 1) {
          for (let j = 0; j < 8; j += 1) {
            const cell = h * 9 + run.labels[s * 8 + i]! * 3 + run.labels[s * 8 + j]!;
            expected[cell]! += attention[(h * 8 + i) * 8 + j]!;
          }
        }
      }
      map.mass
        .subarray(s * 18, (s + 1) * 18)
        .forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 4));
      expect(map.counts.subarray(s * 3, s * 3 + 3).reduce((a, b) => a + b)).toBe(8);
    }
  });

  it('has a column for each class of queries whose mass is all there is', () => {
    for (let s = 0; s < 3; s += 1) {
      for (let group = 0; group < 3; group += 1) {
        const column = [0, 1, 2].map((key) => map.mass[s * 18 + key * 3 + group]!);
        expect(column.reduce((a, b) => a + b)).toBeCloseTo(map.counts[s * 3 + group]!, 4);
      }
    }
  });

  it('serves a measure as well, and has its cosines', async () => {
    const spec = { kind: 'uniform', features: 'raw', softmax: true } as const;
    const answer = await run.explainer.answer({ kind: 'class-map', by: { kind: 'measure', spec } }, never);
    if (answer.kind !== 'class-map') throw new Error(answer.kind);
    const { mass, counts, cosines } = answer.map;
    // Of uniform attention a class gets its share of the sequence, and the cosine is the root of that share.
    expect(mass[1]).toBeCloseTo((counts[0]! * counts[1]!) / 8, 5);
    const shares = Array.from(run.labels.subarray(0, 8), (label) => counts[label]! / 8);
    expect(cosines[0]).toBeCloseTo(shares.reduce((sum, share) => sum + Math.sqrt(share), 0) / 8, 5);
  });

  it('stops when it is told to', async () => {
    const by = { kind: 'weights', checkpoint: null } as const;
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(run.explainer.answer({ kind: 'class-map', by }, stopped)).rejects.toThrow('stopped');
  });
});
