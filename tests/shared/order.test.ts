import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AttentionBundle } from '../../src/shared/attention.ts';
import { clusterLeaves, cosineDistances } from '../../src/shared/leafOrder.ts';
import { orderTokens } from '../../src/shared/order.ts';

interface LeafCase {
  readonly vectors: number[][];
  readonly order: number[];
  readonly pathLength: number;
}
const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/leafOrder/leafOrder.json'), 'utf8'),
) as LeafCase[];

function bundleOf(values: number[][], groups: number[], queryGroups = groups): AttentionBundle {
  const token = (prefix: string) => (group: number, i: number) => ({
    label: `${prefix} ${i}`,
    group,
    title: '',
    documentHash: null,
  });
  return {
    layers: 1,
    heads: 1,
    keys: groups.length,
    queries: queryGroups.length,
    values: Float32Array.from(values.flat()),
    keyTokens: groups.map(token('document')),
    queryTokens: queryGroups.map(token(groups === queryGroups ? 'document' : 'query')),
    groups: ['a', 'b', 'c'],
    meta: {
      title: 'test',
      origin: { kind: 'file', name: 'test' },
      normalisedOver: 'keys',
      range: 'unit',
    },
  };
}

describe('optimal leaf order', () => {
  it.each(cases)(
    'is the shortest of all that SciPy’s tree allows: case %#',
    ({ vectors, order, pathLength }) => {
      const count = vectors.length;
      const distances = cosineDistances(Float32Array.from(vectors.flat()), count, vectors[0]!.length);
      const found = clusterLeaves(distances, count);
      let length = 0;
      for (let i = 1; i < count; i += 1) length += distances[found[i - 1]! * count + found[i]!]!;
      expect(length).toBeCloseTo(pathLength, 9);
      expect(Array.from(found)).toEqual(order);
    },
  );

  it('leaves the distances untouched and gives the same order twice', () => {
    const { vectors } = cases[3]!;
    const distances = cosineDistances(Float32Array.from(vectors.flat()), vectors.length, vectors[0]!.length);
    const before = distances.slice();
    const order = clusterLeaves(distances, vectors.length);
    expect(distances).toEqual(before);
    expect(clusterLeaves(distances, vectors.length)).toEqual(order);
  });

  it('tells how far it is, from the leaves to the whole', () => {
    const { vectors } = cases.reduce((most, one) => (one.vectors.length > most.vectors.length ? one : most));
    const count = vectors.length;
    const distances = cosineDistances(Float32Array.from(vectors.flat()), count, vectors[0]!.length);
    const told: number[] = [];
    const order = clusterLeaves(distances, count, (done) => told.push(done));
    expect(order).toEqual(clusterLeaves(distances, count));
    expect(told.length).toBeGreaterThan(5);
    expect(told.toSorted((a, b) => a - b)).toEqual(told);
    expect(told.at(-1)).toBeCloseTo(1, 1);
    expect(Math.max(...told)).toBeLessThanOrEqual(1);
  });

  it('keeps every thing once when all are equally far apart', () => {
    const order = clusterLeaves(new Float64Array(49).fill(1), 7);
    expect(Array.from(order).sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it.each([0, 1, 2])('takes %i things as they are', (count) => {
    expect(Array.from(clusterLeaves(new Float64Array(count * count), count))).toEqual(
      Array.from({ length: count }, (_, i) => i),
    );
  });

  it('puts a vector of zeros at distance 1 from all others', () => {
    expect(Array.from(cosineDistances(Float32Array.of(0, 0, 1, 0), 2, 2))).toEqual([0, 1, 1, 0]);
  });
});

describe('order of tokens', () => {
  it('keeps documents as given, or sorts them by class and as given within one, without a class last', () => {
    const bundle = bundleOf(
      Array.from({ length: 5 }, () => [1, 1, 1, 1, 1]),
      [2, -1, 0, 2, 0],
    );
    expect(Array.from(orderTokens(bundle, 'given').keys)).toEqual([0, 1, 2, 3, 4]);
    expect(Array.from(orderTokens(bundle, 'class').queries)).toEqual([2, 4, 0, 3, 1]);
  });

  it('brings documents that attend alike together, one order for keys and queries', () => {
    // Documents 0, 2 attend to each other, and so do 1, 3.
    const bundle = bundleOf(
      [
        [0.5, 0, 0.5, 0.1],
        [0, 0.5, 0, 0.4],
        [0.5, 0, 0.5, 0],
        [0, 0.5, 0, 0.5],
      ],
      [0, 1, 0, 1],
    );
    const order = orderTokens(bundle, 'similarity');
    const places = Array.from(order.keys);
    expect(Math.abs(places.indexOf(0) - places.indexOf(2))).toBe(1);
    expect(Math.abs(places.indexOf(1) - places.indexOf(3))).toBe(1);
    expect(order.queries).toEqual(order.keys);
  });

  it('orders keys and queries by themselves where they are different documents', () => {
    const bundle = bundleOf(
      [
        [1, 0],
        [0, 1],
        [1, 0],
      ],
      [0, 1, 0],
      [0, 1],
    );
    const order = orderTokens(bundle, 'similarity');
    expect([
      [0, 2, 1],
      [1, 0, 2],
    ]).toContainEqual(Array.from(order.keys));
    expect(Array.from(order.queries)).toEqual([0, 1]);
  });
});
