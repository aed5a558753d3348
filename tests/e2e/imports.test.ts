import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, missing, neededWidth, openWindow, titled, type LabWindow } from './lab.ts';

const fixture = (name: string): string => join(import.meta.dirname, '../fixtures/bundles/files', name);

/** Attention from other programs' files, from a browser: chosen, sent, dropped, typed; kept, renamed, removed. */
describe.skipIf(missing !== undefined)(titled('attention from files'), () => {
  let window: LabWindow;
  let page: Page;
  beforeAll(async () => {
    window = await openWindow();
    ({ page } = window);
  });
  afterAll(() => window.close());
  afterEach(() => expect(window.complaints).toEqual([]));

  const list = async (): Promise<void> => {
    await window.go('/');
    await window.go('/attention/files');
  };
  const choose = async (button: string, path: string): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: button }).click();
    await (await chooser).setFiles(path);
  };
  /** As a person drops it: the page sees files whose place the browser does not tell. */
  const drop = async (path: string, name: string): Promise<void> => {
    const base64 = readFileSync(path).toString('base64');
    const script = `(() => {
      const bytes = Uint8Array.from(atob(${JSON.stringify(base64)}), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], ${JSON.stringify(name)}));
      globalThis.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    })()`;
    await page.evaluate(script);
  };
  const importIt = () => page.getByRole('button', { name: 'Import', exact: true });
  const names = () => page.locator('.file .medium').allTextContents();

  it('says what the page will hold, and opens the sample by one click', async () => {
    await list();
    await page.getByText('Attention of your own model').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Open the sample' }).click();
    await page.locator('.map').first().waitFor();
    expect(page.url()).toContain('#/attention/heads?file=');
    expect(await window.lab.api.listImports({})).toMatchObject([{ name: 'Sample' }]);
  });

  it('sends a chosen file to the lab, shows what it holds and keeps it under its new name', async () => {
    await list();
    await choose('Open a file', fixture('stored.npz'));
    await page.getByText('2 × 3 × 4 × 4').waitFor();
    await page.getByText('Found: rows sum to 1').waitFor();
    await page.getByText('begins at token 3').waitFor();
    await page.locator('.preview .map').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Name').fill('Cats');
    await importIt().click();
    await page.getByText('Imported “Cats”.').waitFor();
    await page.locator('.map').first().waitFor();
    const [kept] = await window.lab.api.listImports({});
    expect(kept).toMatchObject({ name: 'Cats', format: 'npz', examples: [{ layers: 2, heads: 3 }] });
  });

  it('reads exact values of any head before it is imported', async () => {
    copyFileSync(fixture('stored.npz'), join(window.filesDir, 'stored.npz'));
    await list();
    await page.getByLabel('Path of the file').fill(join(window.filesDir, 'stored.npz'));
    await page.keyboard.press('Enter');
    const map = page.locator('.preview .map');
    await map.waitFor();
    await page.getByRole('combobox', { name: 'Layer' }).click();
    await page.getByRole('option', { name: 'Layer 2' }).click();
    await page.getByRole('combobox', { name: 'Head' }).click();
    await page.getByRole('option', { name: 'Head 3' }).click();
    await page.getByLabel('Map of layer 2, head 3').waitFor();
    const { id } = (await window.lab.api.listImports({})).find(({ name }) => name === 'Cats')!;
    const { values } = await window.lab.api.getImportedAttention({
      importId: id,
      example: 0,
      layer: 1,
      head: 2,
    });
    const box = (await map.boundingBox())!;
    await page.mouse.move(box.x + 40, box.y + 30);
    const reading = page.locator('.reading b');
    await expect.poll(() => reading.textContent()).toBe(values[0]!.toFixed(4));
  });

  it('asks what the rows are where the file does not say it, by keyboard too', async () => {
    copyFileSync(fixture('raw-scores.npy'), join(window.filesDir, 'raw-scores.npy'));
    await list();
    await page.getByLabel('Path of the file').fill(join(window.filesDir, 'raw-scores.npy'));
    await page.keyboard.press('Enter');
    await page.getByText('Neither rows nor columns sum to 1').waitFor();
    expect(await importIt().isDisabled()).toBe(true);
    await page.getByRole('group', { name: 'Its rows are' }).getByText('Keys').focus();
    await page.keyboard.press('Space');
    await page.getByText('As you chose.').waitFor();
    await page.getByLabel('Name').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Imported “raw-scores.npy”.').waitFor();
    const [kept] = await window.lab.api.listImports({});
    expect(kept).toMatchObject({ name: 'raw-scores.npy', examples: [{ range: 'signed' }] });
  });

  it('shows encoder, decoder and cross attention of one file', async () => {
    await list();
    await choose('Open a file', fixture('translation.npz'));
    await page.getByRole('combobox', { name: 'Example' }).click();
    await page.getByRole('option', { name: /cross-attention/ }).click();
    await page.getByText('1 × 2 × 3 × 5').waitFor();
    await page.getByText('Found: the numbers of tokens fit one way only.').waitFor();
    const sides = (await page.locator('.tokens').allTextContents()).map((text) => text.trim());
    expect(sides).toEqual([
      expect.stringMatching(/^Queries.*\(3\)$/),
      expect.stringMatching(/^Keys.*\(5\)$/),
    ]);
  });

  it('says in a sentence why a file cannot be read, and offers another', async () => {
    await list();
    await choose('Open a file', fixture('nan.npy'));
    await page
      .getByRole('alert')
      .getByText(/^nan? in matrix|NaN in matrix/i)
      .waitFor();
    await choose('Choose a file', fixture('objects.npy'));
    await page
      .getByRole('alert')
      .getByText(/objects/i)
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('takes a file dropped on any page', async () => {
    await window.go('/compute');
    await drop(fixture('f16.safetensors'), 'model.safetensors');
    await page.locator('.preview .map').waitFor();
    await page.getByText('safetensors', { exact: true }).waitFor();
  });

  it('renames, removes and brings back, by mouse and by keyboard', async () => {
    await list();
    expect(await names()).toEqual(['raw-scores.npy', 'Cats', 'Sample']);
    await page.getByRole('button', { name: 'More for Cats' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Two cats');
    await page.keyboard.press('Enter');
    await expect.poll(names).toEqual(['raw-scores.npy', 'Two cats', 'Sample']);
    await page.getByRole('button', { name: 'More for Two cats' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Remove' }).waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByText('Removed “Two cats”.').waitFor();
    expect(await names()).toEqual(['raw-scores.npy', 'Sample']);
    await page.keyboard.press('Control+z');
    await expect.poll(names).toEqual(['raw-scores.npy', 'Two cats', 'Sample']);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('fits 900 pixels, in the dark too', async () => {
    await page.setViewportSize({ width: 900, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await list();
    expect([await neededWidth(page), await accessibilityFaults(page)]).toEqual([900, []]);
    await choose('Open a file', fixture('translation.npz'));
    await page.locator('.preview .map').waitFor();
    expect([await neededWidth(page), await accessibilityFaults(page)]).toEqual([900, []]);
  });
});
