import type { Database } from 'better-sqlite3';
import type { RunId } from '../../shared/ids.ts';
import { metricOfColumn, type MetricAt } from '../../shared/metricAt.ts';
import { chunkSteps } from './metrics.ts';
import { toMetrics, type MetricColumns } from './runRows.ts';

const numberBytes = 8;

type TestRow = MetricColumns & { readonly run: string };
interface LossRow {
  readonly run: string;
  /** Empty of a step beyond the end of its row. */
  readonly loss: Buffer;
}

/** One metric of many runs at another time than the last. */
export class MetricsAtStore {
  readonly #best;
  readonly #testAt;
  readonly #lossAt;

  constructor(db: Database) {
    // Entropy has no better.
    this.#best = db.prepare<[string], TestRow>(`
      SELECT run, min(loss) AS loss, max(same_class_mass) AS same_class_mass, max(vote_accuracy) AS vote_accuracy,
        max(precision_at_1) AS precision_at_1, NULL AS entropy
      FROM evaluations WHERE run IN (SELECT value FROM json_each(?)) GROUP BY run`);
    // SQLite takes what stands beside max() from the row that has the maximum.
    this.#testAt = db.prepare<[string, number, number], TestRow>(`
      SELECT e.run, max(e.step), e.loss, e.same_class_mass, e.vote_accuracy, e.precision_at_1, e.entropy
      FROM evaluations e JOIN runs r ON r.id = e.run
      WHERE e.run IN (SELECT value FROM json_each(?)) AND e.step <= ? AND r.step >= ? GROUP BY e.run`);
    this.#lossAt = db.prepare<[number, number, string], LossRow>(`
      SELECT run, substr(losses, ?, ${numberBytes}) AS loss FROM metrics
      WHERE chunk = ? AND run IN (SELECT value FROM json_each(?))`);
  }

  /**
   * A value a run in the order of `runIds`, NaN where there is none. A test metric at a step is that of the newest test
   * not after it, of runs that came so far; a training loss is that of the step itself.
   */
  of({ column, at }: MetricAt, runIds: readonly RunId[]): Float64Array {
    const ids = JSON.stringify(runIds);
    if (column === 'loss' && at !== 'best') return inOrder(runIds, this.#losses(at, ids));
    const rows = at === 'best' ? this.#best.all(ids) : this.#testAt.all(ids, at, at);
    const metric = metricOfColumn(column);
    return inOrder(runIds, new Map(rows.map((row) => [row.run, toMetrics(row)[metric]])));
  }

  #losses(step: number, ids: string): ReadonlyMap<string, number> {
    const losses = new Map<string, number>();
    if (step < 1) return losses;
    const [chunk, index] = [Math.floor((step - 1) / chunkSteps), (step - 1) % chunkSteps];
    for (const { run, loss } of this.#lossAt.all(index * numberBytes + 1, chunk, ids)) {
      if (loss.length === numberBytes) losses.set(run, loss.readDoubleLE());
    }
    return losses;
  }
}

const inOrder = (runIds: readonly RunId[], values: ReadonlyMap<string, number>): Float64Array =>
  Float64Array.from(runIds, (id) => values.get(id) ?? Number.NaN);
