import { describe, expect, it } from 'vitest';
import { estimateFault, issueFault } from '../../../../src/renderer/views/experiment/faults.ts';
import { fieldsFor } from '../../../../src/renderer/views/experiment/fields.ts';

const field = (path: string) => fieldsFor('table').find((known) => known.path === path);
const say = (path: string, typed: unknown, usual: unknown = undefined) =>
  issueFault({ path, message: 'the schema’s own words' }, field(path), typed, usual);

describe('what is wrong with a field', () => {
  it.each([
    ['training.epochs', '', 'A number is needed: 1 to 100,000.'],
    ['training.epochs', 'many', 'Not a number: many.'],
    ['model.headDim', 'all', 'Not a number, nor full: all.'],
    ['training.sequenceLength', 4096, 'Too large: 4096. Use 2 to 512.'],
    ['training.sequenceLength', 1, 'Too small: 1. Use 2 to 512.'],
    ['training.learningRate', 0, 'Too small: 0. It must be above 0.'],
    ['model.heads', 1.5, 'Not a whole number: 1.5.'],
    ['features.minDf', 1.5, 'Use a share below 1 or a whole number: 1.5.'],
    ['dataset.textColumn', '', 'This is needed.'],
    ['name', '', 'A name is needed, up to 200 characters.'],
  ])('is said in a sentence: %s = %s', (path, typed, sentence) => {
    expect(say(path, typed).message).toBe(sentence);
  });

  it('comes with the preset’s value to put back', () => {
    expect(say('training.sequenceLength', 4096, 32).fix).toEqual({ value: 32, title: 'Set 32' });
    expect(say('training.learningRate', 'x', 1e-5).fix).toEqual({ value: 1e-5, title: 'Set 1e-5' });
  });
});

describe('what the estimate says against a run', () => {
  it('is said at the field that would change it, with a value that would do', () => {
    expect(estimateFault({ kind: 'sequence-too-long', split: 'test', most: 20, value: 32 })).toEqual({
      path: 'training.sequenceLength',
      message: 'Too long: 32. The test split has 20 documents. Use 2 to 20.',
      fix: { value: 20, title: 'Set 20' },
    });
    expect(estimateFault({ kind: 'memory', needed: 5.2e9, available: 3.1e9 })).toEqual({
      path: 'model.headDim',
      message: 'Needs 5.20 GB of memory; 3.10 GB are free. Use fewer heads or a smaller head dimension.',
    });
  });
});
