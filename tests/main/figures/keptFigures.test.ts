import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeptFigures } from '../../../src/main/figures/keptFigures.ts';
import { redraw } from '../../../src/main/figures/redraw.ts';
import { saveFigure } from '../../../src/main/figures/saveFigure.ts';
import { readFigureList } from '../../../src/shared/figureList.ts';
import { sampleFigureApi, sampleSpec, sampleViews } from '../../helpers/sampleFigures.ts';

let folder = '';
let kept: KeptFigures;
const api = sampleFigureApi();
const inLab = (...parts: string[]): string => join(folder, 'lab', ...parts);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-figures-'));
  for (const name of ['exports', 'cache']) mkdirSync(inLab(name), { recursive: true });
  kept = new KeptFigures({ exports: inLab('exports'), cache: inLab('cache') });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const save = async (path: string, view: keyof typeof sampleViews, at: string): Promise<void> => {
  const { recipe } = await saveFigure(api, sampleSpec([sampleViews[view]]), path);
  kept.add(path, recipe, new Date(at));
};

describe('the figures of a project', () => {
  it('are listed newest first, each place once', async () => {
    await save(inLab('exports', 'a.svg'), 'heatmap', '2026-01-01T00:00:00Z');
    await save(join(folder, 'b.csv'), 'loss', '2026-01-02T00:00:00Z');
    await save(inLab('exports', 'a.svg'), 'film', '2026-01-03T00:00:00Z');
    expect(kept.all().map(({ name, drawnAt }) => [name, drawnAt.slice(0, 10)])).toEqual([
      ['a.svg', '2026-01-03'],
      ['b.csv', '2026-01-02'],
    ]);
    expect(kept.all()[0]?.recipe.spec.panels[0]?.kind).toBe('film');
  });

  it('are drawn again where they lie, byte for byte', async () => {
    await save(inLab('exports', 'a.svg'), 'heatmap', '2026-01-01T00:00:00Z');
    await save(join(folder, 'b.csv'), 'loss', '2026-01-02T00:00:00Z');
    const before = readFileSync(inLab('exports', 'a.svg'));
    rmSync(inLab('exports', 'a.svg'));
    writeFileSync(join(folder, 'b.csv'), 'spoilt');
    expect(await redraw(api, kept.places(null, false))).toEqual({ drawn: ['b.csv', 'a.svg'], failed: [] });
    expect(readFileSync(inLab('exports', 'a.svg')).equals(before)).toBe(true);
    expect(readFileSync(join(folder, 'b.csv'), 'utf8')).toMatch(/^run,name,seed/);
    expect(readdirSync(folder).sort()).toEqual(['b.csv', 'b.recipe.json', 'lab']);
  });

  it('that a browser fetched, or that it asks for, are drawn into the exports', async () => {
    mkdirSync(inLab('cache', 'transfers', 'x'), { recursive: true });
    await save(inLab('cache', 'transfers', 'x', 'c.svg'), 'heatmap', '2026-01-01T00:00:00Z');
    await save(join(folder, 'd.svg'), 'loss', '2026-01-02T00:00:00Z');
    const [newest] = kept.all();
    expect(kept.places([newest?.id ?? ''], true).map(({ path }) => path)).toEqual([
      inLab('exports', 'd.svg'),
    ]);
    expect(kept.places(null, false).map(({ path }) => path)).toEqual([
      join(folder, 'd.svg'),
      inLab('exports', 'c.svg'),
    ]);
  });

  it('do not keep one another from being drawn, and say what is wrong with each', async () => {
    await save(inLab('exports', 'a.svg'), 'heatmap', '2026-01-01T00:00:00Z');
    await save(join(folder, 'gone', 'b.svg'), 'loss', '2026-01-02T00:00:00Z').catch(() => undefined);
    const { recipe } = await saveFigure(api, sampleSpec([sampleViews.loss]), join(folder, 'b.svg'));
    kept.add(join(folder, 'gone', 'b.svg'), recipe, new Date(0));
    const { drawn, failed } = await redraw(api, kept.places(null, false));
    expect(drawn).toEqual(['a.svg']);
    expect(failed.map(({ name }) => name)).toEqual(['b.svg']);
    expect(failed[0]?.why).toMatch(/^no such folder/);
  });

  it('leave the list, and their files stay', async () => {
    await save(inLab('exports', 'a.svg'), 'heatmap', '2026-01-01T00:00:00Z');
    kept.remove(kept.all().map(({ id }) => id));
    expect(kept.all()).toEqual([]);
    expect(readdirSync(inLab('exports')).sort()).toEqual(['a.svg', 'figures.json']);
  });

  it('begin anew where the list was damaged, which is kept aside', async () => {
    await save(inLab('exports', 'a.svg'), 'heatmap', '2026-01-01T00:00:00Z');
    writeFileSync(kept.file, '{"half a');
    expect(kept.all()).toEqual([]);
    await save(inLab('exports', 'b.svg'), 'loss', '2026-01-02T00:00:00Z');
    expect(kept.all().map(({ name }) => name)).toEqual(['b.svg']);
    expect(readFileSync(`${kept.file}.damaged`, 'utf8')).toBe('{"half a');
  });

  it('do not lie where their list lies', () => {
    expect(() => kept.expectElsewhere(inLab('exports', '..', 'exports', 'figures.json'))).toThrow(
      /the list of figures lies there/,
    );
    kept.expectElsewhere(inLab('exports', 'other.json'));
  });

  it('are a file that others can read, and a damaged one is refused in one sentence', async () => {
    await save(inLab('exports', 'a.svg'), 'heatmap', '2026-01-01T00:00:00Z');
    expect(readFigureList(readFileSync(kept.file, 'utf8'), 'figures.json')[0]?.file).toBe('a.svg');
    expect(() => readFigureList('{', 'figures.json')).toThrow(/not JSON: figures\.json/);
    expect(() => readFigureList('{"format":"x","version":1,"figures":[]}', 'f')).toThrow(
      /not a list of figures: f/,
    );
  });
});
