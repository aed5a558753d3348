import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openLab } from '../../src/main/lab.ts';
import { startWebShell } from '../../src/main/shells/web/index.ts';
import { openScriptedLab, scripted, temporaryFolder } from '../helpers/scriptedLab.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

const logs = (): string =>
  readdirSync(join(folder.path, 'logs'))
    .map((name) => readFileSync(join(folder.path, 'logs', name), 'utf8'))
    .join('');

/** What the scripted trainer's documents hold, and what a test puts where only a secret belongs. */
const secrets = /The text of document|ünïcode|squeamish|ossifrage/;

it('the log tells of every bad end and holds no word of a document, an input or the environment', async () => {
  vi.stubEnv('SQUEAMISH_TOKEN', 'ossifrage');
  const lab = await openScriptedLab(folder.path, { limits: { restarts: [] } });
  const stop = lab.onEvent(() => {
    throw new Error('a listener’s fault');
  });
  for (const end of ['crash', 'throw', 'exit3', 'garbage', 'kill']) {
    await lab.waitForRun(lab.startRun(scripted(`steps:3 end:${end}`)));
  }
  stop();
  await lab.dispatch('squeamish', { squeamish: 'ossifrage' });
  await lab.dispatch('startRun', { experiment: { version: 1, name: 'squeamish ossifrage' } });
  await lab.dispatch('getDocuments', { hashes: ['squeamish'] });
  await lab.dispatch('previewTable', { path: '/squeamish/ossifrage.csv' });
  await lab.close();
  const text = logs();
  expect(text).toContain('the training process crashed in native code (SIGABRT: ');
  expect(text).toContain('a listener’s fault');
  expect(text).not.toMatch(secrets);
});

it('the web shell’s token is in no log and no file', async () => {
  const lab = await openLab({ dataDir: folder.path });
  const rendererDir = join(import.meta.dirname, '../../src/renderer');
  const shell = await startWebShell({ lab, dataDir: folder.path, rendererDir, port: 0 });
  const token = new URL(shell.url).hash.replace('#token=', '');
  await fetch(new URL('/auth', shell.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: new URL(shell.url).origin },
    body: JSON.stringify({ token }),
  });
  await shell.close();
  await lab.close();
  const files = readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(token).toHaveLength(43);
  const holding = files.filter((file) => readFileSync(join(file.parentPath, file.name)).includes(token));
  expect(holding).toEqual([]);
});
