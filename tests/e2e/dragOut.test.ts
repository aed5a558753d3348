import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desktop, DesktopApp } from '../electron/desktopApp.ts';
import { electronDesktop } from '../electron/electronDesktop.ts';
import { callLab, newestRun, type LabWindow } from '../electron/labPage.ts';
import { standInDesktop } from '../electron/standInDesktop.ts';
import { findPreset } from '../../src/shared/presets.ts';
import { browserMissing, findBrowser } from '../helpers/browser.ts';
import { ensureBuilt } from '../helpers/ensureBuilt.ts';

/** Files dragged out of the built desktop app's window, up to where the system takes over. */
const browser = await findBrowser();
const electron = electronDesktop();
if (browser === undefined) it.skip(`drags out of a stand-in for Electron (${browserMissing})`);
else describe('drags out of a stand-in for Electron', () => dragSpecs(standInDesktop(browser)));
if ('missing' in electron) it.skip(`drags out of Electron (${electron.missing})`);
else describe('drags out of Electron', () => dragSpecs(electron));

interface Dragged {
  readonly file: string;
  readonly icon: string;
}

function dragSpecs(desktop: Desktop): void {
  const folder = mkdtempSync(join(tmpdir(), 'lab-drags-'));
  let app: DesktopApp;
  beforeAll(async () => {
    ensureBuilt();
    app = await desktop.launch({ dataDir: join(folder, 'data'), profile: join(folder, 'profile') });
    await app.page.getByRole('heading', { level: 1 }).waitFor();
    // What the system would be handed, instead of a drag that no test can end.
    await app.evaluate(({ BrowserWindow }) => {
      const dragged: unknown[] = [];
      Object.assign(globalThis, { dragged });
      for (const window of BrowserWindow.getAllWindows()) {
        window.webContents.startDrag = (item) => void dragged.push(item);
      }
    });
  });
  afterAll(async () => {
    await (app as DesktopApp | undefined)?.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const go = (route: string): Promise<void> =>
    app.page.evaluate((hash) => {
      (globalThis as unknown as LabWindow).location.hash = hash;
    }, `#${route}`);
  const dragged = (): Promise<readonly Dragged[]> =>
    app.evaluate(() => (globalThis as unknown as { readonly dragged: Dragged[] }).dragged);
  /** With the mouse, as a person does: near it, press, move away. */
  const drag = async (name: RegExp): Promise<void> => {
    const { page } = app;
    const chip = page.locator('.chip', { hasText: name });
    await chip.hover();
    await page.locator('.chip.ready').waitFor();
    const box = (await chip.boundingBox())!;
    await page.mouse.move(box.x + 20, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 60, { steps: 5 });
    await page.mouse.up();
  };

  it('hands over a figure in its own format, named as it would be saved', async () => {
    const { page } = app;
    const { id } = await callLab(page, 'importSample', {});
    await go(`/attention/heads?file=${id}`);
    await page.getByRole('button', { name: 'Export figure' }).click();
    await page.getByRole('group', { name: 'Format' }).getByText('PDF').click();
    await drag(/\.pdf$/);
    const pictures = process.env['DRAG_PICTURES'];
    if (pictures !== undefined) await page.screenshot({ path: `${pictures}/drag-figure.png` });
    await expect.poll(dragged, { timeout: 20_000 }).toHaveLength(1);
    const [first] = await dragged();
    expect(readFileSync(first!.file).subarray(0, 5).toString()).toBe('%PDF-');
    expect(readFileSync(first!.icon).subarray(1, 4).toString()).toBe('PNG');
    await page.locator('aside.export').getByRole('button', { name: 'Close' }).click();
  });

  it('hands over runs as the file they are shared as', async () => {
    const { page } = app;
    const preset = findPreset('quick-start')!.experiment;
    const training = { ...preset.training, epochs: 1 };
    const { runId } = await callLab(page, 'startRun', { experiment: { ...preset, training } });
    await newestRun(page, ({ state }) => state === 'finished', 120_000);
    await go(`/runs/${runId}`);
    await page.getByRole('button', { name: 'Export…' }).click();
    const pictures = process.env['DRAG_PICTURES'];
    if (pictures !== undefined) await page.screenshot({ path: `${pictures}/drag-attlab.png` });
    await drag(/\.attlab$/);
    await expect.poll(dragged, { timeout: 20_000 }).toHaveLength(2);
    const [, second] = await dragged();
    expect(basename(second!.file)).toMatch(/^Quick start.*\.attlab$/);
    expect(readFileSync(second!.file).subarray(0, 15).toString()).toBe('SQLite format 3');
    expect(app.troubles).toEqual([]);
  });

  it('leaves nothing behind when the app ends', async () => {
    const [first] = await dragged();
    await app.evaluate(({ app: it }) => void setTimeout(() => it.quit()));
    expect(await app.ended).toBe(0);
    expect(() => readFileSync(first!.file)).toThrow(/ENOENT/);
  });
}
