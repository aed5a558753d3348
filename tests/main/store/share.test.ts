import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawFigure } from '../../../src/main/figures/drawFigure.ts';
import type { FigureApi } from '../../../src/main/figures/figureApi.ts';
import { snapshotBundle } from '../../../src/main/api/attention.ts';
import { runDetail } from '../../../src/main/api/runs.ts';
import type { Store } from '../../../src/main/store/store.ts';
import { usualComparison } from '../../../src/shared/comparison.ts';
import { LabError } from '../../../src/shared/errors.ts';
import type { RunId } from '../../../src/shared/ids.ts';
import { withOtherRuns } from '../../../src/shared/recipeRuns.ts';
import { sampleFigureApi, sampleSpec, sampleViews } from '../../helpers/sampleFigures.ts';
import { seededNumbers } from '../../helpers/seededNumbers.ts';
import { scripted } from '../../helpers/scriptedLab.ts';
import { TemporaryStore } from '../../helpers/temporaryStore.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const texts = Array.from({ length: 4 }, (_, i) => `The text of document ${i}`);
const metricsOf = (loss: number) => ({
  loss,
  sameClassMass: 0.6,
  voteAccuracy: 0.7,
  precisionAt1: Number.NaN,
  entropy: 1.5,
});

function addRun(store: Store, seed: number): RunId {
  const { uniform } = seededNumbers(seed);
  const shares = (count: number): Float32Array => Float32Array.from({ length: count }, uniform);
  return store.transaction(() => {
    const run = store.runs.create({ experiment: scripted('steps:300', seed), threads: 1 });
    store.life.begin(run);
    const hashes = texts.map(sha);
    store.documents.save(texts.map((text, i) => ({ hash: hashes[i]!, title: `Title ${i}`, text })));
    const split = (from: number) => ({
      names: [`${from}`, `${from + 1}`],
      labels: Int32Array.of(0, 1),
      documentHashes: hashes.slice(from, from + 2),
    });
    store.datasets.save({
      hash: 'd'.repeat(64),
      title: 'Four documents',
      config: { source: 'embedded', categories: null, testShare: 0.25, shuffleSeed: 42 },
      classes: ['one', 'two'],
      train: split(0),
      test: split(2),
    });
    store.life.setDataset(run, 'd'.repeat(64));
    store.metrics.append(
      run,
      1,
      Float64Array.from({ length: 300 }, (_, i) => (i === 7 ? Number.NaN : -uniform())),
      Float64Array.from({ length: 300 }, (_, i) => i / 10),
    );
    const progress = { step: 300, lastLoss: -0.4, bestLoss: -0.9, secondsPerStep: 0.1, trainSeconds: 30 };
    store.life.setProgress(run, progress);
    store.evaluations.save(run, { epoch: 1, step: 300, metrics: metricsOf(-uniform()), seconds: 0.5 });
    const spec = { kind: 'uniform', features: 'raw', softmax: true } as const;
    store.evaluations.saveBaselines(run, [
      { id: 'uniform', title: 'uniform', spec, metrics: metricsOf(-0.5) },
    ]);
    store.probes.save(run, {
      sequence: 0,
      labels: Int32Array.of(0, 1),
      documentHashes: hashes.slice(2),
      tokens: ['one 0', 'two 0'],
      titles: ['Title 2', 'Title 3'],
    });
    for (const step of [0, 300]) {
      store.probes.saveSnapshot(run, 0, { step, heads: 2, values: shares(8) });
    }
    store.log.add(run, { at: '2026-01-01T00:00:00.000Z', level: 'info', message: 'read the folder' });
    store.edits.edit(run, {
      note: `note ${seed}`,
      tags: ['a', 'b'],
      starred: seed % 2 === 0,
      group: 'seeds',
    });
    store.life.end(run, 'finished', null);
    return run;
  });
}

/** Views that are drawn from what is stored of one run; others ask a process, or further runs. */
const ownViews = ['loss', 'heatmap', 'heads', 'model'] as const;

