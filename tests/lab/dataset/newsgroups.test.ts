import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset, DatasetSplit } from '../../../src/lab/dataset/dataset.ts';
import { openDataset } from '../../../src/lab/dataset/dataset.ts';
import { tokenNames } from '../../../src/shared/tokenNames.ts';
import { CancelledError, LabError } from '../../../src/shared/errors.ts';
import { datasetSchema } from '../../../src/shared/experiment.ts';
import type { ProgressMessage } from '../../../src/shared/trainerMessages.ts';
import { sharedFile } from '../../helpers/sharedData.ts';
import type { TarEntry } from './archives.ts';
import { contextIn, tarGz, temporaryFolder } from './archives.ts';

interface Case {
  categories: string[] | null;
  remove: string[];
  shuffleSeed: number;
}
interface TinySplit {
  names: string[];
  labels: number[];
  texts: string[];
}
interface Tiny {
  files: { split: string; path: string; text: string }[];
  cases: (Case & { train: TinySplit; test: TinySplit })[];
}
interface Summary {
  documents: number;
  first: string[];
  names: string;
  labels: string;
  texts: string;
}

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/newsgroups', name), 'utf8'));
const tiny = fixture('tiny.json') as Tiny;
const folder = temporaryFolder();

async function open(
  path: string | null,
  settings: Partial<Case> = {},
  watch: { onProgress?: (progress: ProgressMessage) => void; signal?: AbortSignal } = {},
): Promise<Dataset> {
  const config = datasetSchema.parse({ source: '20newsgroups', path, ...settings });
  return openDataset(config, { ...contextIn(folder.path), ...watch });
}

const tinyEntries = (prefix = ''): TarEntry[] =>
  tiny.files.map(({ split, path, text }) => [`${prefix}20news-bydate-${split}/${path}`, text]);

async function failure(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => expect.fail('it worked'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof LabError)) throw error;
  return error.sentence;
}

