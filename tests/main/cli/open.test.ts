import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../helpers/scriptedLab.ts';
import { runHere } from './capture.ts';

const root = join(import.meta.dirname, '../../..');
const sample = join(root, 'resources/samples/attention.npz');
const fixture = (name: string): string => join(root, 'tests/fixtures/bundles/files', name);

describe('open', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());
  const open = (...argv: string[]): ReturnType<typeof runHere> => runHere(folder.path, 'open', ...argv);

  it('says what a file holds', async () => {
    expect((await open(sample)).out).toEqual([
      'attention.npz: npz, 1 example',
      '   shape   2 layers × 4 heads × 10 rows × 10 columns',
      '   rows    queries: rows sum to 1',
      '   tokens  the cat sat on the mat because it … (10)',
    ]);
    const { out } = await open(fixture('translation.npz'), '--json');
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      format: 'npz',
      examples: [{ part: 'encoder' }, { part: 'decoder' }, { part: 'cross', keyTokens: [...'abcde'] }],
    });
  });

  it.each(['heatmap', 'heads'])('draws it: %s', async (view) => {
    const { code, err } = await open(sample, '--view', view, '--layer', '2', '--out', `${view}.svg`);
    expect([code, err]).toEqual([0, []]);
    const svg = readFileSync(join(folder.path, `${view}.svg`), 'utf8');
    expect(svg).toContain('<title>attention.npz, layer 2');
    expect(svg).not.toMatch(/NaN|undefined/);
    await open(sample, '--view', view, '--layer', '2', '--out', 'again.svg');
    expect(readFileSync(join(folder.path, 'again.svg'), 'utf8')).toBe(svg);
  });

  it('asks what rows are where nothing says it, and draws when it is told', async () => {
    const asked = await open(fixture('raw-scores.npy'), '--out', 'raw.svg');
    expect(asked.code).toBe(2);
    expect(asked.err).toEqual([expect.stringMatching(/are its rows queries or keys\?.*--rows/)]);
    expect(existsSync(join(folder.path, 'raw.svg'))).toBe(false);
    expect((await open(fixture('raw-scores.npy'), '--rows', 'keys', '--out', 'raw.svg')).code).toBe(0);
  });

  it.each([
    [['nowhere.npz'], /no such file/],
    [[sample, '--layer', '9', '--out', 'a.svg'], /it has 2 layers and no number 9/],
    [[sample, '--out', 'a.txt'], /unknown figure format: \.txt/],
    [[sample, '--view', 'heads'], /no --out FILE/],
    [[fixture('objects.npy')], /Python objects/],
  ])('refuses %j in a sentence', async (argv, message) => {
    const { code, err } = await open(...argv);
    expect(code).toBe(2);
    expect(err).toEqual([expect.stringMatching(message)]);
  });
});
