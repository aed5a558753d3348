import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { en } from '../../src/renderer/i18n/en.ts';
import type { DesktopApp } from '../electron/desktopApp.ts';
import { inside, launchIn, makeFolder, onEachDesktop, removeFolder } from '../electron/eachDesktop.ts';
import { callLab, dropFile, type LabWindow } from '../electron/labPage.ts';
import { recordDesktop, recordedBy } from '../electron/recordDesktop.ts';

const preload = join(import.meta.dirname, '..', '..', 'out', 'preload', 'preload.cjs');

await onEachDesktop((desktop) => {
  let folder: string;
  let app: DesktopApp;
  beforeAll(async () => {
    folder = makeFolder();
    app = await launchIn(desktop, folder);
  });
  afterEach(() => expect(app.troubles.splice(0)).toEqual([]));
  afterAll(async () => {
    // Undefined if it did not start.
    await (app as DesktopApp | undefined)?.kill();
    removeFolder(folder);
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

  it('has a menu with its keys', async () => {
    const keys = await app.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) =>
        (submenu?.items ?? []).flatMap(({ label, accelerator }) =>
          accelerator === undefined || accelerator === null ? [] : [`${label}: ${String(accelerator)}`],
        ),
      ),
    );
    expect(keys).toEqual(
      expect.arrayContaining([
        'New experiment: CmdOrCtrl+N',
        'Open file…: CmdOrCtrl+O',
        'Open folder of documents…: CmdOrCtrl+Shift+O',
        'Home: CmdOrCtrl+1',
        'Datasets: CmdOrCtrl+2',
        'Experiments: CmdOrCtrl+3',
        'Runs: CmdOrCtrl+4',
        'Compare: CmdOrCtrl+5',
        'Attention: CmdOrCtrl+6',
        'Compute: CmdOrCtrl+7',
      ]),
    );
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

  it('opens the file that a second start names', async () => {
    const path = join(folder, 'second.csv');
    writeFileSync(path, 'words,stars\n"from the second start",1\nother,2\n');
    expect(await desktop.launchAgain(inside(folder), path)).toBe(0);
    await app.page.getByText('from the second start').waitFor();
  });
});
