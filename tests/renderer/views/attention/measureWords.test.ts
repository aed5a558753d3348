import { describe, expect, it } from 'vitest';
import { readMeasures, writeMeasures } from '../../../../src/renderer/views/attention/measureWords.ts';

const dataset = '0f'.repeat(32);
const written = (choice: Parameters<typeof writeMeasures>[0]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(writeMeasures(choice)).filter((entry): entry is [string, string] => entry[1] !== null),
  );

describe('the address of the measures page', () => {
  it('reopens documents, sequence, what is shown and the two that are compared', () => {
    const choice = { data: { dataset, sequenceLength: 16 }, at: 3, shown: 'softmax', pair: [0, 7] } as const;
    expect(readMeasures(written(choice))).toEqual(choice);
    expect(readMeasures({})).toEqual({ data: null, at: 0, shown: 'scores', pair: [5, 6] });
  });

  it('takes what it does not understand as not said', () => {
    const query = { documents: 'x', length: '1', at: '-1', shown: 'y', a: 'cosine-raw', b: 'cosine-raw' };
    expect(readMeasures(query)).toEqual({ data: null, at: 0, shown: 'scores', pair: [5, 6] });
    expect(readMeasures({ documents: dataset, length: '1000' }).data).toBeNull();
  });

  it('takes a word away where it says the usual', () => {
    expect(writeMeasures({ data: null, at: 0, shown: 'scores' })).toEqual({
      documents: null,
      length: null,
      at: null,
      shown: null,
    });
  });
});
