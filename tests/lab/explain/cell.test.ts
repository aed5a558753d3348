import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CellExplanation } from '../../../src/shared/explain.ts';
import { tensorflowMissing, tensorflowRuntime } from '../../helpers/tensorflowRuntime.ts';
import { denseRow, never, rowsFrom, trainRun, type TrainedRun, type TrainedSettings } from './trained.ts';

const runs: readonly (readonly [string, TrainedSettings])[] = [
  ['wasm, standardised by split', { engine: 'wasm', standardise: 'per-split' }],
  ['wasm, not standardised', { engine: 'wasm', standardise: 'none' }],
  ['wasm, D×D heads, by the train split', { engine: 'wasm', standardise: 'train', headDim: 'full' }],
  [
    'reference, softmax over queries',
    { engine: 'reference', standardise: 'per-split', softmaxOver: 'queries' },
  ],
  ['reference, not standardised', { engine: 'reference', standardise: 'none' }],
  ['TensorFlow, standardised by split', { engine: 'tensorflow', standardise: 'per-split' }],
  ['TensorFlow, not standardised', { engine: 'tensorflow', standardise: 'none' }],
];
if (tensorflowRuntime === undefined) it.skip(`TensorFlow’s weights${tensorflowMissing}`);
const isThere = ({ engine }: TrainedSettings): boolean =>
  engine !== 'tensorflow' || tensorflowRuntime !== undefined;
const nothing = { key: [], query: [] };
const [key, query] = [2, 5];

describe.each(runs.filter(([, settings]) => isThere(settings)))(
  'the score of a cell (%s)',
  (_name, settings) => {
    let run: TrainedRun;
    let explanation: CellExplanation;
    const rows = rowsFrom(8);

    const explain = async (checkpoint: string | null): Promise<CellExplanation> => {
      const by = { kind: 'weights', checkpoint } as const;
      const answer = await run.explainer.answer(
        { kind: 'cell', by, rows, key, query, without: nothing },
        never,
      );
      if (answer.kind !== 'cell') throw new Error(answer.kind);
      return answer.explanation;
    };
    beforeAll(async () => {
      run = await trainRun(settings);
      explanation = await explain(run.checkpoint);
    });
    afterAll(() => run.remove());

    /** S of a head from whole rows of the engine's own weights, dense, in float64. */
    const denseScore = async (head: number, i: number, j: number): Promise<number> => {
      const { headDim: d, features: D } = run.engine.model;
      const project = async (tensor: 'A_K' | 'A_Q', row: number): Promise<number[]> => {
        const A = await run.engine.readRows(tensor, head * d, (head + 1) * d);
        const x = denseRow(run.test, row);
        return Array.from({ length: d }, (_, r) =>
          x.reduce((sum, value, c) => sum + A[r * D + c]! * value, 0),
        );
      };
      const [k, q] = [await project('A_K', rows[i]!), await project('A_Q', rows[j]!)];
      return k.reduce((sum, value, r) => sum + value * q[r]!, 0) / Math.sqrt(D);
    };

    it('is the sum of its pairs of terms, to 1e-5 of it', async () => {
      const { pairs, heads, keyTerms, queryTerms } = explanation;
      const size = keyTerms.length * queryTerms.length;
      for (let head = 0; head < heads; head += 1) {
        const sum = pairs.subarray(head * size, (head + 1) * size).reduce((total, value) => total + value, 0);
        const score = await denseScore(head, key, query);
        expect(Math.abs(sum - score)).toBeLessThan(1e-5 * Math.abs(score));
      }
    });

    it('is the sum of the parts of either document, with every other document', async () => {
      const { heads, keyTerms, queryTerms, keyParts, queryParts, scores } = explanation;
      const n = rows.length;
      for (let head = 0; head < heads; head += 1) {
        for (let other = 0; other < n; other += 1) {
          const sumOver = (parts: Float64Array, count: number): number =>
            Array.from({ length: count }, (_, p) => parts[(head * count + p) * n + other]!).reduce(
              (a, b) => a + b,
            );
          expect(sumOver(keyParts, keyTerms.length)).toBeCloseTo(scores[(head * n + key) * n + other]!, 9);
          expect(sumOver(queryParts, queryTerms.length)).toBeCloseTo(
            scores[(head * n + other) * n + query]!,
            9,
          );
        }
      }
      expect(scores[(n + 1) * n + 7]).toBeCloseTo(await denseScore(1, 1, 7), 9);
    });

    it('gives the attention that the engine gives', async () => {
      const by = { kind: 'weights', checkpoint: run.checkpoint } as const;
      const answer = await run.explainer.answer({ kind: 'attention', by, rows }, never);
      if (answer.kind !== 'attention') throw new Error(answer.kind);
      const expected = run.engine.attention('test', rows);
      expect(answer.attention.heads).toBe(2);
      answer.attention.values.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 5));
    });

    it('names the terms of both documents and, last, the constant', () => {
      const names = (row: number): string[] => {
        const { indptr, indices } = run.test.sparse;
        return Array.from(indices.subarray(indptr[row]!, indptr[row + 1]!), (term) => run.terms[term]!);
      };
      expect(explanation.keyTerms).toEqual([...names(rows[key]!), null]);
      expect(explanation.queryTerms).toEqual([...names(rows[query]!), null]);
      const constants = explanation.pairs.slice(-explanation.queryTerms.length);
      expect(constants.some((value) => value !== 0)).toBe(settings.standardise !== 'none');
    });

    it('can be taken apart as it was before training, with the weights redrawn from the seed', async () => {
      const initial = await explain(null);
      await run.engine.initialise(run.experiment.seed);
      expect(initial.scores[key * rows.length + query]).toBeCloseTo(await denseScore(0, key, query), 9);
      expect(initial.scores[key * rows.length + query]).not.toBeCloseTo(
        explanation.scores[key * rows.length + query]!,
        3,
      );
    });
  },
);
