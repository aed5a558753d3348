import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { CDPSession } from 'playwright-core';
import type { Browser } from '../../helpers/browser.ts';
import type { DevtoolsEvents } from './devtoolsEvents.ts';

type EventName = keyof DevtoolsEvents;
type Listener = (parameters: never, sessionId: string | undefined) => void;

interface Incoming {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
  readonly sessionId?: string;
}

/** One target of Chromium (or Chromium itself), commanded through the DevTools protocol. */
export interface DevtoolsSession {
  /** Rejects with the command's name in the message. */
  readonly send: CDPSession['send'];
  on<Name extends EventName>(name: Name, listener: (event: DevtoolsEvents[Name]) => void): void;
}

const flags: readonly string[] = [
  '--headless=new',
  '--remote-debugging-pipe',
  // Also a port, on loopback, for the test that drives the page.
  '--remote-debugging-port=0',
  '--no-startup-window',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--password-store=basic',
  '--lang=en-US',
  // Whatever slips past the interception of requests finds no host.
  '--host-resolver-rules=MAP * ~NOTFOUND',
];

/**
 * Chromium, commanded through a pipe: it ends when the pipe does, so no crash of the app leaves a browser behind.
 */
export class Chromium {
  readonly browser: DevtoolsSession = this.session(undefined);
  readonly #process: ChildProcess;
  readonly #input: Writable;
  readonly #pending = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  readonly #listeners: {
    readonly name: string;
    readonly sessionId: string | undefined;
    readonly listener: Listener;
  }[] = [];
  /** Where a test connects: `ws://127.0.0.1:…`. */
  readonly address: Promise<string>;
  #commands = 0;
  #received: string[] = [];

  constructor({ executablePath, args }: Browser, profile: string) {
    this.#process = spawn(executablePath, [...flags, ...args, `--user-data-dir=${profile}`], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    });
    const [, , errors, input, output] = this.#process.stdio as [null, null, Readable, Writable, Readable];
    this.#input = input;
    this.address = addressIn(errors);
    output.setEncoding('utf8').on('data', (chunk: string) => this.#read(chunk));
    // After the end of Chromium there is nobody to write to, and nothing to say.
    input.on('error', () => undefined);
  }

  session(sessionId: string | undefined): DevtoolsSession {
    return {
      send: ((method: string, params: object = {}) =>
        this.#send(method, params, sessionId)) as CDPSession['send'],
      on: (name, listener) => {
        this.#listeners.push({ name, sessionId, listener: listener as Listener });
      },
    };
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 3000);
    void this.browser.send('Browser.close').catch(() => undefined);
    await ended;
    clearTimeout(timer);
  }

  #send(method: string, params: object, sessionId: string | undefined): Promise<unknown> {
    this.#commands += 1;
    const id = this.#commands;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject: (error) => reject(new Error(`${method}: ${error.message}`)) });
      this.#input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  #read(chunk: string): void {
    const pieces = chunk.split('\0');
    const last = pieces.pop() ?? '';
    for (const piece of pieces) {
      this.#take(JSON.parse(this.#received.join('') + piece) as Incoming);
      this.#received = [];
    }
    this.#received.push(last);
  }

  #take({ id, result, error, method, params, sessionId }: Incoming): void {
    if (id !== undefined) {
      const command = this.#pending.get(id);
      this.#pending.delete(id);
      if (error === undefined) command?.resolve(result as never);
      else command?.reject(new Error(error.message));
      return;
    }
    for (const listener of this.#listeners) {
      if (listener.name === method && listener.sessionId === sessionId) {
        listener.listener(params as never, sessionId);
      }
    }
  }
}

function addressIn(errors: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    errors.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-10_000);
      const [, address] = /DevTools listening on (ws:\S+)/.exec(text) ?? [];
      if (address !== undefined) resolve(address);
    });
    errors.on('close', () => reject(new Error(`Chromium ended:\n${text}`)));
  });
}
