import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, missing, openWindow, titled, type LabWindow } from './lab.ts';

/** A page for who has no app, opened from disk in a browser that has no network. */
describe.skipIf(missing !== undefined)(titled('an exported page of attention'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'attention-page-'));
  const path = join(folder, 'page.html');
  const requests: string[] = [];
  const complaints: string[] = [];
  let window: LabWindow;
  let context: BrowserContext;
  let page: Page;
  let values: Float32Array;
  beforeAll(async () => {
    window = await openWindow();
    const { id: importId } = await window.lab.api.importSample({});
    const source = { kind: 'import', importId, example: 0, layer: 0 } as const;
    await window.lab.api.saveAttentionPage({
      source,
      path,
      documents: 'titles',
      steps: 'all',
      theme: null,
      locale: 'en',
    });
    const sample = { importId, example: 0, layer: 0, head: null };
    ({ values } = await window.lab.api.getImportedAttention(sample));
    const browser = window.page.context().browser()!;
    context = await browser.newContext({ offline: true, viewport: { width: 900, height: 800 } });
    page = await context.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(pathToFileURL(path).href);
  });
  afterAll(async () => {
    await context.close();
    await window.close();
    rmSync(folder, { recursive: true });
  });
  const reading = () => page.locator('.reading').textContent();

  it('loads nothing but itself and says nothing in the console', () => {
    expect(requests).toEqual([pathToFileURL(path).href]);
    expect(complaints).toEqual([]);
  });

  it('reads exact values by the arrows and lets go by Escape', async () => {
    await page.keyboard.press('ArrowRight');
    await expect.poll(reading).toContain(`the attends to the: ${values[0]!.toFixed(4)} (${values[0]})`);
    await page.keyboard.press('ArrowRight');
    await expect.poll(reading).toContain(`cat attends to the: ${values[1]!.toFixed(4)}`);
    await page.keyboard.press('Escape');
    await expect.poll(reading).toContain('Point at a cell');
  });

  it('reads the cell under the pointer, of the head that is chosen', async () => {
    await page.getByLabel('Map of').selectOption({ label: 'Head 2' });
    const box = (await page.locator('.map').boundingBox())!;
    await page.mouse.move(box.x + 30, box.y + 12);
    await expect.poll(reading).toContain(`(${values[100]})`);
  });

  it('switches heads by their numbers, and the theme by T and its button', async () => {
    const pressed = (name: string) => page.getByRole('button', { name }).getAttribute('aria-pressed');
    await page.locator('.reading').click();
    await page.keyboard.press('2');
    await expect.poll(() => pressed('Head 2')).toBe('false');
    await page.keyboard.press('0');
    await expect.poll(() => pressed('Head 2')).toBe('true');
    const theme = () => page.locator('html').getAttribute('data-theme');
    await page.keyboard.press('t');
    await expect.poll(theme).toBe('dark');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Dark' }).click();
    await expect.poll(theme).toBe('light');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('is written from the attention page, where a person says', async () => {
    await window.go('/attention/files');
    await window.page.locator('.file').first().click();
    await window.page.locator('.map').first().waitFor();
    await window.page.getByRole('button', { name: 'Share as a page' }).click();
    expect(await accessibilityFaults(window.page)).toEqual([]);
    const download = window.page.waitForEvent('download');
    await window.page.getByRole('button', { name: 'Export .html' }).click();
    expect((await download).suggestedFilename()).toMatch(/^Sample.*\.html$/);
    await window.page.getByText(/^Exported the page Sample/).waitFor();
    expect(window.complaints).toEqual([]);
  });
});
