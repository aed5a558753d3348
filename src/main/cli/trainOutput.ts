import { accessSync, constants, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import type { LossSeries, RunDetail } from '../../shared/run.ts';
import type { TrainReport } from '../../shared/trainerMessages.ts';

/** What `train --out` writes; numbers that JSON cannot hold (a diverged loss) become null. */
export function trainOutput(run: RunDetail, series: LossSeries, report: TrainReport): object {
  return {
    config: run.experiment,
    engine: run.engine,
    losses: Array.from(series.losses),
    epochs: run.evaluations
      .filter(({ epoch }) => epoch > 0)
      .map(({ epoch, metrics }) => ({
        epoch,
        testLoss: metrics.loss,
        sameClassMass: metrics.sameClassMass,
        voteAccuracy: metrics.voteAccuracy,
        precisionAt1: metrics.precisionAt1,
      })),
    test: report.test === null ? null : testOutput(report.test),
    secondsPerStep: report.secondsPerStep,
    trainSeconds: report.trainSeconds,
    peakRssBytes: report.peakRssBytes,
  };
}

function testOutput(test: NonNullable<TrainReport['test']>): object {
  return {
    losses: Array.from(test.losses),
    sameClassMass: Array.from(test.sameClassMass),
    attentionOfFirstSequence: squareRows(test.attentionOfFirstSequence),
  };
}

/** A square matrix, row-major, as nested lists. */
export function squareRows(values: Float32Array): number[][] {
  const size = Math.round(Math.sqrt(values.length));
  return Array.from({ length: size }, (_, row) => Array.from(values.subarray(row * size, (row + 1) * size)));
}

/** Throws `LabError` if the file could not be written at the end, which is better known before training. */
export function expectWritable(path: string): void {
  const folder = dirname(path);
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new LabError('io', `cannot write to the folder: ${folder}`, {
      hint: 'Make it, or choose another',
      cause,
    });
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new LabError('bad-input', `a folder, not a file: ${path}`, { hint: 'Name the file to write' });
  }
}

/** Writes the file whole or not at all. */
export function writeJson(path: string, value: object): void {
  const unfinished = `${path}.tmp-${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(value, null, 1)}\n`);
  renameSync(unfinished, path);
}
