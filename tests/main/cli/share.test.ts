import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from './capture.ts';
import { makeSmallLab } from './smallLab.ts';

describe('runs export and import', () => {
  let folder = '';
  let remove = (): void => undefined;
  beforeAll(async () => {
    ({ folder, remove } = await makeSmallLab());
    for (const seed of ['1', '2']) {
      const trained = await runHere(
        folder,
        '--data-dir',
        `node${seed}`,
        'train',
        'small.json',
        '--seed',
        seed,
      );
      expect(trained.code).toBe(0);
    }
  });
  afterAll(() => remove());
  const cli = (...argv: string[]): ReturnType<typeof runHere> => runHere(folder, ...argv);

  it('bring runs that were trained in several places home into one lab', async () => {
    for (const seed of ['1', '2']) {
      const { out, code } = await cli(
        '--data-dir',
        `node${seed}`,
        'runs',
        'export',
        'all',
        '--out',
        `${seed}.attlab`,
      );
      expect([code, out]).toEqual([0, [`1 run written to ${seed}.attlab.`]]);
    }
    const { out, err } = await cli(
      '--data-dir',
      'home',
      'runs',
      'import',
      '1.attlab',
      '2.attlab',
      '1.attlab',
    );
    expect(err).toEqual([]);
    expect(out).toEqual([
      '1.attlab: 1 run added, 0 here already.',
      '2.attlab: 1 run added, 0 here already.',
      '1.attlab: 0 runs added, 1 here already.',
    ]);
    const there = await cli('--data-dir', 'node2', 'runs', 'show', 'last', '--json');
    const { id } = JSON.parse(there.out[0] ?? '') as { id: string };
    const here = await cli('--data-dir', 'home', 'runs', 'show', id, '--json');
    expect({ ...JSON.parse(here.out[0] ?? ''), checkpoints: [] }).toEqual({
      ...JSON.parse(there.out[0] ?? ''),
      checkpoints: [],
    });
  });

  it('make one table, which knows them as seeds of one experiment', async () => {
    const { code, out } = await cli('--data-dir', 'home', 'table', '--format', 'latex');
    expect(code).toBe(0);
    expect(out[0]).toMatch(/\n\\begin\{tabular\}\{lr+\}\n {2}\\toprule/);
    expect(out[0]).toMatch(/\n {2}Small & 2 & .* \$\\pm\$ /);
    expect((await cli('--data-dir', 'home', 'table', '--format', 'word')).code).toBe(2);
  });

  it.each([
    [['--data-dir', 'node1', 'runs', 'export', 'nobody', '--out', 'x.attlab'], /no such run: nobody/],
    [['--data-dir', 'node1', 'runs', 'export', 'all', '--out', 'x.db'], /end it in \.attlab/],
    [['--data-dir', 'home', 'runs', 'import', 'small.json'], /not a shared Attention Lab file/],
    [['--data-dir', 'home', 'runs', 'import', 'none.attlab'], /no such file/],
  ])('refuse %j in a sentence', async (argv, message) => {
    const { code, err } = await cli(...argv);
    expect([code, err]).toEqual([2, [expect.stringMatching(message)]]);
    expect(existsSync(join(folder, 'x.attlab'))).toBe(false);
  });
});
