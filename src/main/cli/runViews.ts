import { formatCount, formatNumber } from '../../shared/scales.ts';
import type { RunDetail } from '../../shared/run.ts';
import type { RunView } from './followRun.ts';
import { formatBytes, formatDuration } from './format.ts';
import type { CliIo } from './io.ts';
import { progressView } from './progress.ts';

/** For a person: a line for what has happened, a bar or a line a second for what is going on. */
export function personView(io: CliIo): RunView {
  const progress = progressView(io);
  const epochLosses = new Map<number, { sum: number; count: number }>();
  const say = (line: string): void => {
    progress.clear();
    io.out(line);
  };
  return {
    queued: () => undefined,
    waiting: (before) =>
      say(`Waiting for ${before} ${before === 1 ? 'run' : 'runs'} queued before this one.`),
    started: (run) => {
      for (const line of startedLines(run)) say(line);
    },
    progress: (message) => progress.update(message),
    steps: (run, firstStep, losses) => {
      const perEpoch = run.shape?.stepsPerEpoch ?? 1;
      losses.forEach((loss, i) => {
        const epoch = Math.ceil((firstStep + i) / perEpoch);
        const mean = epochLosses.get(epoch) ?? { sum: 0, count: 0 };
        epochLosses.set(epoch, { sum: mean.sum + loss, count: mean.count + 1 });
      });
      progress.update({
        stage: 'training',
        done: firstStep + losses.length - 1,
        total: run.shape?.totalSteps ?? null,
        unit: 'steps',
        note: `loss ${formatNumber(losses.at(-1) ?? Number.NaN, 4)}`,
      });
    },
    evaluated: (run, { epoch, step, metrics }) => {
      const mean = epochLosses.get(epoch);
      const trained = mean === undefined ? '' : `  training loss ${formatNumber(mean.sum / mean.count, 4)}`;
      const when = epoch === 0 ? 'before training' : `epoch ${epoch}/${run.experiment.training.epochs}`;
      say(
        `${when.padEnd(15)}  step ${formatCount(step).padStart(5)}${trained}` +
          `  test loss ${formatNumber(metrics.loss, 4)}` +
          `  same-class mass ${formatNumber(metrics.sameClassMass, 3)}` +
          `  precision@1 ${formatNumber(metrics.precisionAt1, 3)}`,
      );
    },
    stopping: () => {
      progress.clear();
      io.err('Writing a checkpoint; press Ctrl-C again to end at once.');
    },
    done: () => progress.clear(),
  };
}

function startedLines({ shape, engine }: RunDetail): string[] {
  if (shape === null) return [];
  const { trainDocuments, testDocuments, features, heads, headDim, parameters, totalSteps } = shape;
  const data = `${formatCount(trainDocuments)} training and ${formatCount(testDocuments)} test documents of ${shape.classes.length} classes, ${formatCount(features)} terms`;
  const model = `${heads} ${heads === 1 ? 'head' : 'heads'} of ${formatCount(headDim)} rows, ${formatCount(parameters)} parameters, ${formatCount(totalSteps)} steps`;
  const by = engine === null ? '' : `, ${engine.name} engine on ${engine.device}`;
  return [data, `${model}${by}`];
}

/** For a program: one JSON object a line. */
export function jsonView(io: CliIo): RunView {
  const tell = (event: string, fields: object): void => io.out(JSON.stringify({ event, ...fields }));
  return {
    queued: (runId, dataDir) => tell('queued', { runId, dataDir }),
    waiting: (runsBefore) => tell('waiting', { runsBefore }),
    started: ({ engine, shape }) => tell('started', { engine, shape }),
    progress: ({ stage, done, total, unit }) => tell('progress', { stage, done, total, unit }),
    steps: (_run, firstStep, losses, seconds) =>
      tell('steps', { firstStep, losses: Array.from(losses), seconds: Array.from(seconds) }),
    evaluated: (_run, { epoch, step, metrics, seconds }) =>
      tell('evaluation', { epoch, step, metrics, seconds }),
    stopping: () => tell('stopping', {}),
    done: () => undefined,
  };
}

/** "Run jwtjmh05, Quick start: finished, 544 steps in 1.94 s, 3.2 ms a step, 494 MB at most." */
export function endLine(run: RunDetail): string {
  const words = [`Run ${run.id}, ${run.name}: ${run.state}`];
  if (run.step > 0) {
    const time = run.trainSeconds === null ? '' : ` in ${formatDuration(run.trainSeconds)}`;
    words.push(`${formatCount(run.step)} steps${time}`);
    if (run.secondsPerStep !== null) words.push(`${formatDuration(run.secondsPerStep)} a step`);
    if (run.peakRssBytes !== null) words.push(`${formatBytes(run.peakRssBytes)} at most`);
  }
  return `${words.join(', ')}.`;
}
