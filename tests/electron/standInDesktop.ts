import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { chromium, type Browser as PlaywrightBrowser, type Page } from 'playwright-core';
import type { Browser } from '../helpers/browser.ts';
import type { Desktop, DesktopApp, DesktopFolders } from './desktopApp.ts';
import type { BrowserWindow } from './standIn/browserWindow.ts';
import { browserVariable, profileVariable, type StandInMessage, type WorkMessage } from './messages.ts';

const root = join(import.meta.dirname, '..', '..');
const entry = join(import.meta.dirname, 'standIn', 'main.ts');
const startLimitMs = 20_000;

/** The built app on the stand-in, over the browser given: that of `out/`, or of a packed app's folder. */
export function standInDesktop(browser: Browser, appFolder: string = root): Desktop {
  return {
    name: 'the stand-in',
    launch: async (folders) => {
      const standIn = new StandIn(start(browser, appFolder, folders));
      await standIn.connect();
      return standIn;
    },
    launchAgain: (folders, ...files) => endOf(start(browser, appFolder, folders, files)),
  };
}

function start(
  browser: Browser,
  appFolder: string,
  { dataDir, profile }: DesktopFolders,
  files: readonly string[] = [],
): ChildProcess {
  return spawn(process.execPath, [entry, appFolder, '--data-dir', dataDir, ...files], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, [profileVariable]: profile, [browserVariable]: JSON.stringify(browser) },
  });
}

async function endOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

class StandIn implements DesktopApp {
  readonly requests: string[] = [];
  readonly troubles: string[] = [];
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #work = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  readonly #opened: Promise<{ readonly address: string; readonly targetId: string }>;
  #errors = '';
  #browser: PlaywrightBrowser | undefined;
  #page: Page | undefined;
  #asked = 0;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.ended = endOf(child);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    this.#opened = new Promise((resolve) => {
      child.on('message', (message: StandInMessage) => {
        if (message.type === 'opened') resolve(message);
        else this.#take(message);
      });
    });
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error('the window is not open');
    return this.#page;
  }

  /** Waits for the first window and attaches to its page. */
  async connect(): Promise<void> {
    const opened = await Promise.race([this.#opened, this.ended, afterStartLimit()]);
    if (opened === undefined || opened === null || typeof opened === 'number') {
      await this.kill();
      throw new Error(`the app opened no window (${opened ?? 'no answer'}):\n${this.#errors}`);
    }
    this.#browser = await chromium.connectOverCDP(opened.address);
    this.#page = await pageOf(this.#browser, opened.targetId);
  }

  evaluate<Result>(
    work: ((electron: never, argument: never) => Result | Promise<Result>) | ((electron: never) => Result),
    argument?: unknown,
  ): Promise<Result> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      this.#work.set(id, { resolve, reject });
      this.#child.send({ id, work: String(work), argument } satisfies WorkMessage);
      void this.ended.then(() => reject(new Error(`the app has ended:\n${this.#errors}`)));
    });
  }

  async knowFile(path: string): Promise<void> {
    const file = { path, name: basename(path), size: statSync(path).size };
    await this.evaluate((electron: { readonly BrowserWindow: typeof BrowserWindow }, known: typeof file) => {
      for (const window of electron.BrowserWindow.getAllWindows()) window.webContents.knowFile(known);
    }, file);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
    await this.#browser?.close();
  }

  #take(message: Exclude<StandInMessage, { readonly type: 'opened' }>): void {
    switch (message.type) {
      case 'request':
        this.requests.push(message.url);
        return;
      case 'trouble':
        this.troubles.push(message.text);
        return;
      case 'result':
        this.#work.get(message.id)?.resolve(message.value as never);
        this.#work.delete(message.id);
        return;
      case 'failure':
        this.#work.get(message.id)?.reject(new Error(message.message));
        this.#work.delete(message.id);
    }
  }
}

async function pageOf(browser: PlaywrightBrowser, wanted: string): Promise<Page> {
  for (const context of browser.contexts()) {
    for (const page of context.pages()) {
      const session = await context.newCDPSession(page);
      const { targetInfo } = await session.send('Target.getTargetInfo');
      await session.detach();
      if (targetInfo.targetId === wanted) return page;
    }
  }
  throw new Error('the window has no page');
}

function afterStartLimit(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, startLimitMs, undefined).unref());
}
