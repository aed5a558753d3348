import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildFeatures, type Features } from '../../../src/lab/features/features.ts';
import { CancelledError } from '../../../src/shared/errors.ts';
import type { FeaturesConfig } from '../../../src/shared/experiment.ts';
import { corpora, featuresConfig } from './fixtures.ts';

const { train: trainTexts, test: testTexts } = corpora.words;
const input = { trainTexts, testTexts, datasetHash: 'words' };

describe('buildFeatures with a cache', () => {
  let cacheDir: string;
  /** How often texts were tokenised to the end. */
  let work: number;
  let log: string[];

  const build = (config: Partial<FeaturesConfig> = {}, from = input): Promise<Features> =>
    buildFeatures(from, featuresConfig(config), {
      cacheDir,
      onProgress: ({ done, total }) => {
        if (done === total) work++;
      },
      onLog: (message) => log.push(message),
    });

  beforeEach(async () => {
    cacheDir = join(await mkdtemp(join(tmpdir(), 'features-')), 'cache');
    work = 0;
    log = [];
  });
  afterEach(() => rm(join(cacheDir, '..'), { recursive: true }));

  it('tokenises once, then reads the same features back', async () => {
    const first = await build();
    const second = await build();
    expect(work).toBe(1);
    expect(second).toEqual(first);
    expect(log).toEqual([]);
    expect(await readdir(cacheDir)).toHaveLength(1);
  });

  it('tokenises again for another dataset or setting, but not for another standardisation', async () => {
    await build();
    await build({ standardise: 'train' });
    const plain = await build({ standardise: 'none' });
    expect(work).toBe(1);
    expect(plain.train).toMatchObject({ mean: 0, std: 1 });
    await build({ minDf: 2 });
    await build({}, { ...input, datasetHash: 'others' });
    expect(work).toBe(3);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 7)],
    ['with a bit turned', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from('!')])],
    ['empty', () => Buffer.alloc(0)],
    ['of something else', () => Buffer.from('{"not": "features"}\n')],
  ])('rebuilds a cache file %s, logs it, and mends the file', async (_, damage) => {
    const first = await build();
    const [name] = await readdir(cacheDir);
    const path = join(cacheDir, name!);
    const good = await readFile(path);
    await writeFile(path, damage(good));
    expect(await build()).toEqual(first);
    expect(work).toBe(2);
    expect(log).toEqual(['cached features are rebuilt: its checksum is wrong']);
    expect(await readFile(path)).toEqual(good);
    expect(await readdir(cacheDir)).toEqual([name]);
  });

  it('gives features even where it cannot write', async () => {
    await writeFile(cacheDir, 'a file where the folder should be');
    const features = await build();
    expect(features.terms.length).toBeGreaterThan(0);
    expect(log.at(-1)).toMatch(/^features could not be cached: /);
  });

  it('leaves no file behind when it is cancelled', async () => {
    const cancelled = buildFeatures(input, featuresConfig(), { cacheDir, signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toBeInstanceOf(CancelledError);
    const controller = new AbortController();
    const stopped = buildFeatures(input, featuresConfig(), {
      cacheDir,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(stopped).rejects.toBeInstanceOf(CancelledError);
    await expect(readdir(cacheDir)).rejects.toThrow('ENOENT');
  });
});
