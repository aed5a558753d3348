import { describe, expect, it } from 'vitest';
import { compareWithMeasures, runSummary } from '../../../src/main/cli/runSummary.ts';
import type { BaselineValues, MetricValues } from '../../../src/shared/metrics.ts';
import type { RunDetail } from '../../../src/shared/run.ts';

const metricsOf = (loss: number, precisionAt1 = 0.5): MetricValues => ({
  loss,
  sameClassMass: 0.5,
  voteAccuracy: 0.6,
  precisionAt1,
  entropy: 4.961,
});
const baseline = (
  kind: 'uniform' | 'dot' | 'rbf',
  title: string,
  loss: number,
  precision: number,
): BaselineValues => ({
  id: title,
  title,
  spec: { kind, features: 'raw', softmax: true },
  metrics: metricsOf(loss, precision),
});
const runAt = (loss: number, precision: number): RunDetail =>
  ({
    name: 'Notebook',
    lastEvaluation: { epoch: 5, step: 350, metrics: metricsOf(loss, precision), seconds: 1 },
    baselines: [
      baseline('uniform', 'uniform', -0.52, 0.3),
      baseline('dot', 'dot, softmax', -0.58, 0.8),
      baseline('rbf', 'RBF', -0.5, 0.7),
    ],
  }) as unknown as RunDetail;

describe('summary of a run', () => {
  it('lists the run among every measure by loss, its row marked', () => {
    const lines = runSummary(runAt(-0.55, 0.9)).split('\n');
    expect(lines[0]).toMatch(
      /on the test split +loss +same-class mass +vote accuracy +precision@1 +entropy, bit$/,
    );
    expect(lines.slice(1, 5).map((line) => line.slice(0, 24).trim())).toEqual([
      'dot, softmax',
      '▶  Notebook (this run)',
      'uniform',
      'RBF',
    ]);
    expect(lines[2]).toMatch(/−0\.5500 +0\.500 +0\.600 +0\.900 +4\.961$/);
    expect(lines[5]).toBe('');
  });

  it.each([
    [-0.7, 'beats both uniform attention (−0.5200) and the best untrained measure, “dot, softmax” (−0.5800)'],
    [-0.55, 'beats uniform attention (−0.5200) but not the best untrained measure, “dot, softmax” (−0.5800)'],
    [
      -0.37,
      'beats neither uniform attention (−0.5200) nor the best untrained measure, “dot, softmax” (−0.5800)',
    ],
  ])('says plainly where a loss of %d stands', (loss, words) => {
    expect(runSummary(runAt(loss, 0.9)).split('\n').at(-1)).toContain(`this run ${words};`);
  });

  it('says whether precision@1 is above, equal to or below the best measure’s', () => {
    const words = (precision: number): string | null =>
      compareWithMeasures(runAt(-0.7, precision), metricsOf(-0.7, precision));
    expect(words(0.9)).toMatch(/its precision@1 of 0\.900 is above the best measure’s 0\.800\.$/);
    expect(words(0.8)).toContain('is equal to');
    expect(words(0.1)).toContain('is below');
  });

  it('is empty before the first evaluation and has no verdict without baselines', () => {
    expect(runSummary({ ...runAt(-0.5, 0.5), lastEvaluation: null })).toBe('');
    const bare = { ...runAt(-0.5, 0.5), baselines: [] };
    expect(runSummary(bare).split('\n')).toHaveLength(2);
  });
});
