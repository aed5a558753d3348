import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExperiment } from '../../../src/main/cli/readExperiment.ts';
import { findPreset } from '../../../src/shared/presets.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-experiment-'));
  mkdirSync(join(folder, 'configs'));
  writeFileSync(
    join(folder, 'configs', 'mine.json'),
    JSON.stringify({
      version: 1,
      name: 'Mine',
      dataset: { source: 'folder', path: '../texts' },
      training: { learningRate: 0.1 },
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('reading an experiment', () => {
  it('takes a preset as it is', () => {
    expect(readExperiment('notebook', {}, folder)).toEqual(findPreset('notebook')?.experiment);
  });

  it('changes what the flags name and nothing else', () => {
    const changed = readExperiment(
      'notebook-scaled',
      { seed: 7, engine: 'reference', epochs: 1, data: 'news.tar.gz' },
      folder,
    );
    const preset = findPreset('notebook-scaled')!.experiment;
    expect(changed).toEqual({
      ...preset,
      seed: 7,
      engine: 'reference',
      dataset: { ...preset.dataset, path: join(folder, 'news.tar.gz') },
      training: { ...preset.training, epochs: 1 },
    });
  });

  it('takes a path in a file from where the file lies, and --data from where the person stands', () => {
    const own = readExperiment('configs/mine.json', {}, folder);
    expect(own.dataset).toMatchObject({ path: join(folder, 'texts') });
    const given = readExperiment('configs/mine.json', { data: 'other' }, folder);
    expect(given.dataset).toMatchObject({ path: join(folder, 'other') });
  });

  it('reads a file as an editor on Windows saves it, with a byte order mark and CRLF', () => {
    const text = JSON.stringify(findPreset('quick-start')?.experiment, null, 2).replaceAll('\n', '\r\n');
    writeFileSync(join(folder, 'windows.json'), `\uFEFF${text}\r\n`);
    expect(readExperiment('windows.json', {}, folder)).toEqual(findPreset('quick-start')?.experiment);
  });

  it('refuses --data for documents that come with the app', () => {
    expect(() => readExperiment('quick-start', { data: 'x' }, folder)).toThrow(/come with the app: --data x/);
  });
});
