import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/renderer/i18n/en.ts';
import type { Desktop, DesktopApp, DesktopFolders } from '../electron/desktopApp.ts';
import { electronDesktop } from '../electron/electronDesktop.ts';
import { callLab, dropFile, newestRun, startLongRun, type LabWindow } from '../electron/labPage.ts';
import { recordDesktop, recordedBy } from '../electron/recordDesktop.ts';
import { standInDesktop } from '../electron/standInDesktop.ts';
import { browserMissing, findBrowser } from '../helpers/browser.ts';
import { ensureBuilt } from '../helpers/ensureBuilt.ts';

/**
 * The built bundle (out/main/electron.js, out/preload/preload.cjs) with its real trainer and a real database: once
 * on a stand-in for Electron over Chromium, once on Electron where its binary is. What the stand-in maps and what it
 * cannot show is in docs/adr/0010-electron-without-its-binary.md.
 */

const browser = await findBrowser();
const electron = electronDesktop();
const standInTitle = 'the built desktop app on a stand-in for Electron';
const electronTitle = 'the built desktop app on Electron';

if (browser === undefined) it.skip(`${standInTitle} (${browserMissing})`);
else describe(standInTitle, () => desktopSpecs(standInDesktop(browser)));
if ('missing' in electron) it.skip(`${electronTitle} (${electron.missing})`);
else describe(electronTitle, () => desktopSpecs(electron));

const loss = /Loss against step/;
const preload = join(import.meta.dirname, '..', '..', 'out', 'preload', 'preload.cjs');

