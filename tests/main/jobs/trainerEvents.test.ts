import { describe, expect, it } from 'vitest';
import type { TrainerEvent } from '../../../src/shared/trainerMessages.ts';
import { parseTrainerEvent } from '../../../src/main/jobs/trainerEvents.ts';

const steps: TrainerEvent = {
  type: 'steps',
  firstStep: 1,
  losses: Float64Array.of(Number.NaN),
  seconds: Float64Array.of(0.1),
};

describe('a message from the trainer', () => {
  it('is taken as it is when it is one of ours', () => {
    expect(parseTrainerEvent(steps)).toEqual(steps);
    const failed = {
      type: 'failed',
      error: { kind: 'expected', code: 'bad-dataset', message: 'one class only' },
    };
    expect(parseTrainerEvent(failed)).toEqual(failed);
    const metrics = { loss: Number.NaN, sameClassMass: 0, voteAccuracy: 0, precisionAt1: 0, entropy: 0 };
    const evaluation = { type: 'evaluation', evaluation: { epoch: 0, step: 0, metrics, seconds: 1 } };
    expect(parseTrainerEvent(evaluation)).toEqual(evaluation);
  });

  it.each([
    ['nothing', undefined],
    ['a word', 'the text of a document'],
    ['an unknown type', { type: 'hello' }],
    ['lists of numbers in place of arrays', { ...steps, losses: [1] }],
    ['losses and times of different length', { ...steps, seconds: new Float64Array(2) }],
    ['a step before the first', { ...steps, firstStep: 0 }],
    ['a hash that is none', { type: 'documents', documents: [{ hash: 'x', title: '', text: 'secret' }] }],
  ])('is refused when it is %s, without repeating what it holds', (_, message) => {
    expect(() => parseTrainerEvent(message)).toThrow(/^unexpected message from the trainer/);
    expect(() => parseTrainerEvent(message)).not.toThrow(/secret|text of a document/);
  });
});
