import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, findBrowser } from '../helpers/browser.ts';
import { ensureBuilt } from '../helpers/ensureBuilt.ts';
import type { Desktop, DesktopApp, DesktopFolders } from './desktopApp.ts';
import { electronDesktop } from './electronDesktop.ts';
import { standInDesktop } from './standInDesktop.ts';

/**
 * The built bundle (out/main/electron.js, out/preload/preload.cjs) with its real trainer and a real database: once
 * on a stand-in for Electron over Chromium, once on Electron where its binary is. What the stand-in maps and what it
 * cannot show is in docs/adr/0010-electron-without-its-binary.md.
 */
export async function onEachDesktop(specs: (desktop: Desktop) => void): Promise<void> {
  const browser = await findBrowser();
  const electron = electronDesktop();
  const standInTitle = 'the built desktop app on a stand-in for Electron';
  const electronTitle = 'the built desktop app on Electron';
  const built = (desktop: Desktop) => (): void => {
    beforeAll(ensureBuilt);
    specs(desktop);
  };
  if (browser === undefined) it.skip(`${standInTitle} (${browserMissing})`);
  else describe(standInTitle, built(standInDesktop(browser)));
  if ('missing' in electron) it.skip(`${electronTitle} (${electron.missing})`);
  else describe(electronTitle, built(electron));
}

export const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'lab-desktop-'));
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

/** What an app keeps inside a test's folder. */
export const inside = (folder: string): DesktopFolders => ({
  dataDir: join(folder, 'data'),
  profile: join(folder, 'profile'),
});

/** Starts the app and waits for its first page. */
export async function launchIn(desktop: Desktop, folder: string): Promise<DesktopApp> {
  const app = await desktop.launch(inside(folder));
  await app.page.getByRole('heading', { level: 1 }).waitFor();
  return app;
}

/** Quits as a person does, and holds that nothing went wrong from the start. */
export async function quit(app: DesktopApp): Promise<void> {
  // Not before the answer has left.
  await app.evaluate(({ app: it }) => void setTimeout(() => it.quit()));
  expect(await app.ended).toBe(0);
  expect(app.troubles).toEqual([]);
}
