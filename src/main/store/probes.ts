import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { RunId } from '../../shared/ids.ts';
import type { ProbeSummary } from '../../shared/run.ts';
import { toBlob, toFloat32, toInt32 } from './columns.ts';

const strings = z.array(z.string());

export interface NewProbe {
  readonly sequence: number;
  readonly labels: Int32Array;
  readonly documentHashes: readonly string[];
  readonly tokens: readonly string[];
  readonly titles: readonly string[];
}

/** Attention of one probe after `step` updates, [heads, keys, queries] float32 row-major. */
export interface Snapshot {
  readonly step: number;
  readonly heads: number;
  readonly values: Float32Array;
}

interface ProbeRow {
  readonly sequence: number;
  readonly labels: Buffer;
  readonly document_hashes: string;
  readonly tokens: string;
  readonly titles: string;
}

interface SnapshotRow {
  readonly step: number;
  readonly heads: number;
  readonly attention: Buffer;
}

/** Probes (test sequences whose attention is followed) and the snapshots of their attention. */
export class ProbeStore {
  readonly #save;
  readonly #of;
  readonly #saveSnapshot;
  readonly #steps;
  readonly #notAfter;

  constructor(db: Database) {
    this.#save = db.prepare(`
      INSERT OR REPLACE INTO probes (run, sequence, labels, document_hashes, tokens, titles)
      VALUES (:run, :sequence, :labels, :hashes, :tokens, :titles)`);
    this.#of = db.prepare<[string], ProbeRow>('SELECT * FROM probes WHERE run = ? ORDER BY sequence');
    this.#saveSnapshot = db.prepare<[string, number, number, number, Buffer]>(
      'INSERT OR REPLACE INTO snapshots (run, sequence, step, heads, attention) VALUES (?, ?, ?, ?, ?)',
    );
    this.#steps = db
      .prepare<[string], number>('SELECT DISTINCT step FROM snapshots WHERE run = ? ORDER BY step')
      .pluck();
    this.#notAfter = db.prepare<[string, number, number], SnapshotRow>(
      `SELECT step, heads, attention FROM snapshots WHERE run = ? AND sequence = ? AND step <= ?
       ORDER BY step DESC LIMIT 1`,
    );
  }

  save(run: RunId, probe: NewProbe): void {
    this.#save.run({
      run,
      sequence: probe.sequence,
      labels: toBlob(probe.labels),
      hashes: JSON.stringify(probe.documentHashes),
      tokens: JSON.stringify(probe.tokens),
      titles: JSON.stringify(probe.titles),
    });
  }

  /** By sequence, ascending. */
  of(run: RunId): readonly ProbeSummary[] {
    return this.#of.all(run).map((row) => {
      const labels = [...toInt32(row.labels)];
      return {
        sequence: row.sequence,
        length: labels.length,
        labels,
        documentHashes: strings.parse(JSON.parse(row.document_hashes)),
        tokens: strings.parse(JSON.parse(row.tokens)),
        titles: strings.parse(JSON.parse(row.titles)),
      };
    });
  }

  /** Keeps a snapshot; the same step again replaces it. */
  saveSnapshot(run: RunId, sequence: number, snapshot: Snapshot): void {
    this.#saveSnapshot.run(run, sequence, snapshot.step, snapshot.heads, toBlob(snapshot.values));
  }

  /** Steps with a snapshot of any sequence, ascending. */
  snapshotSteps(run: RunId): readonly number[] {
    return this.#steps.all(run);
  }

  /** The newest snapshot of a sequence not after `step` (the last of all when null), or null if there is none. */
  snapshotAt(run: RunId, sequence: number, step: number | null): Snapshot | null {
    const row = this.#notAfter.get(run, sequence, step ?? Number.MAX_SAFE_INTEGER);
    return row === undefined ? null : { step: row.step, heads: row.heads, values: toFloat32(row.attention) };
  }
}
