import type { CustomScheme } from 'electron';
import type { App } from './app.ts';
import { registerScheme } from './origins.ts';

export type ProtocolHandler = (request: Request) => Response | Promise<Response>;

/** Electron's `protocol`: schemes before ready, their handlers after. */
export class Protocol {
  readonly #app: App;
  readonly #handlers = new Map<string, ProtocolHandler>();

  constructor(app: App) {
    this.#app = app;
  }

  registerSchemesAsPrivileged(schemes: readonly CustomScheme[]): void {
    if (this.#app.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    for (const scheme of schemes) registerScheme(scheme);
  }

  handle(scheme: string, handler: ProtocolHandler): void {
    if (!this.#app.isReady()) throw new Error('Session can only be received when app is ready');
    if (this.#handlers.has(scheme)) throw new Error(`protocol handler already registered for ${scheme}`);
    this.#handlers.set(scheme, handler);
  }

  /** The stand-in's: who answers an address as the app knows it. */
  handlerOf(address: string): ProtocolHandler | undefined {
    return this.#handlers.get(new URL(address).protocol.slice(0, -1));
  }
}
