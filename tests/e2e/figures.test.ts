import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecipe } from '../../src/shared/recipe.ts';
import { accessibilityFaults, missing, openWindow, titled, type LabWindow } from './lab.ts';

/** Figures made by hand in the built app: the pane beside the page, its formats, its files. */
describe.skipIf(missing !== undefined)(titled('exporting a figure'), () => {
  let window: LabWindow;
  beforeAll(async () => {
    window = await openWindow();
    await window.lab.api.importSample({});
    await window.go('/attention/files');
    await window.page.locator('.file').first().click();
    await window.page.locator('.map').first().waitFor();
  });
  afterAll(() => window.close());

  const save = async (format: string): Promise<Buffer> => {
    const { page } = window;
    await page.getByText(format, { exact: true }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: `Save ${format}` }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${format.toLowerCase()}$`));
    return readFileSync(await file.path());
  };

  it('opens beside the page by E, and covers nothing of it', async () => {
    const { page } = window;
    await page.keyboard.press('e');
    await page.getByRole('button', { name: /^Save / }).waitFor();
    const [main, pane] = await Promise.all(
      ['#main', 'aside.export'].map((selector) => page.locator(selector).boundingBox()),
    );
    expect(main!.x + main!.width).toBeLessThanOrEqual(pane!.x);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      expect({ colorScheme, faults: await accessibilityFaults(page) }).toEqual({ colorScheme, faults: [] });
    }
  });

  it('saves a PDF with its fonts in it', async () => {
    const bytes = await save('PDF');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.toString('latin1')).toContain('/FontFile2');
  });

  it('saves the SVG that its recipe draws again, byte for byte', async () => {
    const bytes = await save('SVG');
    const { spec } = readRecipe(bytes, 'figure.svg');
    const again = await window.lab.api.drawFigure({ spec, format: 'svg' });
    expect(Buffer.from(again.bytes).equals(bytes)).toBe(true);
  });

  it('gives a CSV and its recipe, two files', async () => {
    const { page } = window;
    const names: string[] = [];
    page.on('download', (download) => names.push(download.suggestedFilename()));
    await page.getByText('CSV', { exact: true }).click();
    await page.getByRole('button', { name: 'Save CSV' }).click();
    await expect
      .poll(() => names.map((name) => name.replace(/^[^.]*/, '')).sort())
      .toEqual(['.csv', '.recipe.json']);
  });

  it('lists what was saved, draws it again and takes it off the list', async () => {
    const { page } = window;
    await page.getByText('Figures of this project', { exact: true }).click();
    const list = page.getByRole('list', { name: 'Figures of this project' });
    await expect.poll(() => list.getByRole('listitem').count()).toBe(3);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Draw all again' }).click();
    await page.getByText('Drew 3 figures again').waitFor();
    const drawn = readdirSync(join(window.dataDir, 'exports'));
    expect(drawn.map((name) => name.replace(/^[^.]*/, '')).sort()).toEqual([
      '.csv',
      '.json',
      '.pdf',
      '.recipe.json',
      '.svg',
    ]);
    await list.getByRole('button', { name: /^Take .*csv off the list$/ }).click();
    await expect.poll(() => list.getByRole('listitem').count()).toBe(2);
    expect(window.complaints).toEqual([]);
  });
});
