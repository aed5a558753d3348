import { metrics as metricRegistry } from '../../shared/metrics.ts';
import type { MetricName, MetricValues } from '../../shared/metrics.ts';
import type { RunDetail } from '../../shared/run.ts';
import { formatNumber } from '../../shared/scales.ts';
import { formatTable } from './format.ts';

const shown: readonly MetricName[] = ['loss', 'sameClassMass', 'voteAccuracy', 'precisionAt1', 'entropy'];

interface Row {
  readonly title: string;
  readonly isRun: boolean;
  readonly metrics: MetricValues;
}

/**
 * The run's last test metrics among those of every untrained measure on the same sequences, best loss first, and a
 * sentence on where it stands; empty before the first evaluation.
 */
export function runSummary(run: RunDetail): string {
  const last = run.lastEvaluation;
  if (last === null) return '';
  const rows: Row[] = [
    { title: run.name, isRun: true, metrics: last.metrics },
    ...run.baselines.map(({ title, metrics }) => ({ title, isRun: false, metrics })),
  ].sort((a, b) => a.metrics.loss - b.metrics.loss || Number(b.isRun) - Number(a.isRun));
  const table = formatTable(
    [
      { title: '' },
      { title: 'on the test split' },
      ...shown.map((name) => {
        const { title, unit } = metricRegistry[name];
        return {
          title: unit === '' ? title.toLowerCase() : `${title.toLowerCase()}, ${unit}`,
          align: 'right' as const,
        };
      }),
    ],
    rows.map(({ title, isRun, metrics }) => [
      isRun ? '▶' : '',
      isRun ? `${title} (this run)` : title,
      ...shown.map((name) => formatNumber(metrics[name], metricRegistry[name].decimals)),
    ]),
  );
  const verdict = compareWithMeasures(run, last.metrics);
  return verdict === null ? table : `${table}\n\n${verdict}`;
}

/** One sentence: does the run beat uniform attention, and the best untrained measure; null without baselines. */
export function compareWithMeasures(run: RunDetail, { loss, precisionAt1 }: MetricValues): string | null {
  const uniform = run.baselines.find(({ spec }) => spec.kind === 'uniform');
  const measures = run.baselines.filter(({ spec }) => spec.kind !== 'uniform');
  const [best] = measures.toSorted((a, b) => a.metrics.loss - b.metrics.loss);
  if (uniform === undefined || best === undefined) return null;
  const beaten = (value: number): boolean => loss < value;
  const uniformWords = `uniform attention (${formatNumber(uniform.metrics.loss, 4)})`;
  const bestWords = `the best untrained measure, “${best.title}” (${formatNumber(best.metrics.loss, 4)})`;
  const [overUniform, overBest] = [beaten(uniform.metrics.loss), beaten(best.metrics.loss)];
  const verdict =
    overUniform && overBest
      ? `beats both ${uniformWords} and ${bestWords}`
      : overUniform
        ? `beats ${uniformWords} but not ${bestWords}`
        : overBest
          ? `beats ${bestWords} but not ${uniformWords}`
          : `beats neither ${uniformWords} nor ${bestWords}`;
  const precise = Math.max(...measures.map(({ metrics }) => metrics.precisionAt1));
  const than = precisionAt1 > precise ? 'above' : precisionAt1 === precise ? 'equal to' : 'below';
  return (
    `With a test loss of ${formatNumber(loss, 4)} this run ${verdict}; ` +
    `its precision@1 of ${formatNumber(precisionAt1, 3)} is ${than} the best measure’s ${formatNumber(precise, 3)}.`
  );
}
