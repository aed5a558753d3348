import { describe, expect, it } from 'vitest';
import { asRunId } from '../../../../src/shared/ids.ts';
import { presets } from '../../../../src/shared/presets.ts';
import type { RunDetail } from '../../../../src/shared/run.ts';
import { advise } from '../../../../src/renderer/views/run/advise.ts';
import { sampleDetail } from '../../../helpers/sampleData.ts';

const recipe = { step: 70, from: -0.2, to: -0.5, noise: 0, seed: 1, secondsPerStep: 0.1 } as const;
const detail = sampleDetail(asRunId('abcd'), presets[2]!.experiment, { ...recipe, state: 'finished' }, 1);

/** The sample's uniform attention has −0.5206, its best untrained measure −0.5865. */
function withTestLoss(loss: number): RunDetail {
  const last = detail.lastEvaluation!;
  return { ...detail, lastEvaluation: { ...last, metrics: { ...last.metrics, loss } } };
}

describe('advice on a run', () => {
  it('says that uniform attention does better', () => {
    expect(advise(withTestLoss(-0.37))).toMatchObject({
      tone: 'warn',
      text: expect.stringContaining('−0.5206'),
    });
  });

  it('says that an untrained measure does better', () => {
    expect(advise(withTestLoss(-0.55))).toMatchObject({
      tone: 'warn',
      text: expect.stringContaining('negative Euclidean, softmax (−0.5865)'),
    });
  });

  it('says that the run beats them all', () => {
    expect(advise(withTestLoss(-0.73))).toMatchObject({ tone: 'ok' });
  });

  it('says nothing before the first test', () => {
    expect(advise({ ...detail, lastEvaluation: null })).toBeNull();
  });
});
