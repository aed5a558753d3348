import { EventEmitter } from 'node:events';
import type { IpcMainInvokeEvent, WebContents as ElectronContents } from 'electron';
import type { InvokeMessage, PushMessage } from '../page/preloadElectron.ts';
import {
  bindingName,
  pageWorldSource,
  preloadWorld,
  preloadWorldSource,
  receiverName,
} from '../page/pageScripts.ts';
import { makeStructuredText } from '../page/structuredText.ts';
import { CancellableEvent } from './cancellableEvent.ts';
import type { DevtoolsSession } from './devtools.ts';
import { fromBrowser, toBrowser } from './origins.ts';
import { answerRequests } from './requests.ts';
import { ipcMain } from './system.ts';
import type { Target } from './targets.ts';
import { trouble } from './tester.ts';

type OpenHandler = Parameters<ElectronContents['setWindowOpenHandler']>[0];

const text = makeStructuredText();

/** Electron's `WebContents`: one page of Chromium, and the preload's world in it. */
export class WebContents extends EventEmitter {
  #target: Target | undefined;
  /** The preload's world in the page on show; undefined while there is none. */
  #world: number | undefined;
  #url = '';
  /** The address `load` asked for: no `will-navigate` for that one. */
  #asked = '';
  #openHandler: OpenHandler | undefined;
  #isDestroyed = false;

  // Electron's own.

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  getURL(): string {
    return this.#url;
  }

  /** Lost if no page with a preload is on show, as in Electron. */
  send(channel: string, ...values: unknown[]): void {
    this.#push({ type: 'event', channel, values: structuredClone(values) });
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#page.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails === undefined) return result.value as unknown;
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }

  // The stand-in's.

  /** Prepares the blank page: after this the first address may be loaded. */
  async prepare(target: Target, preloadBundle: string | undefined): Promise<void> {
    this.#target = target;
    const { page } = target;
    page.on('Page.frameNavigated', ({ frame }) => this.#moved(frame.id, frame.url));
    page.on('Page.navigatedWithinDocument', ({ frameId, url }) => this.#moved(frameId, url));
    page.on('Page.windowOpen', ({ url, windowName }) => this.#askOpen(url, windowName));
    page.on('Page.loadEventFired', () => this.emit('did-finish-load'));
    page.on('Runtime.executionContextCreated', ({ context }) => {
      const isOurs = context.name === preloadWorld && context.auxData.frameId === target.targetId;
      if (isOurs) this.#world = context.id;
    });
    page.on('Runtime.executionContextsCleared', () => (this.#world = undefined));
    page.on('Runtime.bindingCalled', ({ payload, executionContextId }) => {
      if (executionContextId === this.#world) void this.#invoke(payload);
    });
    listenForTrouble(page);
    await page.send('Page.enable');
    await page.send('Runtime.enable');
    await page.send('Log.enable');
    await answerRequests(page, (frame, address) => this.#mayGo(frame, address));
    if (preloadBundle === undefined) return;
    await page.send('Runtime.addBinding', { name: bindingName, executionContextName: preloadWorld });
    // In this order: the page's end of the bridge listens before the preload exposes anything.
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source: pageWorldSource() });
    await page.send('Page.addScriptToEvaluateOnNewDocument', {
      source: preloadWorldSource(preloadBundle),
      worldName: preloadWorld,
    });
  }

  async load(address: string): Promise<void> {
    this.#asked = new URL(address).href;
    const { errorText } = await this.#page.send('Page.navigate', { url: toBrowser(address) });
    if (errorText !== undefined && errorText !== '') throw new Error(`${errorText} loading '${address}'`);
  }

  /** Names a file that the test will drop or choose, for `webUtils.getPathForFile`. */
  knowFile(file: { readonly name: string; readonly size: number; readonly path: string }): void {
    this.#push({ type: 'file', ...file });
  }

  destroyed(): void {
    this.#isDestroyed = true;
    this.#world = undefined;
    this.emit('destroyed');
  }

  get #page(): DevtoolsSession {
    if (this.#target === undefined || this.#isDestroyed) throw new TypeError('Object has been destroyed');
    return this.#target.page;
  }

  #moved(frameId: string, url: string): void {
    if (frameId === this.#target?.targetId) this.#url = fromBrowser(url);
  }

  #mayGo(frameId: string, address: string): boolean {
    const isMainFrame = frameId === this.#target?.targetId;
    if (isMainFrame && address === withoutHash(this.#asked)) return true;
    const event = Object.assign(new CancellableEvent(), { url: address, isMainFrame });
    this.emit('will-frame-navigate', event);
    if (isMainFrame && !event.defaultPrevented) this.emit('will-navigate', event);
    return !event.defaultPrevented;
  }

  #askOpen(browserUrl: string, frameName: string): void {
    const url = fromBrowser(browserUrl);
    const answer = this.#openHandler?.({
      url,
      frameName,
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: '', policy: 'default' },
    });
    if (answer?.action !== 'deny')
      trouble(`a page may open a window, and the stand-in has none for it: ${url}`);
  }

  async #invoke(payload: string): Promise<void> {
    const { id, channel, values } = text.read(payload) as InvokeMessage;
    // A preload runs in the main frame alone, so it is always the sender.
    const frame = { url: this.#url, parent: null };
    const event = { sender: this, senderFrame: frame } as unknown as IpcMainInvokeEvent;
    try {
      this.#push({ type: 'reply', id, value: await ipcMain.invoke(event, channel, values) });
    } catch (error) {
      this.#push({ type: 'refusal', id, message: error instanceof Error ? error.message : String(error) });
    }
  }

  #push(message: PushMessage): void {
    if (this.#world === undefined) return;
    const call = this.#page.send('Runtime.callFunctionOn', {
      functionDeclaration: `(text) => globalThis.${receiverName}(text)`,
      executionContextId: this.#world,
      arguments: [{ value: text.write(message) }],
    });
    // The page may be reloaded or closed while the message is on its way.
    call.catch((error: unknown) => {
      if (!/context|Session|Target/.test(String(error))) trouble(error);
    });
  }
}

function withoutHash(address: string): string {
  return address.split('#')[0] ?? '';
}

function listenForTrouble(page: DevtoolsSession): void {
  page.on('Runtime.consoleAPICalled', ({ type, args }) => {
    if (!['warning', 'error', 'assert'].includes(type)) return;
    trouble(
      `console ${type}: ${args.map(({ value, description }) => description ?? String(value)).join(' ')}`,
    );
  });
  page.on('Runtime.exceptionThrown', ({ exceptionDetails: { text: words, exception } }) => {
    trouble(`uncaught in the page: ${exception?.description ?? words}`);
  });
  page.on('Log.entryAdded', ({ entry: { level, text: words, url } }) => {
    if (level === 'warning' || level === 'error') trouble(`${level} of the page: ${words} ${url ?? ''}`);
  });
}
