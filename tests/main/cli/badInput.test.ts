import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere, type Captured } from './capture.ts';
import { makeSmallLab, writeExperiment } from './smallLab.ts';

let folder = '';
let remove = (): void => undefined;
beforeAll(async () => {
  ({ folder, remove } = await makeSmallLab());
  const trained = await runHere(folder, '--data-dir', 'lab', 'train', 'small.json');
  expect(trained.code).toBe(0);
  writeFileSync(join(folder, 'not.json'), '{"version": 1,');
  writeFileSync(join(folder, 'notes.pdf'), 'no dataset');
  writeExperiment(folder, 'unknown.json', { speed: 3 });
  writeExperiment(folder, 'misspelt.json', { training: { learningRate: 0.1, epoch: 3 } });
  writeExperiment(folder, 'text.json', { training: { learningRate: 'fast' } });
  writeExperiment(folder, 'nan.json', { training: { learningRate: Number.NaN } });
  writeExperiment(folder, 'long.json', { training: { learningRate: 0.1, sequenceLength: 500 } });
  writeExperiment(folder, 'one.json', {
    dataset: { source: 'folder', path: 'small', categories: ['gardens'] },
  });
  writeExperiment(folder, 'huge.json', {
    engine: 'wasm',
    dataset: { source: 'embedded' },
    model: { heads: 64, headDim: 200_000 },
  });
});
afterAll(() => remove());

const refused = (...argv: string[]): Promise<Captured> => runHere(folder, '--data-dir', 'lab', ...argv);

