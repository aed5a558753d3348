import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindowConstructorOptions, Rectangle, WebPreferences } from 'electron';
import { CancellableEvent } from './cancellableEvent.ts';
import { toBrowser } from './origins.ts';
import { app, defaultSession } from './system.ts';
import { Targets, type Target } from './targets.ts';
import { tell, trouble } from './tester.ts';
import { WebContents } from './webContents.ts';

/** The preferences the stand-in can keep: an isolated, sandboxed page; any other would be tested in name only. */
const kept: Readonly<Partial<Record<keyof WebPreferences, boolean>>> = {
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
};

let targets: Targets | undefined;
const windows = new Set<BrowserWindow>();

/**
 * Electron's `BrowserWindow`: a window of headless Chromium. What Electron answers at once (bounds, focus, maximised)
 * is kept here and sent to Chromium; every method of a destroyed window throws, as there.
 */
export class BrowserWindow extends EventEmitter {
  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }

  readonly webContents = new WebContents();
  readonly #target: Promise<Target>;
  #bounds: Rectangle;
  #state: 'normal' | 'minimized' | 'maximized' = 'normal';
  #isFocused = false;
  #isDestroyed = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    const { webPreferences = {}, x = 0, y = 0, width = 800, height = 600, show = true } = options;
    for (const [name, value] of Object.entries(kept)) {
      const asked = webPreferences[name as keyof WebPreferences];
      if (asked !== undefined && asked !== value) {
        throw new Error(`the stand-in has no such window: ${name} ${String(asked)}`);
      }
    }
    this.#bounds = { x, y, width, height };
    const { preload } = webPreferences;
    const bundle = preload === undefined ? undefined : readFileSync(preload, 'utf8');
    targets ??= new Targets(app.chromium);
    this.#target = this.#open(targets, bundle);
    this.#target.catch(trouble);
    windows.add(this);
    app.opened(this);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    if (show) this.show();
  }

  async loadURL(address: string): Promise<void> {
    this.#alive();
    const { targetId } = await this.#target;
    const browserAddress = toBrowser(address);
    if (browserAddress !== address) {
      const { origin } = new URL(browserAddress);
      await defaultSession.apply(app.chromium, this.webContents as never, address, origin);
    }
    await this.webContents.load(address);
    tell({ type: 'opened', address: await app.chromium.address, targetId });
  }

  /** Asks the app, then the page (`beforeunload`), and closes. */
  close(): void {
    if (this.#isDestroyed) return;
    const event = new CancellableEvent();
    this.emit('close', event);
    if (event.defaultPrevented) app.closeWasPrevented();
    else void this.#target.then(({ page }) => page.send('Page.close'));
  }

  /** Closes without asking. */
  destroy(): void {
    void this.#target.then(({ targetId }) => app.chromium.browser.send('Target.closeTarget', { targetId }));
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  show(): void {
    this.#alive();
    this.#isFocused = true;
  }

  focus(): void {
    this.show();
  }

  blur(): void {
    this.#alive();
    this.#isFocused = false;
  }

  isFocused(): boolean {
    this.#alive();
    return this.#isFocused;
  }

  minimize(): void {
    this.#isFocused = false;
    this.#become('minimized');
  }

  maximize(): void {
    this.#become('maximized');
  }

  restore(): void {
    this.#become('normal');
  }

  isMinimized(): boolean {
    this.#alive();
    return this.#state === 'minimized';
  }

  isMaximized(): boolean {
    this.#alive();
    return this.#state === 'maximized';
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#alive();
    this.#bounds = { ...this.#bounds, ...bounds };
    const { x, y, width, height } = this.#bounds;
    this.#arrange({ left: x, top: y, width, height });
  }

  getNormalBounds(): Rectangle {
    this.#alive();
    return { ...this.#bounds };
  }

  /** Headless Chromium has no ground to be seen. */
  setBackgroundColor(_colour: string): void {
    this.#alive();
  }

  /** Nothing to see without a task bar. */
  setProgressBar(_share: number): void {
    this.#alive();
  }

  async #open(all: Targets, bundle: string | undefined): Promise<Target> {
    const { x, y, width, height } = this.#bounds;
    const target = await all.open({ left: x, top: y, width, height }, () => this.#closed());
    await this.webContents.prepare(target, bundle);
    return target;
  }

  #become(state: 'normal' | 'minimized' | 'maximized'): void {
    this.#alive();
    this.#state = state;
    this.#arrange({ windowState: state });
  }

  #arrange(bounds: {
    readonly left?: number;
    readonly top?: number;
    readonly width?: number;
    readonly height?: number;
    readonly windowState?: 'normal' | 'minimized' | 'maximized';
  }): void {
    const arrange = async (): Promise<void> => {
      const { targetId } = await this.#target;
      const { windowId } = await app.chromium.browser.send('Browser.getWindowForTarget', { targetId });
      await app.chromium.browser.send('Browser.setWindowBounds', { windowId, bounds });
    };
    arrange().catch(trouble);
  }

  #closed(): void {
    this.#isDestroyed = true;
    windows.delete(this);
    this.webContents.destroyed();
    this.emit('closed');
    app.closed(this);
  }

  #alive(): void {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
  }
}
