import type { LossSeries, RunDetail } from '../../../shared/run.ts';
import { smoothedLosses } from '../../charts/smooth.ts';
import { secondsLeft, secondsPerStep } from '../../components/timeLeft.ts';
import type { NamedFigure } from '../../components/FigureStrip.vue';
import { bytesFigure, durationFigure, formatCount, formatLoss, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';

/** The strip above a run's curve; what is not known yet is empty and keeps its place. */
export function runFigures(run: RunDetail, series: LossSeries, smoothing: number): readonly NamedFigure[] {
  const step = Math.max(run.step, series.losses.length);
  const total = run.shape?.totalSteps ?? null;
  const { metrics } = run.lastEvaluation ?? {};
  const isLive = run.state === 'running' || run.state === 'paused';
  const time: NamedFigure =
    isLive && total !== null
      ? {
          name: t('run.figures.left'),
          ...durationFigure(
            secondsLeft({ ...run, step, trainSeconds: series.seconds.at(-1) ?? run.trainSeconds }),
          ),
        }
      : { name: t('run.figures.time'), ...durationFigure(run.trainSeconds) };
  return [
    {
      name: t('run.figures.trainingLoss'),
      value: formatLoss(smoothedLosses(series, smoothing).findLast(Number.isFinite)),
      unit: '',
      hint: `${t('run.smooth')} ${formatNumber(smoothing, 2)}`,
    },
    {
      name: t('run.figures.testLoss'),
      value: formatLoss(metrics?.loss),
      unit: '',
      ...(run.lastEvaluation === null ? {} : { hint: t('run.atStep', { step: run.lastEvaluation.step }) }),
    },
    {
      name: t('run.figures.sameClassMass'),
      value: formatLoss(metrics?.sameClassMass),
      unit: '',
      isMinor: true,
    },
    {
      name: t('run.figures.step'),
      value: formatCount(step),
      unit: total === null ? '' : `/ ${formatCount(total)}`,
    },
    { name: t('run.figures.aStep'), ...durationFigure(secondsPerStep(run)), isMinor: true },
    time,
    { name: t('run.figures.memory'), ...bytesFigure(run.peakRssBytes), isMinor: true },
  ];
}
