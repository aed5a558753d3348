import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiReply, LabEvent } from '../../../../src/shared/api.ts';
import { LabError } from '../../../../src/shared/errors.ts';
import { asRunId } from '../../../../src/shared/ids.ts';
import { mayOpenReadOnly } from '../../../../src/main/lab.ts';
import {
  startElectronShell,
  type LabOpener,
  type ShellFolders,
  type ShellLab,
} from '../../../../src/main/shells/electron/shell.ts';
import { menuTemplate } from '../../../../src/main/shells/electron/menu.ts';
import { desktopWords } from '../../../../src/main/shells/electron/words.ts';
import type { MenuItemConstructorOptions } from 'electron';
import { makeFakeElectron, type FakeElectron, type FakeWindow } from './fakeElectron.ts';

const runId = asRunId('abcd1234');

/** One run whose state the test sets; the shell asks for nothing else. */
class OneRunLab implements ShellLab {
  readonly dataDir: string;
  readonly readOnly = false;
  readonly calls: unknown[][] = [];
  state = 'queued';
  closed = 0;
  #listeners = new Set<(event: LabEvent) => void>();

  constructor(dataDir: string) {
    this.dataDir = dataDir;
  }

  dispatch(method: unknown, input: unknown): Promise<ApiReply> {
    this.calls.push([method, input]);
    const run = {
      id: runId,
      name: 'Notebook',
      state: this.state,
      step: 12,
      shape: { totalSteps: 200 },
      lastEvaluation: null,
    };
    return Promise.resolve({ ok: true, value: [run] });
  }

