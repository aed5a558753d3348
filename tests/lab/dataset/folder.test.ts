import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../../src/lab/dataset/classFolders.ts';
import type { Dataset } from '../../../src/lab/dataset/dataset.ts';
import { openDataset } from '../../../src/lab/dataset/dataset.ts';
import { datasetLimits } from '../../../src/lab/dataset/limits.ts';
import { CancelledError, LabError } from '../../../src/shared/errors.ts';
import { datasetSchema } from '../../../src/shared/experiment.ts';
import { contextIn, temporaryFolder } from './archives.ts';

const temporary = temporaryFolder();
let count = 0;

/** A new folder with these files. */
function folderOf(files: Record<string, string | Buffer>): string {
  const root = join(temporary.path, `folder-${(count += 1)}`);
  mkdirSync(root);
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return root;
}

const open = (path: string, settings: object = {}, signal?: AbortSignal): Promise<Dataset> =>
  openDataset(datasetSchema.parse({ source: 'folder', path, ...settings }), {
    ...contextIn(temporary.path),
    signal,
  });

async function failure(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => expect.fail('it worked'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof LabError)) throw error;
  return error.sentence;
}

const numbered = (className: string, n: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`${className}/${i}.txt`, `${className} ${i}`]));

describe('a folder per class', () => {
  it('is split by class with a seed: the same every time, another with another seed', async () => {
    const path = folderOf({ ...numbered('cats', 12), ...numbered('dogs', 8), 'readme.md': 'not a class' });
    const dataset = await open(path);
    expect(dataset.classes).toEqual(['cats', 'dogs']);
    expect(dataset.title).toBe(`folder-${count}`);
    const counts = (labels: Int32Array): number[] => [0, 1].map((k) => labels.filter((l) => l === k).length);
    expect([counts(dataset.train.labels), counts(dataset.test.labels)]).toEqual([
      [9, 6],
      [3, 2],
    ]);
    for (const { names, labels, texts } of [dataset.train, dataset.test]) {
      names.forEach((name, i) => {
        const [className, file] = name.split('/');
        expect(dataset.classes[labels[i]!]).toBe(className);
        expect(texts[i]).toBe(`${className} ${file?.replace('.txt', '')}`);
      });
    }
    expect((await open(path)).hash).toBe(dataset.hash);
    expect((await open(path, { shuffleSeed: 1 })).hash).not.toBe(dataset.hash);
  });

  it('takes train and test folders as the splits, shuffled by the seed', async () => {
    const path = folderOf({
      ...numbered('train/a', 5),
      ...numbered('train/b', 4),
      ...numbered('test/a', 3),
      ...numbered('test/b', 2),
      ...numbered('unlabelled/c', 9),
    });
    const { train, test, classes } = await open(path);
    expect(classes).toEqual(['a', 'b']);
    // RandomState(42).permutation(5): 1 4 2 0 3, of a/0 a/1 a/2 b/0 b/1.
    expect(test.names).toEqual(['a/1.txt', 'b/1.txt', 'a/2.txt', 'a/0.txt', 'b/0.txt']);
    expect([train.names.length, test.names.length]).toEqual([9, 5]);
  });

  it('reads UTF-8, UTF-16 and, failing those, Latin-1', async () => {
    const path = folderOf({
      'a/utf8': 'naïve ✓',
      'a/marked': Buffer.from('\ufeffnaïve ✓'),
      'a/latin1': Buffer.from('na\u00efve \u0093', 'latin1'),
      'b/utf16': Buffer.from('\ufeffnaïve ✓', 'utf16le'),
      'b/other': 'x',
    });
    const { train, test } = await open(path);
    const texts = Object.fromEntries(
      [train, test].flatMap((split) => split.names.map((name, i) => [name, split.texts[i]])),
    );
    expect(texts).toEqual({
      'a/utf8': 'naïve ✓',
      'a/marked': 'naïve ✓',
      'a/latin1': 'na\u00efve \u0093',
      'b/utf16': 'naïve ✓',
      'b/other': 'x',
    });
  });

  it('goes into folders of a class, and passes over hidden files', async () => {
    const path = folderOf({
      ...numbered('a/deep/er', 2),
      ...numbered('b', 2),
      'a/.hidden': 'x',
      'b/Thumbs.db': 'x',
      '.git/config': 'x',
    });
    const { train, test, classes } = await open(path);
    expect(classes).toEqual(['a', 'b']);
    expect([...train.names, ...test.names].sort()).toEqual([
      'a/deep/er/0.txt',
      'a/deep/er/1.txt',
      'b/0.txt',
      'b/1.txt',
    ]);
  });

  it('keeps to the chosen categories', async () => {
    const path = folderOf({ ...numbered('a', 2), ...numbered('b', 2), ...numbered('c', 2) });
    const { classes, train, test } = await open(path, { categories: ['c', 'a'] });
    expect(classes).toEqual(['a', 'c']);
    expect(train.names.length + test.names.length).toBe(4);
    expect(await failure(open(path, { categories: ['a', 'd'] }))).toBe(
      `unknown category "d": ${path}. It has: a, b, c`,
    );
  });

  it('follows a link to a file within it, and refuses every other', async () => {
    const outside = folderOf({ secret: 'secret' });
    const within = folderOf({ ...numbered('a', 2), ...numbered('b', 2) });
    symlinkSync(join(within, 'a', '0.txt'), join(within, 'b', 'linked'));
    const { train, test } = await open(within);
    expect(train.names.length + test.names.length).toBe(5);

    const link = async (target: string, name: string): Promise<string> => {
      const path = folderOf({ ...numbered('a', 2), ...numbered('b', 2) });
      symlinkSync(target, join(path, name));
      return failure(open(path));
    };
    expect(await link(join(outside, 'secret'), 'b/out')).toMatch(
      /^link that leaves the dataset folder: .*out/,
    );
    expect(await link(outside, 'c')).toMatch(/^link that leaves the dataset folder: .*c/);
    expect(await link('.', 'a/loop')).toMatch(/^link that leads to a folder: .*loop/);
    expect(await link('nowhere', 'a/broken')).toMatch(/^broken link: .*broken/);
  });

  it('says what is wrong with a folder', async () => {
    const nowhere = join(temporary.path, 'nowhere');
    expect(await failure(open(nowhere))).toMatch(`no such file or folder: ${nowhere}`);
    const file = temporary.write('file', 'x');
    expect(await failure(open(file))).toMatch(`not a folder: ${file}`);
    const empty = folderOf({ 'readme.txt': 'x' });
    expect(await failure(open(empty))).toMatch(`no classes and no documents: ${empty}`);
    const one = folderOf(numbered('a', 3));
    expect(await failure(open(one))).toMatch(`only one class, "a": ${one}`);
    const hollow = folderOf({ ...numbered('a', 3), 'b/.hidden': '' });
    expect(await failure(open(hollow))).toMatch(`class without documents, "b": ${hollow}`);
    const untrained = folderOf({
      ...numbered('train/a', 3),
      ...numbered('test/a', 1),
      ...numbered('test/b', 1),
    });
    expect(await failure(open(untrained))).toMatch(`class without training documents, "b": ${untrained}`);
    const untested = folderOf({ ...numbered('train/a', 3), ...numbered('train/b', 3), 'test/.keep': '' });
    expect(await failure(open(untested))).toMatch(`no test documents: ${untested}`);
    const many = folderOf(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`c${i}/x`, 'x'])));
    expect(await failure(open(many))).toMatch('too many classes (1001, at most 1000)');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'names the folder it may not read (not as root)',
    async () => {
      const path = folderOf({ ...numbered('a', 2), ...numbered('b', 2) });
      chmodSync(join(path, 'b'), 0);
      expect(await failure(open(path))).toMatch(`permission denied: ${join(path, 'b')}`);
      chmodSync(join(path, 'b'), 0o700);
    },
  );

  it('stops at the stated limits and when cancelled', async () => {
    const path = folderOf({ 'a/1': 'x'.repeat(5000), 'a/2': 'x'.repeat(5000) });
    const paths = [join(path, 'a/1'), join(path, 'a/2')];
    const read = (limits: object): Promise<unknown> =>
      readDocuments(paths, String, {}, { ...datasetLimits, ...limits });
    expect(await failure(read({ fileBytes: 4096 }))).toMatch(/^file of 4\.9 KB, at most 4 KB: .*a/);
    expect(await failure(read({ totalBytes: 8192 }))).toMatch(/^more than 8 KB of text, at .*a/);
    await expect(open(path, {}, AbortSignal.abort())).rejects.toBeInstanceOf(CancelledError);
  });
});