/** Everything there is to know of a run, its figures included. */
async function everything(store: Store, run: RunId): Promise<unknown> {
  const api: FigureApi = {
    ...sampleFigureApi(),
    getRun: () => runDetail(store, run),
    getLosses: () => store.metrics.series(run, 1),
    getAttention: ({ sequence, step }) =>
      snapshotBundle(
        store.runs.get(run)!.summary,
        store.probes.of(run)[sequence]!,
        store.probes.snapshotAt(run, sequence, step)!,
      ),
  };
  return {
    detail: runDetail(store, run),
    losses: store.metrics.series(run, 1),
    snapshots: [0, 300].map((step) => store.probes.snapshotAt(run, 0, step)),
    documents: store.documents.get(store.probes.of(run)[0]!.documentHashes),
    figures: await Promise.all(
      ownViews.map((name) => drawFigure(api, withOtherRuns(sampleSpec([sampleViews[name]]), [run]), 'svg')),
    ),
  };
}

describe('runs as a file to share', () => {
  let here: TemporaryStore;
  let there: TemporaryStore;
  let file = '';
  beforeEach(() => {
    here = new TemporaryStore();
    there = new TemporaryStore();
    file = join(here.folder.path, 'runs.attlab');
  });
  afterEach(async () => {
    await here.remove();
    await there.remove();
  });

  it('come back the same after export, deletion and import: 50 runs, figures byte for byte', async () => {
    const runs = Array.from({ length: 50 }, (_, seed) => addRun(here.store, seed));
    const before = await Promise.all(runs.map((run) => everything(here.store, run)));
    here.store.exportRuns(runs, file, { documents: true });
    here.store.durably(() => {
      for (const run of runs) here.store.edits.softDelete(run);
      here.store.edits.purge(runs);
    });
    expect(here.store.runs.list()).toEqual([]);
    for (const { store } of [here, there]) {
      expect(store.importRuns(file)).toEqual({ added: runs, known: [], comparison: null });
      expect(await Promise.all(runs.map((run) => everything(store, run)))).toEqual(before);
      expect(store.datasets.documents('d'.repeat(64))).toHaveLength(4);
    }
  });

  it('are not added twice, are brought back when they were deleted, and keep what a person wrote here', () => {
    const run = addRun(here.store, 1);
    here.store.exportRuns([run], file, { documents: true });
    here.store.transaction(() => here.store.edits.edit(run, { name: 'mine', tags: [] }));
    expect(here.store.importRuns(file)).toEqual({ added: [], known: [run], comparison: null });
    here.store.transaction(() => here.store.edits.softDelete(run));
    expect(here.store.importRuns(file)).toEqual({ added: [run], known: [], comparison: null });
    expect(here.store.runs.list()).toMatchObject([{ id: run, name: 'mine', tags: [] }]);
  });

  it('get a new id where another run has theirs, once', () => {
    const run = addRun(here.store, 1);
    here.store.exportRuns([run], file, { documents: true });
    here.store.transaction(() =>
      here.store.metrics.append(run, 301, Float64Array.of(1), Float64Array.of(31)),
    );
    const { added } = here.store.importRuns(file);
    expect(added).toHaveLength(1);
    expect(added).not.toContain(run);
    expect(here.store.importRuns(file)).toEqual({ added: [], known: added, comparison: null });
    expect(here.store.runs.list()).toHaveLength(2);
  });

  it('bring along the comparison they were shared as, of the runs as they are called here', () => {
    const [run, other] = [addRun(here.store, 1), addRun(here.store, 2)];
    const comparison = { ...usualComparison([run, other]), hidden: [other], a: run, b: 'measure:uniform' };
    here.store.exportRuns([run, other], file, { documents: true, comparison });
    expect(there.store.importRuns(file).comparison).toEqual(comparison);
    here.store.transaction(() =>
      here.store.metrics.append(run, 301, Float64Array.of(1), Float64Array.of(31)),
    );
    const { added, known, comparison: renamed } = here.store.importRuns(file);
    expect(known).toEqual([other]);
    expect(renamed).toEqual({ ...comparison, runs: [added[0], other], a: added[0] });
  });

  it('go without a word of the documents when asked to', () => {
    const run = addRun(here.store, 1);
    here.store.exportRuns([run], file, { documents: false });
    const bytes = readFileSync(file).toString('latin1');
    expect(bytes).not.toContain('Title 2');
    expect(bytes).not.toContain('read the folder');
    there.store.importRuns(file);
    expect(there.store.probes.of(run)).toMatchObject([{ tokens: ['one 0', 'two 0'], titles: ['', ''] }]);
    expect(there.store.datasets.list()).toEqual([]);
  });

  it('are not exported under way, under another ending, or to nowhere; nothing is left behind', () => {
    const run = addRun(here.store, 1);
    const waiting = here.store.transaction(() =>
      here.store.runs.create({ experiment: scripted('steps:1'), threads: 1 }),
    );
    const all = { documents: true };
    expect(() => here.store.exportRuns([run, waiting], file, all)).toThrow(/under way/);
    expect(() => here.store.exportRuns([run], `${file}.db`, all)).toThrow(/not a name for a shared file/);
    expect(() => here.store.exportRuns([run], '/no/such/a.attlab', all)).toThrow(/no such folder/);
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(here.folder.path).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it.each<[string, (db: Database.Database) => void, RegExp]>([
    [
      'a trigger',
      (db) => db.exec('CREATE TRIGGER t AFTER INSERT ON runs BEGIN SELECT 1; END'),
      /not a shared/,
    ],
    ['a view', (db) => db.exec('CREATE VIEW v AS SELECT * FROM runs'), /not a shared/],
    [
      'a view in the place of a table',
      (db) => db.exec("DROP TABLE log_lines; CREATE VIEW log_lines AS SELECT 1 AS key, '' AS run"),
      /not a shared/,
    ],
    ['another column', (db) => db.exec('ALTER TABLE runs ADD COLUMN more TEXT'), /not a shared/],
    ['another program', (db) => void db.pragma('application_id = 7'), /not a shared/],
    ['a later version', (db) => void db.pragma('user_version = 99'), /newer Attention Lab/],
    ['a state that goes on', (db) => db.exec("UPDATE runs SET state = 'queued'"), /damaged/],
    ['an unknown state', (db) => db.exec("UPDATE runs SET state = 'asleep'"), /damaged/],
    [
      'an id that is a path',
      (db) => db.exec("PRAGMA foreign_keys = OFF; UPDATE runs SET id = '../../' || id"),
      /damaged/,
    ],
    ['settings of another hash', (db) => db.exec("UPDATE experiments SET settings = '{}'"), /damaged/],
    ['a shape that is no JSON', (db) => db.exec("UPDATE runs SET shape = '{'"), /damaged/],
    ['half a loss', (db) => db.exec("UPDATE metrics SET losses = x'00'"), /damaged/],
    ['steps without end', (db) => db.exec('UPDATE metrics SET chunk = chunk + 1000000000'), /too many steps/],
    ['small attention', (db) => db.exec("UPDATE snapshots SET attention = x'00000000'"), /damaged/],
    ['a document of another hash', (db) => db.exec("UPDATE documents SET text = x'0300'"), /damaged/],
    ['a long name', (db) => db.exec("UPDATE runs SET name = printf('%.*c', 5000, 'x')"), /damaged/],
  ])('are refused, all of them, with %s', (_, spoil, message) => {
    const runs = [addRun(here.store, 1), addRun(here.store, 2)];
    here.store.exportRuns(runs, file, { documents: true });
    const db = new Database(file);
    spoil(db);
    db.close();
    expect(() => there.store.importRuns(file)).toThrow(LabError);
    expect(() => there.store.importRuns(file)).toThrow(message);
    expect(there.store.runs.list()).toEqual([]);
    expect(there.store.datasets.list()).toEqual([]);
  });

  it('are refused in a sentence from a file that is cut, changed or none', () => {
    here.store.exportRuns([addRun(here.store, 1)], file, { documents: true });
    const whole = readFileSync(file);
    const { index } = seededNumbers(3);
    for (let round = 0; round < 60; round += 1) {
      const bytes = Buffer.from(whole);
      for (let i = 0; i < 30; i += 1) bytes[index(bytes.length)] = index(256);
      writeFileSync(file, round % 2 === 0 ? bytes : whole.subarray(0, index(whole.length)));
      try {
        there.store.importRuns(file);
      } catch (error) {
        expect(error).toBeInstanceOf(LabError);
      }
      for (const { id } of there.store.runs.list()) runDetail(there.store, id);
    }
    expect(() => there.store.importRuns(here.folder.path)).toThrow(/not a shared/);
    expect(() => there.store.importRuns('/no/such/a.attlab')).toThrow(/no such file/);
  });
});