describe('bad input', () => {
  it.each([
    ['a command that does not exist', ['fly'], /unknown command 'fly'/],
    [
      'a folder to share that is not there, though the last one is',
      ['serve', '--port', '0', '--files', 'none', '--files', 'small'],
      /not a folder: \S*none;/,
    ],
    ['a host that is a whole address', ['serve', '--allowed-host', 'http://lab'], /not the name of a host/],
    ['an empty address to listen on', ['serve', '--host', ''], /no address to listen on/],
    ['a missing command', ['runs'], /a command is missing; see its --help/],
    ['a missing argument', ['train'], /missing required argument/],
    [
      'an unknown option',
      ['train', 'small.json', '--sead', '3'],
      /unknown option '--sead' \(Did you mean --seed\?\)/,
    ],
    [
      'a seed that is no number',
      ['train', 'small.json', '--seed', 'x'],
      /'--seed <n>' argument 'x' is invalid; use a whole number/,
    ],
    ['a negative number of threads', ['train', 'small.json', '--threads', '-1'], /--threads/],
    ['no epochs', ['train', 'small.json', '--epochs', '0'], /--epochs/],
    [
      'an unknown engine',
      ['train', 'small.json', '--engine', 'steam'],
      /use one of auto, reference, wasm, tensorflow/,
    ],
    [
      'an experiment that is neither preset nor file',
      ['train', 'quick'],
      /no such preset, and no file to read: quick; presets: quick-start, notebook/,
    ],
    ['a file that is not JSON', ['train', 'not.json'], /not\.json is not JSON/],
    ['an unknown setting', ['train', 'unknown.json'], /unknown setting: "speed"/],
    ['a misspelt setting', ['train', 'misspelt.json'], /training: unknown setting: "epoch"/],
    ['a setting of the wrong type', ['train', 'text.json'], /training\.learningRate/],
    ['a learning rate that is no number', ['train', 'nan.json'], /training\.learningRate/],
    ['one class only', ['train', 'one.json'], /at least two classes are needed/],
    [
      '--data for documents that come with the app',
      ['train', 'quick-start', '--data', 'x'],
      /come with the app/,
    ],
    [
      'an --out in a folder that is not there',
      ['train', 'small.json', '--out', 'no/run.json'],
      /cannot write to the folder/,
    ],
    ['an --out that is a folder', ['train', 'small.json', '--out', 'small'], /a folder, not a file/],
    [
      'a missing archive',
      ['train', 'notebook', '--data', 'gone.tar.gz'],
      /no such file or folder: .*gone\.tar\.gz/,
    ],
    ['sequences longer than the test split', ['train', 'long.json'], /500/],
    ['a model that does not fit the memory', ['train', 'huge.json'], /not enough memory/],
    ['a run that does not exist', ['runs', 'show', 'nothing'], /no such run: nothing/],
    [
      'a figure of another format',
      ['figure', 'last', '--view', 'loss', '--out', 'f.gif'],
      /unknown figure format: \.gif; end the file’s name in \.svg, /,
    ],
    [
      'a figure of another view',
      ['figure', 'last', '--view', 'pie', '--out', 'f.svg'],
      /use one of loss, heatmap, heads/,
    ],
    ['a figure without a file', ['figure', 'last', '--view', 'loss'], /'--out <file>' not specified/],
    [
      'a figure in a folder that is not there',
      ['figure', 'Small', '--view', 'loss', '--out', 'no/f.svg'],
      /no such folder/,
    ],
    [
      'a figure of a sequence the run does not follow',
      ['figure', 'Small', '--view', 'heads', '--out', 'f.svg', '--sequence', '9'],
      /the test split has 3 /,
    ],
    [
      'a figure too narrow',
      ['figure', 'last', '--view', 'loss', '--out', 'f.svg', '--width', '3'],
      /look\.width: at least 60 px/,
    ],
    [
      'a figure of no length',
      ['figure', 'last', '--view', 'loss', '--out', 'f.svg', '--width', 'wide'],
      /use a length such as 85mm/,
    ],
    ['a figure of no view', ['figure', 'last', '--out', 'f.svg'], /no --view: loss, heatmap/],
    ['a figure of no run', ['figure', '--view', 'loss', '--out', 'f.svg'], /no run named/],
    [
      'a difference of one run',
      ['figure', 'last', '--view', 'difference', '--out', 'f.svg'],
      /a difference is of two runs: 1 given/,
    ],
    [
      'a figure of a head that is not there',
      ['figure', 'Small', '--view', 'heatmap', '--out', 'f.svg', '--head', '9'],
      /it has 2 heads and no number 9/,
    ],
    [
      'a recipe that is none',
      ['figure', '--recipe', 'small.json', '--out', 'f.svg'],
      /a recipe this version/,
    ],
    ['a recipe that is not there', ['figure', '--recipe', 'no.svg', '--out', 'f.svg'], /no such file/],
    [
      'a comparison that is none',
      ['figure', 'small.json', '--view', 'loss', '--out', 'f.svg'],
      /small\.json, /,
    ],
    ['a dataset that is not there', ['dataset', 'import', 'nowhere'], /no such file or folder/],
    ['a file that is no dataset', ['dataset', 'import', 'notes.pdf'], /no dataset: notes\.pdf/],
    [
      'a flag of another source',
      ['dataset', 'import', 'small', '--remove', 'quotes'],
      /--remove does not apply here: small/,
    ],
    [
      'a part that cannot be removed',
      ['features', '--remove', 'titles'],
      /use one of headers, footers, quotes/,
    ],
    ['a document frequency of zero', ['features', '--min-df', '0'], /use a share below 1/],
    ['an unknown class', ['features', '--data', 'small', '--categories', 'gardens,deserts'], /deserts/],
    ['a dataset that was not imported', ['dataset', 'show', 'zzz'], /no such dataset: zzz/],
    ['a port that cannot be', ['serve', '--port', '99999'], /--port/],
  ])('is refused with code 2 and one sentence: %s', async (_, argv, sentence) => {
    const { code, err } = await refused(...argv);
    expect(err).toHaveLength(1);
    expect(err[0]).toMatch(sentence);
    expect(err[0]).toMatch(/^attention-lab: [^\n]*[.!?)]$/);
    expect(code).toBe(2);
  });

  it('says of a folder without a lab that there is none, and makes nothing', async () => {
    const { code, err } = await runHere(folder, 'runs', 'list', '--data-dir', 'typo');
    expect([code, err.length]).toEqual([2, 1]);
    expect(err[0]).toContain('no lab here yet');
    expect(existsSync(join(folder, 'typo'))).toBe(false);
  });

  it('loses nothing that was there', async () => {
    const { out } = await refused('runs', 'list', '--json');
    const runs = out.map((line) => JSON.parse(line) as { name: string; state: string });
    expect(runs.at(-1)).toMatchObject({ name: 'Small', state: 'finished' });
  });
});
