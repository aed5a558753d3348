import type { Database } from 'better-sqlite3';
import type { ImportedRuns } from '../../shared/comparison.ts';
import { LabError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import { backUpInBackground, isBackupDue } from './backups.ts';
import { CheckpointStore } from './checkpoints.ts';
import { openDatabase, type DatabaseOptions } from './database.ts';
import { DatasetStore } from './datasets.ts';
import { DocumentStore } from './documents.ts';
import { DocumentSearch } from './documentSearch.ts';
import { EvaluationStore } from './evaluations.ts';
import { ExperimentStore } from './experiments.ts';
import { exportRuns, type ExportOptions } from './exportRuns.ts';
import { importRuns } from './importRuns.ts';
import { ImportStore } from './imports.ts';
import { LogLineStore } from './logLines.ts';
import { MetricStore } from './metrics.ts';
import { MetricsAtStore } from './metricsAt.ts';
import { migrations } from './migrations.ts';
import { ProbeStore } from './probes.ts';
import { ReportStore } from './reports.ts';
import { RunEditStore } from './runEdits.ts';
import { RunLifeStore } from './runLife.ts';
import { readRunBack } from './readRunBack.ts';
import { RunStore } from './runs.ts';
import { PastRunStore } from './pastRuns.ts';
import { explainSqlite, sqliteCode } from './sqliteErrors.ts';
import { TagStore } from './tags.ts';

export type StoreOptions = Pick<DatabaseOptions, 'file' | 'backupsDir'> &
  Partial<DatabaseOptions> & {
    readonly checkpointsDir: string;
    /** Pages the file may grow to, to see what a full disk does. */
    readonly maxPages?: number;
  };

/** Daily backups that are kept. */
const keptBackups = 7;
/** How often a lab that stays open looks whether one is due. */
const backupLookMs = 60 * 60 * 1000;

/** Everything the lab keeps, by noun. One connection; the only writer of its file. */
export class Store {
  /** What a person has to know about this opening; empty when all was well. */
  readonly notices: readonly string[];
  readonly readOnly: boolean;
  readonly runs: RunStore;
  readonly life: RunLifeStore;
  readonly edits: RunEditStore;
  readonly metrics: MetricStore;
  readonly metricsAt: MetricsAtStore;
  readonly evaluations: EvaluationStore;
  readonly probes: ProbeStore;
  readonly checkpoints: CheckpointStore;
  readonly documents: DocumentStore;
  readonly documentSearch: DocumentSearch;
  readonly datasets: DatasetStore;
  readonly imports: ImportStore;
  readonly log: LogLineStore;
  readonly reports: ReportStore;
  readonly pastRuns: PastRunStore;
  readonly #db: Database;
  readonly #file: string;
  readonly #backupsDir: string;
  readonly #isNew: boolean;
  readonly #letGo: () => void;
  #backup: Promise<unknown> = Promise.resolve();
  #backupTimer: NodeJS.Timeout | undefined;

  /** Throws `LabError`: `newer-schema`, `busy`, `io`, `out-of-disk`, `conflict` (not ours), `not-found` (read-only). */
  constructor(options: StoreOptions) {
    this.readOnly = options.readOnly ?? false;
    this.#file = options.file;
    this.#backupsDir = options.backupsDir;
    const { db, notices, isNew, letGo } = openDatabase({
      file: options.file,
      backupsDir: options.backupsDir,
      readOnly: this.readOnly,
      checkFully: options.checkFully ?? false,
      migrations: options.migrations ?? migrations,
      busyMs: options.busyMs ?? 5000,
      prepare: (opened) => void makeParts(opened, options.checkpointsDir),
    });
    this.#db = db;
    this.#isNew = isNew;
    this.#letGo = letGo;
    this.notices = notices;
    // Opening may wait; in service a held lock must not stop the window for seconds, and whoever writes tries again.
    db.pragma(`busy_timeout = ${Math.min(options.busyMs ?? 5000, 1000)}`);
    if (options.maxPages !== undefined) db.pragma(`max_page_count = ${options.maxPages}`);
    ({
      runs: this.runs,
      life: this.life,
      edits: this.edits,
      metrics: this.metrics,
      metricsAt: this.metricsAt,
      evaluations: this.evaluations,
      probes: this.probes,
      checkpoints: this.checkpoints,
      documents: this.documents,
      documentSearch: this.documentSearch,
      datasets: this.datasets,
      imports: this.imports,
      log: this.log,
      reports: this.reports,
      pastRuns: this.pastRuns,
    } = makeParts(db, options.checkpointsDir));
  }

  /** All or nothing; what was done survives the app's death. SQLite's expected failures come as `LabError`. */
  transaction<T>(work: () => T): T {
    if (this.readOnly) {
      throw new LabError('forbidden', 'the lab is open read-only: nothing can be changed', {
        hint: 'Close the Attention Lab that holds this data folder and open it again',
      });
    }
    try {
      return this.#db.transaction(work).immediate();
    } catch (error) {
      throw explainSqlite(error, this.#file);
    }
  }

  /** Runs as a file to share, `.attlab`. Throws `LabError` as `exportRuns` says. */
  exportRuns(runIds: readonly RunId[], file: string, options: ExportOptions): void {
    exportRuns(this.#db, runIds, file, options);
  }

  /** Runs of a shared file, all or none. Throws `LabError` as `importRuns` says. */
  importRuns(file: string): ImportedRuns {
    const target = { newId: () => this.runs.newId(), readBack: (run: RunId) => readRunBack(this, run) };
    return this.durably(() => importRuns(this.#db, file, target));
  }

  /** A transaction that also survives a power cut: the disk has it when this returns. */
  durably<T>(work: () => T): T {
    if (this.readOnly) return this.transaction(work);
    // SQLite refuses the pragma inside a transaction, so it stands around it.
    this.#db.pragma('synchronous = FULL');
    try {
      return this.transaction(work);
    } finally {
      this.#db.pragma('synchronous = NORMAL');
    }
  }

  /**
   * Backs up now if a day has passed since the last time, and again whenever one has while the lab is open; a lab
   * just made has nothing to lose yet. `close` waits for a backup under way. Never throws: `onError` hears of it.
   */
  backUpDaily(onError: (error: unknown) => void): void {
    const look = (): void => {
      if (!isBackupDue(this.#backupsDir)) return;
      this.#backup = this.#backup.then(() =>
        backUpInBackground(this.#db, this.#backupsDir, keptBackups).catch((error: unknown) =>
          onError(explainSqlite(error, this.#file)),
        ),
      );
    };
    if (!this.#isNew) look();
    this.#backupTimer = setInterval(look, backupLookMs);
    this.#backupTimer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#backupTimer);
    await this.#backup;
    if (!this.#db.open) return;
    try {
      if (!this.readOnly) {
        this.transaction(() => this.datasets.removeHidden());
        this.#db.pragma('optimize');
      }
    } catch (error) {
      // Statistics for the planner: a full disk or another program's lock may keep them from being written.
      if (sqliteCode(error) === undefined) throw error;
    } finally {
      this.#db.close();
      this.#letGo();
    }
  }
}

type StoreParts = Pick<
  Store,
  | 'runs'
  | 'life'
  | 'edits'
  | 'metrics'
  | 'metricsAt'
  | 'evaluations'
  | 'probes'
  | 'checkpoints'
  | 'documents'
  | 'documentSearch'
  | 'datasets'
  | 'imports'
  | 'log'
  | 'reports'
  | 'pastRuns'
>;

/** The parts of a store, each with its statements made. */
function makeParts(db: Database, checkpointsDir: string): StoreParts {
  const tags = new TagStore(db);
  return {
    runs: new RunStore(db, new ExperimentStore(db), tags),
    life: new RunLifeStore(db),
    edits: new RunEditStore(db, tags),
    metrics: new MetricStore(db),
    metricsAt: new MetricsAtStore(db),
    evaluations: new EvaluationStore(db),
    probes: new ProbeStore(db),
    checkpoints: new CheckpointStore(db, checkpointsDir),
    documents: new DocumentStore(db),
    documentSearch: new DocumentSearch(db),
    datasets: new DatasetStore(db),
    imports: new ImportStore(db),
    log: new LogLineStore(db),
    reports: new ReportStore(db),
    pastRuns: new PastRunStore(db),
  };
}
