import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { wasmEngineFactory } from '../../../../src/lab/engine/wasm/index.ts';
import { planLayout } from '../../../../src/lab/engine/wasm/layout.ts';
import { dataOf, modelOf } from './smallModel.ts';

const notebook = modelOf({ headDim: 8026, features: 8026, sequenceLength: 32 });
const data = dataOf(notebook);

describe('the layout of a model', () => {
  it('groups the same blocks in the same order for any number of threads', () => {
    const groups = (threads: number): unknown =>
      planLayout(notebook, data, threads).groups.map(({ head, firstPair, pairs }) => [
        head,
        firstPair,
        pairs,
      ]);
    expect(groups(64)).toEqual(groups(1));
  });

  it('takes weights and moments once, and little else', () => {
    const { shards } = planLayout(notebook, data, 2);
    expect(shards).toHaveLength(1);
    const state = 6 * 4 * 8028 * 8026;
    expect(shards[0]!.bytes).toBeGreaterThan(state);
    expect(shards[0]!.bytes).toBeLessThan(1.01 * state);
  });

  it('lets the notebook fit where 1.75 GB are free', () => {
    const workers = availableParallelism() * 10e6;
    const estimate = wasmEngineFactory.estimateBytes(notebook, data);
    expect(estimate).toBeGreaterThan(1.7e9);
    expect(estimate).toBeLessThan(1.73e9 + workers);
  });

  it.each([
    modelOf({ heads: 3, headDim: 8026, features: 8026, sequenceLength: 32 }),
    modelOf({ heads: 64, headDim: 64, features: 20_000, sequenceLength: 512 }),
    modelOf({ heads: 2, headDim: 16, features: 200_000, sequenceLength: 64 }),
  ])('cuts H = $heads, d = $headDim, D = $features into memories of at most 4 GB', (model) => {
    const { shards, groups, sideBytes, keptBytes } = planLayout(model, data, 8);
    for (const shard of shards) expect(shard.bytes).toBeLessThan(2 ** 32);
    for (const [index, shard] of shards.entries()) {
      const own = groups.slice(shard.firstGroup, shard.endGroup);
      expect(own.every((group) => group.shard === index)).toBe(true);
      // No two parts overlap, and all lie behind the scratch and within the memory.
      let end = shard.scratch + 8 * shard.scratchBytes;
      for (const group of own) {
        expect(group.weights).toBeGreaterThanOrEqual(end);
        expect(group.kept).toBeGreaterThanOrEqual(group.weights + 2 * group.pairs * sideBytes);
        expect(group.partial).toBeGreaterThanOrEqual(group.kept + 2 * group.pairs * keptBytes);
        end = group.partial + model.sequenceLength ** 2 * 4;
      }
      expect(end).toBeLessThanOrEqual(shard.bytes);
    }
    const pairs = groups.reduce((sum, group) => sum + group.pairs, 0);
    expect(pairs).toBe(model.heads * Math.ceil(model.headDim / 4));
  });
});
