import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/lab/dataset/dataset.ts';
import { openDataset } from '../../../src/lab/dataset/dataset.ts';
import { CancelledError, LabError } from '../../../src/shared/errors.ts';
import { datasetSchema } from '../../../src/shared/experiment.ts';
import { contextIn, temporaryFolder } from './archives.ts';

const folder = temporaryFolder();

const open = (path: string, settings: object = {}, signal?: AbortSignal): Promise<Dataset> =>
  openDataset(
    datasetSchema.parse({ source: 'table', path, textColumn: 'text', labelColumn: 'label', ...settings }),
    { ...contextIn(folder.path), signal },
  );

/** Name → text of both splits. */
async function documents(path: string, settings: object = {}): Promise<Record<string, string | undefined>> {
  const { train, test } = await open(path, settings);
  return Object.fromEntries(
    [train, test].flatMap(({ names, texts }) => names.map((name, i) => [name, texts[i]])),
  );
}

async function failure(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => expect.fail('it worked'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof LabError)) throw error;
  return error.sentence;
}

const four = { 'ham/1': 'one', 'spam/2': 'two, "too"\nlines', 'ham/3': 'naïve', 'spam/4': '' };
const csv = 'id,text,label\n1,one,ham\n2,"two, ""too""\nlines", spam\n\n3,naïve,ham\n4,,spam\n';

