import { readFileSync } from 'node:fs';
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

  it('opens beside the page by E, and leaves the page where it was', async () => {
    const { page } = window;
    const before = await page.locator('#main').boundingBox();
    await page.keyboard.press('e');
    await page.getByRole('button', { name: /^Save / }).waitFor();
    expect(await page.locator('#main').boundingBox()).toEqual(before);
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
    expect(window.complaints).toEqual([]);
  });
});