  onEvent(listener: (event: LabEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async say(event: LabEvent): Promise<void> {
    for (const listener of this.#listeners) listener(event);
    await settle();
  }

  close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

let folder: string;
let lab: OneRunLab;
let electron: FakeElectron;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-electron-'));
  mkdirSync(join(folder, 'renderer'));
  writeFileSync(join(folder, 'renderer', 'index.html'), '<!doctype html>');
  lab = new OneRunLab(folder);
  electron = makeFakeElectron();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const folders = (argv: readonly string[] = []): ShellFolders => ({
  rendererDir: join(folder, 'renderer'),
  preload: join(folder, 'preload.cjs'),
  argv: ['electron', ...argv],
});

async function start(argv: readonly string[] = []): Promise<FakeWindow> {
  await startElectronShell(
    electron.pieces,
    { open: () => Promise.resolve(lab), mayOpenReadOnly: () => false },
    folders(argv),
  );
  await settle();
  return electron.windows[0]!;
}

describe('the Electron shell', () => {
  it('opens one sandboxed window on app://lab', async () => {
    const window = await start();
    expect(electron.app.sandboxed).toBe(true);
    expect(window.urls).toEqual(['app://lab/']);
    expect(electron.privileged).toHaveLength(1);
  });

  it.each([
    ['clipboard-sanitized-write', 'app://lab/', true],
    ['clipboard-sanitized-write', 'https://evil.test/', false],
    ['clipboard-read', 'app://lab/', false],
    ['media', 'app://lab/', false],
    ['notifications', 'app://lab/', false],
  ])('answers %s of %s: %s, when checked and when requested', async (permission, requestingUrl, allowed) => {
    await start();
    expect(electron.permissions.check?.(null, permission, requestingUrl, {})).toBe(allowed);
    let granted: unknown;
    const answer = (given: unknown): unknown => (granted = given);
    electron.permissions.request?.(null, permission, answer, { requestingUrl });
    expect(granted).toBe(allowed);
  });

  it('serves the renderer with its policy and nothing beside it', async () => {
    await start();
    const handler = electron.protocols.get('app')!;
    const page = await handler(new Request('app://lab/'));
    expect(page.status).toBe(200);
    expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    expect((await handler(new Request('app://lab/../secret'))).status).toBe(404);
    expect((await handler(new Request('app://lab/%2e%2e/secret'))).status).toBe(404);
    expect((await handler(new Request('app://other/'))).status).toBe(403);
  });

  it('passes calls of its own page on and refuses any other sender in words', async () => {
    await start();
    const call = electron.handlers.get('lab')!;
    const reply = await call({ senderFrame: { url: 'app://lab/', parent: null } }, 'listRuns', {});
    expect(reply).toMatchObject({ ok: true });
    const before = lab.calls.length;
    const refusal = await call({ senderFrame: { url: 'https://evil.test/', parent: null } }, 'listRuns', {});
    expect(refusal).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(lab.calls).toHaveLength(before);
  });

  it('lets the page go nowhere and opens no window', async () => {
    const { webContents } = await start();
    let prevented = 0;
    const event = { url: 'https://evil.test/', preventDefault: () => (prevented += 1) };
    for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate'])
      webContents.emit(name, event);
    webContents.emit('will-attach-webview', event);
    expect(prevented).toBe(4);
    expect(webContents.openHandler?.({ url: 'https://evil.test/' })).toEqual({ action: 'deny' });
    expect(electron.opened).toEqual([]);
  });

  it('shows progress, keeps the machine awake while a run trains, and tells when it has ended unseen', async () => {
    const window = await start();
    lab.state = 'running';
    await lab.say({ type: 'runs-changed', runIds: [runId] });
    expect(electron.blockers.size).toBe(1);
    const losses = Float64Array.of(-0.1, -0.2);
    await lab.say({ type: 'steps', runId, firstStep: 49, losses, seconds: losses });
    expect(window.progress.at(-1)).toBe(0.25);
    window.focused = false;
    lab.state = 'finished';
    await lab.say({ type: 'runs-changed', runIds: [runId] });
    expect(electron.blockers.size).toBe(0);
    expect(window.progress.at(-1)).toBe(-1);
    expect(electron.notes).toMatchObject([{ title: 'Notebook: finished', body: 'step 12' }]);

    electron.notes[0]?.emit('click');
    expect([window.focused, window.urls.at(-1)]).toEqual([true, `app://lab/#/runs/${runId}`]);
    window.destroyed = true;
    expect(() => electron.notes[0]?.emit('click')).not.toThrow();
  });

  it('asks for the whole list once, and then for what has changed alone', async () => {
    await start();
    lab.state = 'running';
    await lab.say({ type: 'runs-changed', runIds: [runId] });
    const many = Array.from({ length: 250 }, (_, i) => asRunId(`many${String(i).padStart(4, '0')}`));
    await lab.say({ type: 'runs-changed', runIds: many });
    expect(lab.calls.filter(([method]) => method === 'listRuns')).toHaveLength(1);
    const asked = lab.calls.flatMap(([method, input]) => (method === 'getRuns' ? [input] : []));
    const inHundreds = [[runId], many.slice(0, 100), many.slice(100, 200), many.slice(200)];
    expect(asked).toEqual(inHundreds.map((runIds) => ({ runIds })));
  });

  it('stays and asks once when it is closed while a run trains, and quits only if told to', async () => {
    const window = await start();
    lab.state = 'running';
    await lab.say({ type: 'runs-changed', runIds: [runId] });
    let prevented = 0;
    const close = { preventDefault: () => (prevented += 1) };
    window.emit('close', close);
    window.emit('close', close);
    expect({ prevented, questions: electron.questions.length }).toEqual({ prevented: 2, questions: 1 });

    electron.answerQuestion(0);
    await settle();
    expect(electron.app.quits).toBe(0);

    window.emit('close', close);
    electron.answerQuestion(1);
    await settle();
    expect({ prevented, quits: electron.app.quits }).toEqual({ prevented: 3, quits: 1 });
    window.emit('close', close);
    expect({ prevented, questions: electron.questions.length }).toEqual({ prevented: 3, questions: 2 });
  });

  it('has nothing to show to a second start once its window is gone', async () => {
    const window = await start();
    window.destroyed = true;
    expect(() => electron.app.emit('second-instance', {}, [], '')).not.toThrow();
  });

  it('closes the lab once before it quits, so that the run is checkpointed', async () => {
    await start();
    let prevented = 0;
    const event = { preventDefault: () => (prevented += 1) };
    electron.app.emit('will-quit', event);
    await settle();
    electron.app.emit('will-quit', event);
    expect({ prevented, closed: lab.closed, quits: electron.app.quits }).toEqual({
      prevented: 1,
      closed: 1,
      quits: 1,
    });
  });

  describe('its menu', () => {
    type Items = readonly MenuItemConstructorOptions[];
    const below = (label: string, items: Items = electron.menu): Items =>
      (items.find((item) => item.label === label)?.submenu ?? []) as Items;
    const press = (items: Items, label: string): void =>
      void items.find((item) => item.label === label)?.click?.({} as never, undefined, {} as never);
    const recent = (): Items => below('Open recent', below('&File'));
    const opened = (name: string): unknown =>
      expect.stringMatching(new RegExp(`^app://lab/#/open\\?path=picked%3A[0-9a-f]{32}%2F${name}$`));

    it.each(['linux', 'win32', 'darwin'] as const)(
      'has a key of its own for every page on %s',
      (platform) => {
        const template = menuTemplate(platform, desktopWords('en'), [], {
          go: () => undefined,
          choose: () => undefined,
          openRecent: () => undefined,
          clearRecent: () => undefined,
        });
        expect(below('&Go', template).map(({ label, accelerator }) => [accelerator, label])).toEqual([
          ['CmdOrCtrl+1', 'Home'],
          ['CmdOrCtrl+2', 'Datasets'],
          ['CmdOrCtrl+3', 'Experiments'],
          ['CmdOrCtrl+4', 'Runs'],
          ['CmdOrCtrl+5', 'Compare'],
          ['CmdOrCtrl+6', 'Attention'],
          ['CmdOrCtrl+7', 'Compute'],
        ]);
        const keys = template
          .flatMap(({ submenu }) => (submenu ?? []) as Items)
          .flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]));
        expect(new Set(keys).size).toBe(keys.length);
      },
    );

    it('speaks the system’s language', async () => {
      electron.locale = 'pt-BR';
      await start();
      expect(below('&Ir').map(({ label }) => label)).toContain('Execuções');
    });

    it('goes to a page and opens what is chosen in a dialog, which is recent from then on', async () => {
      const window = await start();
      press(below('&Go'), 'Attention');
      expect(window.urls.at(-1)).toBe('app://lab/#/attention');
      expect(recent()).toMatchObject([{ label: 'Nothing opened yet', enabled: false }]);

      press(below('&File'), 'Open file…');
      await settle();
      expect(window.urls).toHaveLength(2);

      electron.chosen = ['/home/ada/a & b.csv'];
      press(below('&File'), 'Open file…');
      await settle();
      expect(window.urls.at(-1)).toEqual(opened('a%20%26%20b\\.csv'));
      electron.chosen = ['/home/ada/texts'];
      press(below('&File'), 'Open folder of documents…');
      await settle();
      expect(window.urls.at(-1)).toEqual(opened('texts'));
      expect(electron.recentDocuments).toEqual(['/home/ada/a & b.csv', '/home/ada/texts']);
      expect(recent().map(({ label }) => label)).toEqual([
        'texts',
        'a && b.csv',
        undefined,
        'Clear this list',
      ]);

      press(recent(), 'a && b.csv');
      expect(window.urls.at(-1)).toEqual(opened('a%20%26%20b\\.csv'));
      expect(recent()[0]?.label).toBe('a && b.csv');
      const id = decodeURIComponent(window.urls.at(-1)?.split('path=')[1] ?? '');
      press(recent(), 'Clear this list');
      expect(recent()).toHaveLength(1);
      expect(electron.recentDocuments).toEqual([]);
      // The list is cleared, not what the window was allowed: a run of that file can be run again.
      const call = electron.handlers.get('lab')!;
      const reply = call({ senderFrame: { url: 'app://lab/', parent: null } }, 'inspectPath', { path: id });
      expect(await reply).toMatchObject({ ok: true });
      expect(lab.calls.at(-1)).toEqual(['inspectPath', { path: '/home/ada/a & b.csv' }]);
    });

    it('tells two files of one name by their folders', async () => {
      await start();
      for (const path of ['/home/ada/one/a.npz', '/home/ada/two/a.npz']) {
        electron.chosen = [path];
        press(below('&File'), 'Open file…');
        await settle();
      }
      expect(recent().slice(0, 2)).toMatchObject([
        { label: '/home/ada/two/a.npz' },
        { label: '/home/ada/one/a.npz' },
      ]);
    });

    it('opens the file a start, a second start or the system names, and no other argument', async () => {
      const files = ['first.attlab', 'second.npz', 'third.csv'].map((name) => join(folder, name));
      for (const file of files) writeFileSync(file, '');
      const [first = '', , third = ''] = files;
      const window = await start(['--no-sandbox', '--data-dir', folder, join(folder, 'gone.csv'), first]);
      expect(window.urls).toEqual([opened('first\\.attlab')]);
      electron.app.emit('second-instance', {}, ['electron', '.', 'second.npz'], folder);
      expect(window.urls.at(-1)).toEqual(opened('second\\.npz'));
      electron.app.emit('second-instance', {}, ['electron', '.'], folder);
      expect(window.urls).toHaveLength(2);
      electron.app.emit('open-file', { preventDefault: () => undefined }, third);
      expect(window.urls.at(-1)).toEqual(opened('third\\.csv'));
    });
  });

  it('lets nothing be loaded from a network or the disk', async () => {
    await start();
    const loaded = [
      'app://lab/assets/index.js',
      'blob:app://lab/1',
      'https://evil.test/',
      'http://127.0.0.1:80/',
      'wss://evil.test/',
      'file:///etc/passwd',
      'app://other/',
      'nonsense',
    ].filter((url) => electron.mayLoad(url));
    expect(loaded).toEqual(['app://lab/assets/index.js', 'blob:app://lab/1']);
  });

  describe('for a lab that another program holds', () => {
    const asked: boolean[] = [];
    const opener: LabOpener = {
      open: (readOnly) => {
        asked.push(readOnly);
        if (readOnly) return Promise.resolve(lab);
        return Promise.reject(new LabError('busy', 'the data folder is in use: /lab (serve, process 12)'));
      },
      mayOpenReadOnly,
    };
    beforeEach(() => asked.splice(0));

    it('says who holds it and opens it read-only if a person wants that', async () => {
      electron.answer = 0;
      await startElectronShell(electron.pieces, opener, folders());
      expect(JSON.stringify(electron.questions)).toContain('in use: /lab (serve, process 12)');
      expect(asked).toEqual([false, true]);
      expect(electron.windows).toHaveLength(1);
    });

    it('quits if a person does not', async () => {
      electron.answer = 1;
      await startElectronShell(electron.pieces, opener, folders());
      expect(asked).toEqual([false]);
      expect(electron.windows).toHaveLength(0);
      expect(electron.exits).toEqual([0]);
    });

    it('says why where looking is no help', async () => {
      const open = (): Promise<ShellLab> =>
        Promise.reject(new LabError('newer-schema', 'the database was written by a newer Attention Lab'));
      await startElectronShell(electron.pieces, { open, mayOpenReadOnly }, folders());
      expect(electron.questions).toEqual([]);
      expect(electron.errors).toEqual([
        'Attention Lab cannot start: the database was written by a newer Attention Lab',
      ]);
      expect(electron.exits).toEqual([1]);
    });
  });

  it('gives way to the instance that is already there', async () => {
    electron.app.firstInstance = false;
    const open = (): Promise<ShellLab> => Promise.reject(new Error('must not open'));
    await startElectronShell(electron.pieces, { open, mayOpenReadOnly: () => false }, folders());
    expect(electron.app.quits).toBe(1);
    expect(electron.windows).toHaveLength(0);
  });
});
