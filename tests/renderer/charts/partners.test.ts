import { describe, expect, it } from 'vitest';
import { strongestPartners } from '../../../src/renderer/charts/partners.ts';

// Rows are keys, columns queries.
const map = { keys: 2, queries: 3 };
const values = [0.1, -0.9, 0.2, 0.4, 0.5, 0.2];

describe('the strongest partners of a document', () => {
  it('are the keys of its column, where it is a query', () => {
    expect(strongestPartners(map, values, { key: null, query: 1 }, 1)).toEqual([{ index: 0, value: -0.9 }]);
    expect(strongestPartners(map, values, { key: null, query: 0 }, 5)).toEqual([
      { index: 1, value: 0.4 },
      { index: 0, value: 0.1 },
    ]);
  });

  it('are the queries of its row, where it is a key, the first of equals first', () => {
    expect(strongestPartners(map, [2, 1, 2, 0, 0, 0], { key: 0, query: null }, 2)).toEqual([
      { index: 0, value: 2 },
      { index: 2, value: 2 },
    ]);
  });
});
