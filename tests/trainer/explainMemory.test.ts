import { expect, it } from 'vitest';
import { LabError } from '../../src/shared/errors.ts';
import { explainMemory } from '../../src/trainer/explainMemory.ts';

it('names what V8 and WebAssembly throw when there is no memory, and leaves other errors alone', () => {
  const thrown = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error;
    }
  };
  const buffer = explainMemory(thrown(() => new ArrayBuffer(2 ** 52)));
  expect(buffer).toBeInstanceOf(LabError);
  expect(buffer).toMatchObject({
    code: 'out-of-memory',
    hint: expect.stringContaining('fewer heads') as string,
  });
  for (const other of [
    thrown(() => new Array(-1)),
    new Error('Array buffer allocation failed'),
    new RangeError('seed out of range: -1'),
    'text',
  ]) {
    expect(explainMemory(other)).toBe(other);
  }
});
