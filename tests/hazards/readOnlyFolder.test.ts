import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScriptedLab, scripted, temporaryFolder } from '../helpers/scriptedLab.ts';

const app = join(import.meta.dirname, '../fixtures/apps/lookingLab.ts');

interface Seen {
  readonly refusal: unknown;
  readonly runs: { readonly value: readonly { readonly step: number }[] };
  readonly info: unknown;
  readonly edit: unknown;
}

describe.skipIf(process.platform === 'win32')('a data folder that may be read and not written', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(async () => {
    folder = temporaryFolder();
    const lab = await openScriptedLab(folder.path);
    await lab.waitForRun(lab.startRun(scripted('steps:7')));
    await lab.close();
  });
  afterEach(() => {
    allow(0o755);
    folder.remove();
  });

  const allow = (mode: number): void => {
    chmodSync(folder.path, mode);
    for (const name of readdirSync(folder.path)) chmodSync(join(folder.path, name), mode);
  };
  const look = (): Seen => {
    allow(0o555);
    return JSON.parse(execFileSync(process.execPath, [app, folder.path], { encoding: 'utf8' })) as Seen;
  };
  const readingCopies = (): readonly string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith('attention-lab-reading-'));

  it('is refused in words, may be looked at, and is left as it was', () => {
    const before = readFileSync(join(folder.path, 'lab.sqlite'));
    const copies = readingCopies();
    const { refusal, runs, info, edit } = look();
    expect(refusal).toEqual({
      code: 'forbidden',
      sentence: `cannot write the data folder: ${folder.path} (EACCES). Make it writable, choose another with --data-dir, or open this one read-only`,
      mayLook: true,
    });
    expect(runs.value).toMatchObject([{ step: 7, state: 'finished' }]);
    expect(info).toMatchObject({
      value: { readOnly: true, notices: [expect.stringContaining('is shown as it was when it was opened')] },
    });
    expect(edit).toMatchObject({ ok: false });
    expect(readFileSync(join(folder.path, 'lab.sqlite')).equals(before)).toBe(true);
    expect(existsSync(join(folder.path, 'lab.lock'))).toBe(false);
    expect(readingCopies()).toEqual(copies);
  });

  it('is shown with what its last writer left beside the database when it was killed', () => {
    const file = join(folder.path, 'lab.sqlite');
    const writer = new Database(file);
    writer.pragma('wal_autocheckpoint = 0');
    writer.exec('UPDATE runs SET step = 8');
    // Copied while its writer lives: what a kill leaves.
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, `${file}.killed${suffix}`);
    writer.close();
    for (const suffix of ['', '-wal']) copyFileSync(`${file}.killed${suffix}`, file + suffix);
    expect(look().runs.value).toMatchObject([{ step: 8 }]);
  });
});
