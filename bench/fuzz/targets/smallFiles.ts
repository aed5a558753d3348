import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { readProbe } from '../../../src/lab/engine/tensorflow/probeCache.ts';
import { runtimeAt } from '../../../src/lab/engine/tensorflow/installed.ts';
import { readLock } from '../../../src/main/folderLock.ts';
import { Measurements } from '../../../src/main/measurements.ts';
import { PickedFiles } from '../../../src/main/shells/electron/pickedFiles.ts';
import { readWindowState } from '../../../src/main/shells/electron/windowState.ts';
import { Login } from '../../../src/main/shells/web/login.ts';
import { Vocabularies } from '../../../src/main/vocabularies.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { editJson, jsonEdits, mutate, mutations } from '../mutations.ts';

interface SmallFile {
  readonly name: string;
  readonly contents: unknown;
  readonly read: (folder: string) => unknown;
}

const hash = 'd'.repeat(64);
const at = '2026-01-01T00:00:00.000Z';
const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
const files: readonly SmallFile[] = [
  {
    name: 'window.json',
    contents: { x: 10, y: 20, width: 1000, height: 700, maximised: false },
    read: (folder) => readWindowState(join(folder, 'window.json'), screens),
  },
  {
    name: 'picked-files.json',
    contents: { version: 1, picked: [{ id: 'picked:0/a.csv', path: '/data/a.csv' }] },
    read: (folder) => {
      const picked = new PickedFiles(folder);
      return [picked.toRead('picked:0/a.csv'), picked.toRead('/data/b.csv')];
    },
  },
  {
    name: 'lab.lock',
    contents: { pid: 7, start: 's', nonce: 'n', host: 'h', door: 'd', since: at },
    read: (folder) => readLock(join(folder, 'lab.lock')),
  },
  {
    name: 'measurements.json',
    contents: {
      at,
      measurements: [{ engine: 'wasm', model: 'small', threads: 2, secondsPerStep: 0.01, device: 'CPU' }],
    },
    read: (folder) => {
      const measurements = new Measurements(folder);
      return [measurements.last(), measurements.timedSteps('wasm')];
    },
  },
  {
    name: `vocabulary-${hash}.json`,
    contents: { version: 1, documents: 3, longest: 4, words: [[1, 2]], stopWords: [[3, 4]] },
    read: (folder) => new Vocabularies(folder).counts(hash),
  },
  {
    name: 'runtime.json',
    contents: {
      format: 1,
      version: '2.21.0',
      variant: 'cpu',
      source: { kind: 'wheel', name: 'w', sha256: hash },
      binding: '4.22.0',
      installedAt: at,
      bytes: 10,
      libraries: [{ path: 'lib/a.so', bytes: 5, sha256: hash }],
    },
    read: (folder) => runtimeAt(folder),
  },
  {
    name: join('cache', 'tensorflow-probe.json'),
    contents: { key: 'k', report: { name: 'tensorflow', available: false, reason: 'why', remedy: null } },
    read: (folder) => readProbe(folder, 'k'),
  },
  {
    name: 'web-session-key',
    contents: 'a'.repeat(43),
    read: (folder) => {
      const login = new Login(join(folder, 'web-session-key'));
      const session = login.exchange(login.token);
      if (!login.isSession(session)) throw new Error('nobody can log in');
    },
  },
];

const words = ['{', '}', '[', '"', ',', ':', 'null', '-1', '1e999', '"__proto__":{},', '\\ud800', '\0', '\n'];

/** What a bad disk made of the small files of a data folder: each is as good as none, and stops nothing. */
export const smallFiles: FuzzTarget<{ readonly file: SmallFile; readonly bytes: Buffer }> = {
  name: 'small files of the data folder',
  neverRefuses: true,
  open: (folder) => {
    const asText = (contents: unknown): string =>
      typeof contents === 'string' ? contents : JSON.stringify(contents);
    return Promise.resolve({
      inputs: fc.constantFrom(...files).chain((file) =>
        fc
          .oneof(
            mutations(words).map((changes) => mutate(Buffer.from(asText(file.contents)), changes)),
            jsonEdits.map((edits) => Buffer.from(asText(editJson(file.contents, edits) ?? ''))),
          )
          .map((bytes) => ({ file, bytes })),
      ),
      parse: ({ file, bytes }) => {
        const path = join(folder, file.name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, bytes, { mode: 0o600 });
        try {
          return file.read(folder);
        } finally {
          rmSync(path, { force: true });
        }
      },
    });
  },
};