describe('a table', () => {
  it.each([
    ['table.csv', csv],
    ['marked.csv', `\ufeff${csv}`],
    ['windows.csv', csv.replace(/\n(?=\d|$|\n)/g, '\r\n')],
    ['semicolons.csv', csv.replaceAll(',', ';').replace('two; ', 'two, ')],
    ['no-extension', csv],
    ['table.tsv', 'text\tlabel\none\tham\n"two, ""too""\nlines"\tspam\nnaïve\tham\n\tspam\n'],
    ['tabs.txt', 'text\tlabel\none\tham\n"two, ""too""\nlines"\tspam\nnaïve\tham\n\tspam\n'],
    [
      'rows.jsonl',
      '{"text":"one","label":"ham"}\n{"label":"spam","text":"two, \\"too\\"\\nlines"}\r\n' +
        '{"text":"naïve","label":"ham"}\n{"text":"","label":"spam","more":[1]}',
    ],
    [
      'rows.txt',
      ' {"text":"one","label":"ham"}\n'.concat(
        '{"text":"two, \\"too\\"\\nlines","label":"spam"}\n',
        '{"text":"naïve","label":"ham"}\n',
        '{"text":"","label":"spam"}\n',
      ),
    ],
  ])('is read from %s', async (name, content) => {
    expect(await documents(folder.write(name, content))).toEqual(four);
  });

  it('reads Latin-1 fields beside UTF-8 ones', async () => {
    const bytes = Buffer.concat([
      Buffer.from('text,label\nnaïve,a\n'),
      Buffer.from('na\u00efve,a\nx,b\ny,b\n', 'latin1'),
    ]);
    expect(Object.values(await documents(folder.write('mixed.csv', bytes))).sort()).toEqual([
      'naïve',
      'naïve',
      'x',
      'y',
    ]);
  });

  it('keeps quotation marks in the middle of TSV fields, and U+2028 in JSON strings', async () => {
    const tsv = folder.write('quotes.tsv', 'text\tlabel\nsay "hi" now\ta\n5" disk\tb\n"hi" he said\ta\n');
    expect(await documents(tsv)).toEqual({
      'a/1': 'say "hi" now',
      'b/2': '5" disk',
      'a/3': '"hi" he said',
    });
    const rows = ['{"text":"a\u2028b","label":1}', '{"text":"c","label":true}', '{"text":"d","label":1}'];
    expect(await documents(folder.write('separator.jsonl', rows.join('\n')))).toEqual({
      '1/1': 'a\u2028b',
      'true/2': 'c',
      '1/3': 'd',
    });
  });

  it('takes its splits from a column, in the order of the seed', async () => {
    const path = folder.write(
      'splits.csv',
      'text,label,part\na,x,train\nb,y,TRAIN\nc,x,test\nd,y, test\ne,x,test\n',
    );
    const { train, test } = await open(path, { splitColumn: 'part' });
    // RandomState(42).permutation(2) is 1 0, of three it is 0 1 2.
    expect(train.names).toEqual(['y/2', 'x/1']);
    expect(test.names).toEqual(['x/3', 'y/4', 'x/5']);
    expect(await failure(open(path, { splitColumn: 'text' }))).toMatch(`unknown split "a" in row 1: ${path}`);
  });

  it('keeps to the chosen categories', async () => {
    const path = folder.write('three.csv', 'text,label\na,x\nb,y\nc,z\nd,x\ne,z\n');
    expect(Object.keys(await documents(path, { categories: ['z', 'x'] })).sort()).toEqual([
      'x/1',
      'x/4',
      'z/3',
      'z/5',
    ]);
    expect(await failure(open(path, { categories: ['z', 'w'] }))).toBe(
      `unknown category "w": ${path}. It has: x, y, z`,
    );
  });

  it('names the columns there are when one is missing', async () => {
    const table = folder.write('columns.csv', 'body,class\na,x\n');
    expect(await failure(open(table))).toBe(`no column "text": ${table}. It has: body, class`);
    const twice = folder.write('twice.csv', 'text,text,label\na,b,x\nc,d,y\n');
    expect(await failure(open(twice))).toBe(
      `two columns are called "text": ${twice}. Give each a name of its own`,
    );
    const rows = folder.write('columns.jsonl', '{"text":"a","label":"x"}\n{"text":"b","class":"x"}\n');
    expect(await failure(open(rows))).toBe(`no column "label" in line 2: ${rows}. It has: text, class`);
  });

  it('names the line of bad JSON and of values that are not text', async () => {
    const bad = folder.write('bad.jsonl', '{"text":"a","label":"x"}\n\n{"text":"b",\n');
    expect(await failure(open(bad))).toMatch(`line 3 is not JSON: ${bad}`);
    const list = folder.write('list.jsonl', '["text","label"]\n');
    expect(await failure(open(list))).toMatch(`line 1 is not a JSON object: ${list}`);
    const nested = folder.write('nested.jsonl', '{"text":null,"label":"x"}\n');
    expect(await failure(open(nested))).toMatch(`column "text" of line 1 is not text: ${nested}`);
  });

  it('names the row that is too short, has no label or a stray quotation mark', async () => {
    const short = folder.write('short.csv', 'text,label\na,x\nb\n');
    expect(await failure(open(short))).toMatch(`row 2 has 1 columns, the header 2: ${short}`);
    const unlabelled = folder.write('unlabelled.csv', 'text,label\na,x\nb, \n');
    expect(await failure(open(unlabelled))).toMatch(`no label in row 2: ${unlabelled}`);
    const stray = folder.write('stray.csv', 'text,label\na,x\nb "c",y\n');
    expect(await failure(open(stray))).toMatch(`misplaced quotation mark near line 3: ${stray}`);
    const open_ = folder.write('open.csv', 'text,label\na,x\n"b,y\n');
    expect(await failure(open(open_))).toMatch(/^misplaced quotation mark near line \d: /);
  });

  it('refuses what is missing, empty, of one class, or labelled by names', async () => {
    expect(await failure(open(`${folder.path}/none.csv`))).toMatch(
      `no such file or folder: ${folder.path}/none.csv`,
    );
    expect(await failure(open(folder.path))).toMatch(folder.path);
    const empty = folder.write('empty.csv', '');
    expect(await failure(open(empty))).toMatch(`no classes and no documents: ${empty}`);
    const wide = folder.write('wide.csv', Buffer.from(`\ufeff${csv}`, 'utf16le'));
    expect(await failure(open(wide))).toBe(`text in UTF-16: ${wide}. Save it again as UTF-8`);
    const one = folder.write('one.csv', 'text,label\na,x\nb,x\n');
    expect(await failure(open(one))).toMatch(`only one class, "x": ${one}`);
    const names = Array.from({ length: 2000 }, (_, i) => `a,x${i}`).join('\n');
    expect(await failure(open(folder.write('names.csv', `text,label\n${names}\n`)))).toMatch(
      /^too many classes \(1001, at most 1000\)/,
    );
  });

  it('stops when it is cancelled', async () => {
    const path = folder.write('long.csv', `text,label\n${'some text,x\nother text,y\n'.repeat(10_000)}`);
    await expect(open(path, {}, AbortSignal.abort())).rejects.toBeInstanceOf(CancelledError);
  });
});
