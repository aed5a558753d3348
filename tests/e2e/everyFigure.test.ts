import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../src/shared/ids.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { readRecipe } from '../../src/shared/recipe.ts';
import { runHere } from '../main/cli/capture.ts';
import { missing, openWindow, titled, type LabWindow } from './lab.ts';

/**
 * Every figure the window offers, saved by hand as SVG from the page that shows it, and drawn again by the command line
 * from its recipe: the same bytes.
 */
describe.skipIf(missing !== undefined)(titled('every view as a figure'), () => {
  let window: LabWindow;
  let runId: RunId;
  let other: RunId;
  let dataset: string;
  const folder = mkdtempSync(join(tmpdir(), 'every-figure-'));

  beforeAll(async () => {
    window = await openWindow();
    const { experiment } = findPreset('quick-start')!;
    const short = { ...experiment, training: { ...experiment.training, epochs: 1 } };
    other = window.lab.startRun({ ...short, seed: 1 });
    await window.lab.waitForRun(other);
    runId = window.lab.startRun(short);
    dataset = (await window.lab.waitForRun(runId)).datasetHash!;
    mkdirSync(join(folder, 'window'));
    mkdirSync(join(folder, 'cli'));
  }, 240_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await window.close();
  });

  /** Saves each of the page's figures; returns what kinds of panels they have. */
  const saveAll = async (route: string, ready: () => Promise<unknown>): Promise<string[]> => {
    const { page } = window;
    await window.go('/');
    await window.go(route);
    await ready();
    const pane = page.locator('aside.export');
    if (!(await pane.isVisible())) await page.keyboard.press('e');
    const save = page.getByRole('button', { name: 'Save SVG' });
    await page.getByText('SVG', { exact: true }).click();
    const figure = page.getByRole('combobox', { name: 'Figure', exact: true });
    await figure.click();
    const titles = await page.getByRole('option').allInnerTexts();
    await page.keyboard.press('Escape');
    const kinds: string[] = [];
    for (const [at, title] of titles.entries()) {
      await figure.click();
      await page.getByRole('option', { name: title, exact: true }).click();
      const download = page.waitForEvent('download', { timeout: 90_000 });
      await save.click();
      const path = join(folder, 'window', `${route.replace(/\W+/g, '-').slice(0, 24)}-${at}.svg`);
      copyFileSync(await (await download).path(), path);
      const { spec } = readRecipe(readFileSync(path), path);
      kinds.push(spec.panels.map(({ kind }) => kind).join('+'));
    }
    await page.keyboard.press('Escape');
    return kinds;
  };
  const drawing = (words: RegExp) => (): Promise<unknown> =>
    window.page.getByRole('img', { name: words }).first().waitFor({ timeout: 90_000 });
  const map = (): Promise<unknown> => window.page.locator('.map').first().waitFor({ timeout: 90_000 });

  it('is offered by the page that shows it', { timeout: 600_000 }, async () => {
    const attention = (tab: string): string => `/attention/${tab}?run=${runId}`;
    expect(await saveAll(`/runs/${runId}`, map)).toEqual(['loss', 'heatmap', 'loss+heatmap']);
    const reasons = (): Promise<unknown> =>
      window.page.getByText(/^score of this cell, the exact sum/).waitFor({ timeout: 90_000 });
    expect(await saveAll(attention('heads'), reasons)).toEqual([
      'heads',
      'heatmap',
      'heads+heatmap',
      ...['why', 'why', 'why', 'why', 'why+why'],
    ]);
    expect(await saveAll(attention('model'), map)).toEqual(['model']);
    expect(await saveAll(attention('film'), drawing(/./))).toEqual(['film']);
    expect(await saveAll(attention('classes'), drawing(/^Class map of/))).toEqual(['classes']);
    expect(await saveAll(attention('measures'), drawing(/^Rank correlations/))).toEqual([
      'measures',
      'agreement',
      'pairs',
      'measures+agreement+pairs',
    ]);
    expect(await saveAll(attention('grid'), drawing(/^\d+ maps of one sequence/))).toEqual(['grid']);
    const compared = await saveAll(`/compare?runs=${runId},${other}`, drawing(/./));
    expect(compared.slice(0, 4)).toEqual(['loss', 'bars', 'parallel', 'scatter']);
    expect(
      await saveAll(`/datasets?open=${dataset}`, () => window.page.getByRole('table').first().waitFor()),
    ).toEqual(['counts']);
    expect(window.complaints).toEqual([]);
  });

  it('is drawn again by the command line, byte for byte', { timeout: 300_000 }, async () => {
    const names = readdirSync(join(folder, 'window'));
    expect(names.length).toBeGreaterThan(15);
    const { code, err } = await runHere(
      folder,
      ...['figure', '--list', 'window', '--out', 'cli', '--data-dir', window.dataDir],
    );
    expect([code, err]).toEqual([0, []]);
    for (const name of names) {
      const [mine, theirs] = ['window', 'cli'].map((from) => readFileSync(join(folder, from, name)));
      expect(mine!.equals(theirs!), name).toBe(true);
    }
  });
});
