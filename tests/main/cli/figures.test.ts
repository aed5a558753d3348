import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from './capture.ts';
import { makeSmallLab } from './smallLab.ts';

let folder = '';
let remove = (): void => undefined;
beforeAll(async () => {
  ({ folder, remove } = await makeSmallLab());
});
afterAll(() => remove());

const inLab = (...argv: string[]): ReturnType<typeof runHere> =>
  runHere(folder, ...argv, '--data-dir', 'lab');

describe('figures of every view', () => {
  const read = (name: string): Buffer => readFileSync(join(folder, name));
  const draws = async (...argv: string[]): Promise<void> => {
    const { code, err } = await inLab('figure', ...argv);
    expect([argv[0], code, err]).toEqual([argv[0], 0, []]);
  };

  // Each of the views that explain asks a process of its own.
  it(
    'are drawn of a run, and of a dataset without one, and all of a folder again',
    { timeout: 180_000 },
    async () => {
      await inLab('train', 'small.json');
      mkdirSync(join(folder, 'figures'), { recursive: true });
      const cell = ['--query', '1', '--key', '2'];
      const views: Readonly<Record<string, readonly string[]>> = {
        model: ['--rows', 'snapshots', '--steps', '0,5'],
        film: ['--most', '3'],
        grid: ['--beside', 'dot-raw-softmax', '--difference'],
        classes: ['--quantity', 'lessChance'],
        measures: [],
        agreement: [],
        pairs: ['--a', 'dot-raw', '--b', 'cosine-raw', '--query', 'all'],
        why: [...cell, '--shape', 'texts'],
        bars: ['--metrics', 'loss,entropy'],
        parallel: ['--axes', 'seed,testLoss,testLoss@best'],
        scatter: ['--x', 'seed', '--y', 'sameClassMass'],
        counts: [],
      };
      for (const [view, flags] of Object.entries(views)) {
        await draws('last', '--view', view, '--out', `figures/${view}.svg`, '--width', '120mm', ...flags);
      }
      await draws('--dataset', 'last', '--view', 'measures', '--out', 'figures/without-run.svg');
      expect(read('figures/why.svg').toString()).toContain('raises the score');
      expect(read('figures/counts.svg').toString()).toContain('Documents of each class');
      const again = await inLab('figure', '--list', 'figures', '--out', 'again');
      expect(again.err.at(-1)).toMatch(/no such folder|could not be drawn/);
      mkdirSync(join(folder, 'again'));
      const { code, out } = await inLab('figure', '--list', 'figures', '--out', 'again');
      expect([code, out]).toEqual([0, ['Drawn again: 13 of 13 figures.']]);
      for (const name of readdirSync(join(folder, 'figures'))) {
        expect(read(`again/${name}`).equals(read(`figures/${name}`)), name).toBe(true);
      }
    },
  );

  it('say what a cell, a list and a dataset lack', async () => {
    const failure = async (...argv: string[]): Promise<string> => {
      const { code, err } = await inLab('figure', ...argv);
      expect(code).toBe(2);
      return err.join(' ');
    };
    expect(await failure('last', '--view', 'why', '--out', 'f.svg')).toMatch(
      /no cell: say --query and --key/,
    );
    expect(await failure('--list', 'nowhere')).toMatch(/no such list or folder/);
    expect(await failure('--list')).toMatch(/no such list or folder: .*figures\.json/);
    expect(await failure('--dataset', 'last', '--view', 'heatmap', '--out', 'f.svg')).toMatch(
      /not a figure|no run/,
    );
    expect(await failure('--dataset', 'nothing', '--view', 'counts', '--out', 'f.svg')).toMatch(
      /no such dataset/,
    );
  });
});
