import { EventEmitter } from 'node:events';
import { browserVariable, profileVariable } from '../messages.ts';
import type { Browser } from '../../helpers/browser.ts';
import { Chromium } from './devtools.ts';
import { CancellableEvent } from './cancellableEvent.ts';
import { InstanceLock } from './instanceLock.ts';

/** What the app needs of a window to end. */
export interface Closable {
  close(): void;
}

/**
 * Electron's `app`: ready once the entry module has been evaluated (a top-level await of `whenReady` waits for ever, as
 * it does there: electron/electron#40719), one instance a profile, and quitting in Electron's order: before-quit,
 * every window's close, will-quit, each of which may prevent it, then quit.
 */
export class App extends EventEmitter {
  readonly #windows = new Set<Closable>();
  readonly #lock = new InstanceLock(profile(), (argv, folder) => {
    this.emit('second-instance', new CancellableEvent(), argv, folder);
  });
  readonly #ready: Promise<void>;
  #becomeReady: (() => void) | undefined;
  #chromium: Chromium | undefined;
  /** What the system would list of this app. */
  readonly recentDocuments: string[] = [];
  #isReady = false;
  #isQuitting = false;
  #isEnding = false;

  constructor() {
    super();
    this.#ready = new Promise((resolve) => {
      this.#becomeReady = resolve;
    });
  }

  // Electron's own.

  requestSingleInstanceLock(): boolean {
    return this.#lock.take();
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  /** The language the tests are written in. */
  getLocale(): string {
    return 'en-GB';
  }

  addRecentDocument(path: string): void {
    this.recentDocuments.unshift(path);
  }

  clearRecentDocuments(): void {
    this.recentDocuments.length = 0;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  quit(): void {
    if (this.#isQuitting) return;
    this.#isQuitting = !this.#prevented('before-quit');
    if (!this.#isQuitting) return;
    if (this.#windows.size === 0) this.#quitWithoutWindows();
    else for (const window of [...this.#windows]) window.close();
  }

  exit(code = 0): void {
    void this.#end(code);
  }

  // The stand-in's.

  /** Chromium; throws before ready, as everything of Electron does that needs it. */
  get chromium(): Chromium {
    if (this.#chromium === undefined) throw new Error('not available before the app is ready');
    return this.#chromium;
  }

  /** To be called when the entry module has been evaluated. */
  async codeLoaded(): Promise<void> {
    if (this.#isEnding) return;
    const browser = JSON.parse(process.env[browserVariable] ?? '') as Browser;
    this.#chromium = new Chromium(browser, `${profile()}/chromium`);
    const everyPage = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
    await this.#chromium.browser.send('Target.setAutoAttach', everyPage);
    await this.#chromium.browser.send('Target.setDiscoverTargets', { discover: true });
    this.#isReady = true;
    this.emit('ready');
    this.#becomeReady?.();
  }

  opened(window: Closable): void {
    this.#windows.add(window);
  }

  closeWasPrevented(): void {
    this.#isQuitting = false;
  }

  closed(window: Closable): void {
    this.#windows.delete(window);
    if (this.#windows.size > 0) return;
    if (this.#isQuitting) this.#quitWithoutWindows();
    else if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  #quitWithoutWindows(): void {
    if (this.#prevented('will-quit')) {
      this.#isQuitting = false;
      return;
    }
    this.emit('quit', new CancellableEvent(), 0);
    void this.#end(0);
  }

  #prevented(name: string): boolean {
    const event = new CancellableEvent();
    this.emit(name, event);
    return event.defaultPrevented;
  }

  async #end(code: number): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    await Promise.all([this.#chromium?.close(), this.#lock.release()]);
    process.exit(code);
  }
}

function profile(): string {
  const folder = process.env[profileVariable];
  if (folder === undefined) throw new Error(`${profileVariable} names no folder`);
  return folder;
}