function desktopSpecs(desktop: Desktop): void {
  beforeAll(ensureBuilt);

  const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'lab-desktop-'));
  const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const inside = (folder: string): DesktopFolders => ({
    dataDir: join(folder, 'data'),
    profile: join(folder, 'profile'),
  });
  const launch = async (folder: string): Promise<DesktopApp> => {
    const app = await desktop.launch(inside(folder));
    await app.page.getByRole('heading', { level: 1 }).waitFor();
    return app;
  };
  /** Quits as a person does, and holds that nothing went wrong from the start. */
  const quit = async (app: DesktopApp): Promise<void> => {
    // Not before the answer has left.
    await app.evaluate(({ app: it }) => void setTimeout(() => it.quit()));
    expect(await app.ended).toBe(0);
    expect(app.troubles).toEqual([]);
  };
  const isKeptAwake = (app: DesktopApp): Promise<boolean> =>
    app.evaluate(({ powerSaveBlocker }) => [0, 1, 2].some((id) => powerSaveBlocker.isStarted(id)));

  describe('with nothing to do', () => {
    let folder: string;
    let app: DesktopApp;
    beforeAll(async () => {
      folder = makeFolder();
      app = await launch(folder);
    });
    afterEach(() => expect(app.troubles.splice(0)).toEqual([]));
    afterAll(async () => {
      // Undefined if it did not start.
      await (app as DesktopApp | undefined)?.kill();
      remove(folder);
    });

    it('opens on Home without a warning, from its own files alone', async () => {
      const first = app.page.getByRole('button', { name: en.home.steps.quick.action });
      await first.waitFor();
      expect(await app.page.title()).toMatch(/Attention Lab$/);
      expect(await callLab(app.page, 'info', {})).toMatchObject({
        shell: 'electron',
        dataDir: inside(folder).dataDir,
      });
      await app.page.reload();
      await first.waitFor();
      expect(app.requests).toContain('app://lab/');
      expect(app.requests.filter((url) => !url.startsWith('app://lab/'))).toEqual([]);
    });

    it('goes nowhere, opens no window, and hands only known places to the system’s browser', async () => {
      const { page } = app;
      await recordDesktop(app);
      const address = page.url();
      await page.evaluate(() => {
        const window = globalThis as unknown as LabWindow;
        window.open('https://evil.test/');
        window.open('https://qwone.com/~jason/20Newsgroups/');
        window.location.href = 'https://evil.test/';
      });
      await expect
        .poll(async () => (await recordedBy(app)).opened)
        .toEqual(['https://qwone.com/~jason/20Newsgroups/']);
      await expect.poll(() => page.context().pages().length).toBe(1);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(page.url()).toBe(address);
      expect(app.requests.filter((url) => !url.startsWith('app://lab/'))).toEqual([]);
    });

    it('holds the page to the policy: no inline script, no address but its own', async () => {
      const broken = await app.page.evaluate(async () => {
        const window = globalThis as unknown as LabWindow & { readonly ran?: boolean };
        const script = window.document.createElement('script');
        script.textContent = 'window.ran = true';
        window.document.body.append(script);
        const fetched = await fetch('https://evil.test/').then(
          () => true,
          () => false,
        );
        return [window.ran === true, fetched];
      });
      expect(broken).toEqual([false, false]);
      await expect.poll(() => app.troubles.length).toBeGreaterThanOrEqual(2);
      expect(app.troubles.splice(0).every((text) => /Content Security Policy|evil\.test/.test(text))).toBe(
        true,
      );
      expect(app.requests.filter((url) => url.includes('evil.test'))).toEqual([]);
    });

    it('lets no window load anything from a network', async () => {
      const failure = await app.evaluate(async ({ BrowserWindow }) => {
        const foreign = new BrowserWindow({ show: false });
        const reason = await foreign.loadURL('https://evil.test/').then(() => 'loaded', String);
        foreign.destroy();
        return reason;
      });
      expect(failure).toMatch(/ERR_BLOCKED_BY_CLIENT/);
      app.troubles.length = 0;
    });

    it('refuses a page that is not ours even with our preload, and gives frames none', async () => {
      const reply = await app.evaluate(async ({ BrowserWindow }, path) => {
        const foreign = new BrowserWindow({ show: false, webPreferences: { preload: path, sandbox: true } });
        await foreign.loadURL('data:text/html,<h1>not ours</h1>');
        const answer: unknown = await foreign.webContents.executeJavaScript('attentionLab.call.listRuns({})');
        foreign.destroy();
        return answer;
      }, preload);
      expect(reply).toMatchObject({ ok: false, error: { code: 'forbidden' } });
      const inFrame = await app.page.evaluate(() => {
        const { document } = globalThis as unknown as LabWindow;
        const frame = document.createElement('iframe');
        document.body.append(frame);
        return 'attentionLab' in frame.contentWindow;
      });
      expect(inFrame).toBe(false);
    });

    it('shows the page nothing but the contract, and takes nothing that cannot be cloned', async () => {
      const [keys, frozen, cloned] = await app.page.evaluate(async () => {
        const { attentionLab } = globalThis as unknown as LabWindow;
        const call = async (): Promise<unknown> => attentionLab.call.listRuns(new Proxy({}, {}));
        const answer = await call().catch((error: unknown) => String(error));
        const names = ['require', 'process', 'ipcRenderer', 'electron'].filter((name) => name in globalThis);
        return [[...Object.keys(attentionLab), ...names], Object.isFrozen(attentionLab), answer] as const;
      });
      expect(keys.toSorted()).toEqual(['call', 'drag', 'onEvent', 'pathOfFile']);
      expect(frozen).toBe(true);
      expect(cloned).toMatch(/could not be cloned/);
    });

    it('lets the page copy, and nothing else of the machine', async () => {
      await app.page.getByRole('heading', { level: 1 }).click();
      const results = await app.page.evaluate(async () => {
        const { clipboard, permissions } = (globalThis as unknown as LabWindow).navigator;
        const written = await clipboard.writeText('a table').then(() => 'written', String);
        const names = ['clipboard-read', 'geolocation', 'notifications', 'camera', 'microphone'];
        const states = names.map(async (name) => (await permissions.query({ name })).state);
        return [written, ...(await Promise.all(states))];
      });
      expect(results).toEqual(['written', 'denied', 'denied', 'denied', 'denied', 'denied']);
    });

    it('goes where the menu points', async () => {
      await app.evaluate(({ Menu }) => {
        const go = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&Go');
        go?.submenu?.items.find(({ label }) => label === 'Runs')?.click();
      });
      await app.page.getByRole('heading', { level: 1, name: en.nav.runs }).waitFor();
    });

    it('reads a table that is dropped on the window, and one chosen in the system’s dialog', async () => {
      const { page } = app;
      const [dropped, chosen] = ['dropped', 'chosen'].map((name) => {
        const rows = Array.from({ length: 24 }, (_, row) => `"${name} review ${row}",${row % 3}`);
        const path = join(folder, `${name}.csv`);
        writeFileSync(path, ['words,stars', ...rows].join('\n'));
        return path;
      }) as [string, string];
      await app.knowFile(dropped);
      await dropFile(page, dropped);
      await page.getByText('dropped review 0').waitFor();

      await recordDesktop(app, { file: chosen });
      await page.getByRole('button', { name: en.datasets.import.pick }).click();
      await page.getByText('chosen review 0').waitFor();
      await page.getByRole('button', { name: en.datasets.import.start, exact: true }).click();
      await page.getByText('Read chosen.csv: 24 documents.').waitFor();
      expect(await callLab(page, 'listDatasets', {})).toMatchObject([{ title: 'chosen.csv' }]);
    });

    it('opens recent files and chosen folders from its menu', async () => {
      const { page } = app;
      const texts = join(folder, 'texts');
      for (const name of ['one', 'two']) {
        mkdirSync(join(texts, name), { recursive: true });
        writeFileSync(join(texts, name, 'a.txt'), `words of ${name}`);
      }
      await recordDesktop(app, { file: texts });
      await app.evaluate(({ Menu }, label) => {
        const file = Menu.getApplicationMenu()?.items.find((item) => item.label === '&File');
        file?.submenu?.items.find((item) => item.label === label)?.click();
      }, 'Open folder of documents…');
      await page.getByText(/one, two/).waitFor();
      const recent = await app.evaluate(({ Menu }) => {
        const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&File');
        const list = file?.submenu?.items.find(({ label }) => label === 'Open recent')?.submenu?.items;
        list?.find(({ label }) => label === 'chosen.csv')?.click();
        return list?.map(({ label }) => label);
      });
      expect(recent?.slice(0, 3)).toEqual(['texts', 'chosen.csv', 'dropped.csv']);
      await page.getByText('chosen review 0').waitFor();
    });

    it('reads no file that a person did not choose: refuses a look, and asks before it starts', async () => {
      const { page } = app;
      const secret = join(folder, 'secret.csv');
      writeFileSync(secret, 'words,stars\nsecret,1\nsecret,2\n');
      await expect(callLab(page, 'previewTable', { path: secret })).rejects.toMatchObject({
        code: 'forbidden',
        hint: 'Choose it with the button, or drop it on the window',
      });
      await recordDesktop(app, { button: 0 });
      const dataset = { source: 'folder', path: folder } as const;
      await expect(callLab(page, 'importDataset', { dataset })).rejects.toMatchObject({ code: 'forbidden' });
      expect((await recordedBy(app)).questions).toEqual(['Read this file or folder?']);
      await expect(callLab(page, 'exportRuns', { runIds: [], path: secret })).rejects.toMatchObject({
        code: 'forbidden',
      });
      expect(readFileSync(secret, 'utf8')).toContain('secret,1');
    });

    it('is told of a second start instead of opening twice', async () => {
      await recordDesktop(app);
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
      expect(await desktop.launchAgain(inside(folder))).toBe(0);
      await expect.poll(async () => (await recordedBy(app)).focused).toBe(1);
      const windows = await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => window.isMinimized()),
      );
      expect(windows).toEqual([false]);
    });
  });

  describe('with work to do', () => {
    let folder: string;
    let apps: DesktopApp[];
    beforeEach(() => {
      folder = makeFolder();
      apps = [];
    });
    afterEach(async () => {
      await Promise.all(apps.map((app) => app.kill()));
      remove(folder);
    });
    const open = async (): Promise<DesktopApp> => {
      const app = await launch(folder);
      apps.push(app);
      return app;
    };

    it('trains quick start from the first button to its heatmap, and tells of its end', async () => {
      const app = await open();
      const { page } = app;
      await recordDesktop(app);
      await page.getByRole('button', { name: en.home.steps.quick.action }).click();
      await page.waitForURL(/#\/runs\//);

      // The curve grows while the run trains, and the machine is kept awake.
      const curve = page.getByRole('img', { name: loss });
      await newestRun(page, ({ state, step }) => state === 'running' && step > 0);
      const drawn = await curve.getAttribute('aria-label');
      await expect.poll(() => curve.getAttribute('aria-label')).not.toBe(drawn);
      expect(await isKeptAwake(app)).toBe(true);

      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
      const run = await newestRun(page, ({ state }) => state === 'finished');
      expect(run.step).toBe(run.shape?.totalSteps);
      await page.getByText(en.state.finished, { exact: true }).first().waitFor();
      await page.getByRole('img', { name: /Attention map: 32 keys .* 32 queries/ }).waitFor();
      await expect.poll(() => isKeptAwake(app)).toBe(false);
      const { notes, progress } = await recordedBy(app);
      const canNotify = await app.evaluate(({ Notification }) => Notification.isSupported());
      expect(notes).toEqual(canNotify ? ['Quick start: finished'] : []);
      expect(progress.filter((share) => share > 0 && share <= 1).length).toBeGreaterThan(1);
      expect(progress.at(-1)).toBe(-1);

      // Every page of the window, with a run to show.
      for (const link of await page.getByRole('navigation').first().getByRole('link').all()) {
        await link.click();
        await expect.poll(() => link.getAttribute('aria-current')).toBe('page');
        await page.getByRole('heading', { level: 1 }).waitFor();
      }
      await quit(app);
    });

    it('pauses, resumes and stops a run, whose numbers reach the page as typed arrays', async () => {
      const app = await open();
      const { page } = app;
      const { id } = await startLongRun(app, folder);
      const kinds = await page.evaluate(async (runId) => {
        const { call, onEvent } = (globalThis as unknown as LabWindow).attentionLab;
        const valueOf = async (reply: Promise<unknown>): Promise<Record<string, unknown>> =>
          ((await reply) as { readonly value: Record<string, unknown> }).value;
        const pushed = await new Promise<unknown>((resolve) => {
          const stop = onEvent((event) => {
            if (event.type !== 'steps') return;
            stop();
            resolve(event.losses);
          });
        });
        const { losses } = await valueOf(call.getLosses({ runId }));
        const { values } = await valueOf(call.getAttention({ runId }));
        return [pushed, losses, values].map((array) => Object.prototype.toString.call(array));
      }, id);
      expect(kinds).toEqual(['[object Float64Array]', '[object Float64Array]', '[object Float32Array]']);

      await page.getByRole('button', { name: en.run.pause }).click();
      const paused = await newestRun(page, ({ state }) => state === 'paused');
      await page.getByRole('button', { name: en.run.resume }).click();
      await newestRun(page, ({ state, step }) => state === 'running' && step > paused.step);
      await page.getByRole('button', { name: en.run.stop }).click();
      await newestRun(page, ({ state, step }) => state === 'cancelled' && step > paused.step);
      await page.getByRole('button', { name: en.run.resume }).waitFor();
      await quit(app);
    });

    it('asks before it quits while a run trains, and comes back as it was, with the run to resume', async () => {
      const app = await open();
      const bounds = { x: 60, y: 40, width: 1100, height: 720 };
      await app.evaluate(
        ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
        bounds,
      );
      await startLongRun(app, folder);

      await recordDesktop(app, { button: 0 });
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      await expect
        .poll(async () => (await recordedBy(app)).questions)
        .toEqual([expect.stringMatching(/^Long is training \(step \d+\)/)]);
      const kept = await newestRun(app.page, ({ state }) => state === 'running');
      await newestRun(app.page, ({ step }) => step > kept.step + 100);

      await recordDesktop(app, { button: 1 });
      await quit(app);
      expect(JSON.parse(readFileSync(join(inside(folder).dataDir, 'window.json'), 'utf8'))).toEqual({
        ...bounds,
        maximised: false,
      });

      const again = await open();
      const { page } = again;
      const found = again.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.getNormalBounds(),
      );
      expect(await found).toEqual(bounds);
      const run = await newestRun(page, ({ state }) => state === 'interrupted');
      expect(run.step).toBeGreaterThan(kept.step + 100);
      const { losses } = await callLab(page, 'getLosses', { runId: run.id });
      expect(losses).toHaveLength(run.step);
      await page.getByRole('link', { name: /Long/ }).first().click();
      await page.getByRole('img', { name: loss }).waitFor();
      await page.getByRole('button', { name: en.run.resume }).click();
      await newestRun(page, ({ state, step }) => state === 'running' && step > run.step);
      await page.getByRole('button', { name: en.run.stop }).click();
      await newestRun(page, ({ state }) => state === 'cancelled');
      await quit(again);
    });
  });
}
