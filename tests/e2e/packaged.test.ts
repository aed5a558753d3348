import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/renderer/i18n/en.ts';
import type { DesktopApp } from '../electron/desktopApp.ts';
import { callLab, newestRun } from '../electron/labPage.ts';
import { standInDesktop } from '../electron/standInDesktop.ts';
import { browserMissing, findBrowser } from '../helpers/browser.ts';
import { openArchive, packApp, type PackedApp } from '../packaging/packedApp.ts';

/**
 * The packed app, in a folder far from this one: whatever it opens that was not packed is missing. Electron's program and
 * its reading of archives are stood in for (docs/adr/0010); the trainer runs on the Node that was packed.
 */

const browser = await findBrowser();
const title = 'the packed desktop app on a stand-in for Electron';
if (browser === undefined || process.platform !== 'linux') it.skip(`${title} (${browserMissing})`);
else
  describe(title, () => {
    let packed: PackedApp;
    let folder: string;
    let app: DesktopApp | undefined;
    beforeEach(() => {
      packed = packApp();
      openArchive(packed);
      folder = mkdtempSync(join(tmpdir(), 'lab-packed-data-'));
    }, 240_000);
    afterEach(async () => {
      await app?.kill();
      packed.remove();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    });

    it('opens its window, trains quick start, keeps the sample and shows the licences, from its own files', async () => {
      const desktop = standInDesktop(browser, join(packed.resources, 'app.asar'));
      app = await desktop.launch({ dataDir: join(folder, 'data'), profile: join(folder, 'profile') });
      const { page } = app;
      await page.getByRole('button', { name: en.home.steps.quick.action }).click();
      const run = await newestRun(page, ({ state }) => state === 'finished', 110_000);
      expect(run.step).toBe(run.shape?.totalSteps);
      expect(await callLab(page, 'importSample', {})).toMatchObject({ name: 'Sample' });
      const engines = await callLab(page, 'doctor', {});
      expect(engines.engines.length).toBeGreaterThan(0);
      await page.getByRole('link', { name: en.nav.compute }).click();
      await page.getByRole('link', { name: en.about.command }).click();
      await page.getByText('better-sqlite3', { exact: true }).click();
      await page.getByText('Copyright (c) 2017 Joshua Wise').waitFor();
      expect(app.requests.filter((url) => !url.startsWith('app://lab/'))).toEqual([]);
      expect(app.troubles).toEqual([]);
    });
  });
