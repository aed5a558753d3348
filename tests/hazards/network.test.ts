import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/scriptedLab.ts';
import { writeSmallDataset } from '../helpers/smallDataset.ts';

const app = join(import.meta.dirname, '../fixtures/apps/watchedLab.ts');

it('nothing asks for the network, in the app or its trainers, until a person asks for a download', async () => {
  const folder = temporaryFolder();
  try {
    const documents = join(folder.path, 'documents');
    const asked = join(folder.path, 'asked');
    await writeSmallDataset(documents);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [app, join(folder.path, 'data'), documents],
      { env: { ...process.env, ATTENTION_LAB_TEST_NETWORK: asked } },
    );
    const lines = readFileSync(asked, 'utf8').trim().split('\n');
    expect(lines[0]).toBe('now a download is asked for');
    expect([...new Set(lines.slice(1))]).toEqual(['qwone.com', 'ndownloader.figshare.com']);
    expect(stdout).toMatch(/^cannot download 20news-bydate\.tar\.gz \(qwone\.com: network unreachable; /);
  } finally {
    folder.remove();
  }
}, 60_000);
