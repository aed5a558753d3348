import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectPath } from '../../../src/lab/dataset/inspectPath.ts';
import { previewTable } from '../../../src/lab/dataset/previewTable.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'preview-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('the first rows of a table', () => {
  it('come from CSV with quotes, commas and a byte order mark', async () => {
    const path = file('a.csv', '\ufeffid, text ,label\n1,"one, ""two""",x\n2,three,y\n');
    expect(await previewTable(path, 'auto')).toEqual({
      format: 'csv',
      columns: ['id', 'text', 'label'],
      rows: [
        ['1', 'one, "two"', 'x'],
        ['2', 'three', 'y'],
      ],
    });
  });

  it('come from semicolons and tabs as the file looks', async () => {
    expect((await previewTable(file('a.csv', 'a;b\n1;2\n'), 'auto')).columns).toEqual(['a', 'b']);
    expect(await previewTable(file('b.txt', 'a\tb\n1\t2\n'), 'auto')).toMatchObject({
      format: 'tsv',
      rows: [['1', '2']],
    });
  });

  it('come from JSON lines, every key a column, what is missing empty', async () => {
    const path = file('a.jsonl', '{"text":"one","n":1}\n\n{"text":"two","tags":["x"]}\n');
    expect(await previewTable(path, 'auto')).toEqual({
      format: 'jsonl',
      columns: ['text', 'n', 'tags'],
      rows: [
        ['one', '1', ''],
        ['two', '', '["x"]'],
      ],
    });
  });

  it('are twenty at most, and long cells are cut', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => `${i},${'x'.repeat(1000)}`);
    const table = await previewTable(file('a.csv', ['a,b', ...rows].join('\n')), 'csv');
    expect(table.rows).toHaveLength(20);
    expect(table.rows[0]?.[1]).toBe(`${'x'.repeat(300)}…`);
  });

  it('are none of an empty file', async () => {
    expect(await previewTable(file('a.csv', ''), 'auto')).toMatchObject({ columns: [], rows: [] });
  });

  it.each([
    ['no such file', 'missing.csv', undefined, 'not-found'],
    ['text in UTF-16', 'a.csv', Buffer.from('\ufeffa,b', 'utf16le'), 'bad-dataset'],
    ['a line that is not JSON', 'a.jsonl', 'not json\n', 'bad-dataset'],
    ['what is no text', 'a.csv', 'PK\u0003\u0004\0\0', 'bad-dataset'],
    ['a JSON file that is one list', 'a.json', '[{"text":"a","label":"b"}]', 'bad-dataset'],
    ['a quotation mark never closed', 'a.csv', 'a,b\n"1,2\n', 'bad-dataset'],
  ])('refuse %s in one sentence', async (_, name, content, code) => {
    const path = content === undefined ? join(folder, name) : file(name, content);
    await expect(previewTable(path, 'auto')).rejects.toMatchObject({ name: 'LabError', code });
  });
});

describe('what lies at a path', () => {
  it('is a folder with its classes, in train and test if it has both', async () => {
    for (const name of ['cats', 'dogs', '.hidden'])
      mkdirSync(join(folder, 'pets', name), { recursive: true });
    expect(await inspectPath(join(folder, 'pets'))).toMatchObject({
      source: 'folder',
      classes: ['cats', 'dogs'],
      divided: false,
    });
    for (const split of ['train', 'test']) mkdirSync(join(folder, 'both', split, 'a'), { recursive: true });
    expect(await inspectPath(join(folder, 'both'))).toMatchObject({ classes: ['a'], divided: true });
  });

  it('is 20 Newsgroups, packed or unpacked', async () => {
    mkdirSync(join(folder, 'news', '20news-bydate-train'), { recursive: true });
    expect((await inspectPath(join(folder, 'news'))).source).toBe('20newsgroups');
    expect((await inspectPath(file('20news.tar.gz', 'x'))).source).toBe('20newsgroups');
  });

  it('is a table by its name, and nothing by another', async () => {
    expect(await inspectPath(file('a.csv', 'a,b\n'))).toMatchObject({ source: 'table', bytes: 4 });
    await expect(inspectPath(file('a.exe', 'x'))).rejects.toMatchObject({ code: 'bad-input' });
    await expect(inspectPath(join(folder, 'gone'))).rejects.toMatchObject({ code: 'not-found' });
  });
});
