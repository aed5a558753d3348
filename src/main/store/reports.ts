import type { Database } from 'better-sqlite3';
import type { RunId } from '../../shared/ids.ts';
import type { TrainReport } from '../../shared/trainerMessages.ts';
import { fromReal, toBlob, toFloat32, toFloat64, toReal } from './columns.ts';
import { metricColumns } from './evaluations.ts';
import { toMetrics, type MetricColumns } from './runRows.ts';

interface ReportRow extends MetricColumns {
  readonly step: number;
  readonly median_step_seconds: number | null;
  readonly min_step_seconds: number | null;
  readonly train_seconds: number;
  readonly peak_rss_bytes: number;
  readonly test_losses: Buffer | null;
  readonly test_same_class_mass: Buffer | null;
  readonly test_attention: Buffer | null;
}

const noMetrics = {
  loss: null,
  sameClassMass: null,
  voteAccuracy: null,
  precisionAt1: null,
  entropy: null,
} as const;

/** What a training job reported at its end, one a run. */
export class ReportStore {
  readonly #save;
  readonly #get;

  constructor(db: Database) {
    this.#save = db.prepare(`
      INSERT OR REPLACE INTO train_reports (run, step, median_step_seconds, min_step_seconds, train_seconds,
        peak_rss_bytes, test_losses, test_same_class_mass, test_attention,
        loss, same_class_mass, vote_accuracy, precision_at_1, entropy)
      VALUES (:run, :step, :median, :min, :trainSeconds, :peakRssBytes, :losses, :mass, :attention,
        :loss, :sameClassMass, :voteAccuracy, :precisionAt1, :entropy)`);
    this.#get = db.prepare<[string], ReportRow>('SELECT * FROM train_reports WHERE run = ?');
  }

  save(run: RunId, report: TrainReport): void {
    const { test } = report;
    this.#save.run({
      run,
      step: report.step,
      median: toReal(report.secondsPerStep.median),
      min: toReal(report.secondsPerStep.min),
      trainSeconds: report.trainSeconds,
      peakRssBytes: report.peakRssBytes,
      losses: test === null ? null : toBlob(test.losses),
      mass: test === null ? null : toBlob(test.sameClassMass),
      attention: test === null ? null : toBlob(test.attentionOfFirstSequence),
      ...(test === null ? noMetrics : metricColumns(test.metrics)),
    });
  }

  /** Null while a run has not ended by its own decision. */
  get(run: RunId): TrainReport | null {
    const row = this.#get.get(run);
    if (row === undefined) return null;
    return {
      step: row.step,
      secondsPerStep: { median: fromReal(row.median_step_seconds), min: fromReal(row.min_step_seconds) },
      trainSeconds: row.train_seconds,
      peakRssBytes: row.peak_rss_bytes,
      test: toTest(row),
    };
  }
}

function toTest(row: ReportRow): TrainReport['test'] {
  const { test_losses: losses, test_same_class_mass: mass, test_attention: attention } = row;
  if (losses === null || mass === null || attention === null) return null;
  return {
    losses: toFloat64(losses),
    sameClassMass: toFloat64(mass),
    metrics: toMetrics(row),
    attentionOfFirstSequence: toFloat32(attention),
  };
}