describe('20 Newsgroups from a made-up archive', () => {
  let archive: string;
  beforeAll(async () => {
    archive = folder.write('tiny.tar.gz', await tarGz(tinyEntries()));
  });

  it.each(tiny.cases)(
    'has order, labels and texts of fetch_20newsgroups: $categories without $remove, seed $shuffleSeed',
    async ({ train, test, ...settings }) => {
      const dataset = await open(archive, settings);
      for (const [split, expected] of [
        [dataset.train, train],
        [dataset.test, test],
      ] as const) {
        expect(split.names).toEqual(expected.names);
        expect([...split.labels]).toEqual(expected.labels);
        expect(split.texts).toEqual(expected.texts);
      }
    },
  );

  it('is the same from a folder, its parent, either half of it, or an archive with a folder around it', async () => {
    const home = join(folder.path, 'unpacked', '20news-bydate');
    for (const { split, path, text } of tiny.files) {
      const file = join(home, `20news-bydate-${split}`, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, 'latin1');
    }
    writeFileSync(join(home, '20news-bydate-train', '.DS_Store'), '');
    writeFileSync(join(home, '20news-bydate-train', 'alt.a', '.hidden'), '');
    const wrapped = folder.write('wrapped.tar.gz', await tarGz(tinyEntries('./20news-bydate/')));
    const { hash } = await open(archive);
    for (const path of [home, dirname(home), join(home, '20news-bydate-test'), wrapped]) {
      expect((await open(path)).hash).toBe(hash);
    }
  });

  it('is called by its number of classes and what is left out of its posts', async () => {
    expect((await open(archive)).title).toBe('20 Newsgroups, 3 classes');
    expect((await open(archive, { remove: ['quotes', 'headers'] })).title).toBe(
      '20 Newsgroups, 3 classes, without headers, quotes',
    );
  });

  it('takes the downloaded copy when no path is given, and says how to get one', async () => {
    expect(await failure(open(null))).toMatch(
      /^20 Newsgroups is not downloaded yet: .*20news-bydate\.tar\.gz\. Download it .* dataset import/,
    );
    const downloaded = join(folder.path, 'data', 'datasets', '20news-bydate.tar.gz');
    mkdirSync(dirname(downloaded), { recursive: true });
    writeFileSync(downloaded, readFileSync(archive));
    expect((await open(null)).hash).toBe((await open(archive)).hash);
    renameSync(downloaded, `${downloaded}.away`);
    expect(existsSync(downloaded)).toBe(false);
  });

  it('reports bytes read up to the whole', async () => {
    const progress: ProgressMessage[] = [];
    await open(archive, {}, { onProgress: (message) => progress.push(message) });
    const size = readFileSync(archive).length;
    expect(progress.at(-1)).toEqual({
      type: 'progress',
      stage: 'reading',
      done: size,
      total: size,
      unit: 'bytes',
    });
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const work = open(archive, {}, { onProgress: () => controller.abort(), signal: controller.signal });
    await expect(work).rejects.toBeInstanceOf(CancelledError);
  });

  it('names the known categories for an unknown one', async () => {
    expect(await failure(open(archive, { categories: ['alt.a', 'alt.b'] }))).toBe(
      `unknown category "alt.b": ${archive}. It has: alt.a, rec.b, sci.c`,
    );
  });

  it('refuses one class only, an empty class and an archive of something else', async () => {
    const pair = (split: string, group: string): TarEntry => [
      `20news-bydate-${split}/${group}/1`,
      'From: a\n\nb',
    ];
    const lonely = folder.write('lonely.tar.gz', await tarGz([pair('train', 'a'), pair('test', 'a')]));
    expect(await failure(open(lonely))).toMatch(/^only one class, "a": .*lonely/);
    expect(await failure(open(archive, { categories: ['alt.a', 'alt.a'] }))).toMatch(
      /^only one class, "alt.a"/,
    );

    const empty = folder.write(
      'empty.tar.gz',
      await tarGz([
        pair('train', 'a'),
        pair('test', 'a'),
        { name: '20news-bydate-train/b/', type: 'directory' },
      ]),
    );
    expect(await failure(open(empty))).toMatch(/^class without documents, "b": .*empty\.tar\.gz/);

    const other = folder.write('other.tar.gz', await tarGz([['readme.txt', 'hello']]));
    expect(await failure(open(other))).toMatch(
      /^not 20 Newsgroups "by date": .*other\.tar\.gz\. It has to hold 20news-bydate-train/,
    );
    expect(await failure(open(folder.path))).toMatch(/^not 20 Newsgroups "by date"/);
    expect(await failure(open(join(folder.path, 'nowhere.tar.gz')))).toMatch(
      /^no such file or folder: .*nowhere/,
    );
  });
});

const real = sharedFile('data/20news-bydate.tar.gz');
const reference = sharedFile('reference/tfidf.json');
const md5 = (data: string | Uint8Array): string => createHash('md5').update(data).digest('hex');

function summary({ names, labels, texts }: DatasetSplit): Summary {
  const content = createHash('md5');
  for (const text of texts) content.update(`${text}\0`);
  return {
    documents: names.length,
    first: names.slice(0, 3),
    names: md5(names.join('\n')),
    labels: md5(new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength)),
    texts: content.digest('hex'),
  };
}

describe.skipIf(real === undefined)('20 Newsgroups itself (needs shared/data/20news-bydate.tar.gz)', () => {
  const { cases } = fixture('expected.json') as {
    cases: (Case & { classes: string[]; train: Summary; test: Summary })[];
  };
  it.each(cases)(
    'is what fetch_20newsgroups gives: $categories without $remove, seed $shuffleSeed',
    async ({ classes, train, test, ...settings }) => {
      const dataset = await open(real!, settings);
      expect(dataset.classes).toEqual(classes);
      expect(summary(dataset.train)).toEqual(train);
      expect(summary(dataset.test)).toEqual(test);
    },
  );

  it.skipIf(reference === undefined)('names tokens as the notebook does (reference/tfidf.json)', async () => {
    const { tokens32 } = JSON.parse(readFileSync(reference!, 'utf8')) as { tokens32: string[] };
    const { test, classes } = await open(real!, { categories: cases[0]!.categories });
    expect(tokenNames(test.labels.subarray(0, 32), classes)).toEqual(tokens32);
  });

  it('refuses it when it is cut short', async () => {
    const bytes = readFileSync(real!);
    const cut = folder.write('cut.tar.gz', bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    expect(await failure(open(cut))).toBe(
      `truncated archive: ${cut}. It ends too early: copy or download it again`,
    );
  });
});
