import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectLicences } from '../../../../scripts/package/collectLicences.ts';
import { licenceParts } from '../../../../src/renderer/views/about/licenceParts.ts';

/** A project of two packages, one of whose licences holds the line that stands between entries. */
function writeProject(root: string): void {
  const write = (path: string, content: string): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const line = '-'.repeat(80);
  write('LICENSE', 'MIT License\n\nCopyright someone\n');
  write('resources/NOTICE-datasets.md', '# Data sets\n\nMails.\n');
  write('package.json', '{}');
  write('out/packages/main.json', '["node_modules/@a/b", "node_modules/c"]');
  write('out/renderer/index.html', '');
  write(
    'node_modules/@a/b/package.json',
    '{"name": "@a/b", "version": "1.0.0", "license": "(MIT OR Apache-2.0)"}',
  );
  write('node_modules/@a/b/LICENSE', `Part one\n\n${line}\nPart two (of two)\n`);
  write(
    'node_modules/c/package.json',
    '{"name": "c", "version": "2.1.0", "license": "ISC", "author": "Someone"}',
  );
}

describe('the parts of the licences', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lab-licences-'));
    writeProject(root);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('are the app, its data and every package, as they were collected', () => {
    collectLicences(root);
    const parts = licenceParts(readFileSync(join(root, 'out', 'renderer', 'licences.txt'), 'utf8'));
    expect(parts).toEqual([
      { name: 'Attention Lab', version: '', licence: '', text: 'MIT License\n\nCopyright someone' },
      { name: 'Data that comes with the app', version: '', licence: '', text: '# Data sets\n\nMails.' },
      {
        name: '@a/b',
        version: '1.0.0',
        licence: '(MIT OR Apache-2.0)',
        text: `Part one\n\n${'-'.repeat(80)}\nPart two (of two)`,
      },
      { name: 'c', version: '2.1.0', licence: 'ISC', text: 'Copyright Someone, under ISC.' },
    ]);
  });

  it('are none of nothing', () => {
    expect(licenceParts('')).toEqual([]);
  });
});
