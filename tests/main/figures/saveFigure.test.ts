import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawFigure } from '../../../src/main/figures/drawFigure.ts';
import { saveFigure } from '../../../src/main/figures/saveFigure.ts';
import type { LabError } from '../../../src/shared/errors.ts';
import { readRecipe } from '../../../src/shared/recipe.ts';
import { sampleFigureApi, sampleSpec, sampleViews } from '../../helpers/sampleFigures.ts';
import { pixelsOf } from './pixels.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'figures-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const spec = sampleSpec([sampleViews.heatmap], { width: { value: 400, unit: 'px' }, dpi: 192 });
const save = async (name: string): Promise<readonly string[]> =>
  (await saveFigure(sampleFigureApi(), spec, join(folder, name))).files;
const failure = async (work: Promise<unknown>): Promise<LabError> =>
  work.then(
    () => {
      throw new Error('nothing was thrown');
    },
    (error: unknown) => error as LabError,
  );

describe('saving a figure', () => {
  it('writes the bytes that drawing gives, by the file’s ending, and nothing beside it', async () => {
    await save('map.svg');
    await save('map.PNG');
    expect(readdirSync(folder).sort()).toEqual(['map.PNG', 'map.svg']);
    const drawn = await drawFigure(sampleFigureApi(), spec, 'svg');
    expect(readFileSync(join(folder, 'map.svg')).equals(Buffer.from(drawn.bytes))).toBe(true);
    expect(pixelsOf(readFileSync(join(folder, 'map.PNG'))).width).toBe(800);
  });

  it('puts the recipe of a CSV beside it', async () => {
    const files = await save('map.csv');
    expect(files.map((path) => path.slice(folder.length + 1))).toEqual(['map.csv', 'map.recipe.json']);
    const recipe = readRecipe(readFileSync(join(folder, 'map.recipe.json')), 'map.recipe.json');
    expect(recipe.sources[0]?.id).toBe('sample1');
  });

  it('replaces an older figure', async () => {
    writeFileSync(join(folder, 'map.svg'), 'old');
    await save('map.svg');
    expect(readFileSync(join(folder, 'map.svg'), 'utf8')).not.toBe('old');
  });

  it('refuses other endings and missing folders in one sentence, and leaves nothing behind', async () => {
    const gif = await failure(save('map.gif'));
    expect([gif.code, gif.sentence]).toEqual([
      'bad-input',
      'unknown figure format: .gif. End the file’s name in .svg, .pdf, .png, .csv, .json',
    ]);
    const none = await failure(save('map'));
    expect(none.code).toBe('bad-input');
    const nowhere = await failure(save('no/such/map.svg'));
    expect([nowhere.code, nowhere.message]).toEqual(['io', `no such folder: ${join(folder, 'no/such')}`]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
