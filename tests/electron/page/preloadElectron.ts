import type { StructuredText } from './structuredText.ts';
import type { WorldBridge } from './worldBridge.ts';

/** From the preload to the main process, as text. */
export interface InvokeMessage {
  readonly id: number;
  readonly channel: string;
  readonly values: readonly unknown[];
}

/** From the main process to the preload, as text. */
export type PushMessage =
  | { readonly type: 'event'; readonly channel: string; readonly values: readonly unknown[] }
  | { readonly type: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly message: string }
  | { readonly type: 'file'; readonly name: string; readonly size: number; readonly path: string };

export interface PreloadElectron {
  /** `require` as a sandboxed preload has it. */
  readonly require: (name: string) => unknown;
  /** Takes a `PushMessage`. */
  readonly receive: (text: string) => void;
}

/**
 * The `electron` of a sandboxed preload: contextBridge, ipcRenderer and webUtils, over `send` (text to the main
 * process) and `receive`. A page is not told where a dropped file lies, so `getPathForFile` knows only files that the
 * test has named beforehand, by name and size; "" for others, as Electron says of a file that is not on a disk.
 *
 * The function is self-contained: its source is sent to the preload's world.
 */
export function makePreloadElectron(
  bridge: WorldBridge,
  text: StructuredText,
  send: (message: string) => void,
): PreloadElectron {
  type Listener = (event: object, ...values: unknown[]) => void;
  const listeners = new Map<string, Listener[]>();
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const paths = new Map<string, string>();
  let calls = 0;

  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, value: unknown): void => bridge.expose(name, value),
    },
    ipcRenderer: {
      invoke: (channel: string, ...values: unknown[]): Promise<unknown> => {
        calls += 1;
        const id = calls;
        // Electron clones at once and throws into the caller.
        const message = text.write({ id, channel, values: structuredClone(values) });
        return new Promise((resolve, reject) => {
          pending.set(id, { resolve, reject });
          send(message);
        });
      },
      on: (channel: string, listener: Listener): void => {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      },
      off: (channel: string, listener: Listener): void => {
        listeners.set(channel, listeners.get(channel)?.filter((known) => known !== listener) ?? []);
      },
    },
    webUtils: {
      getPathForFile: (file: { readonly name: string; readonly size: number }): string =>
        paths.get(`${file.size} ${file.name}`) ?? '',
    },
  };

  return {
    require: (name) => {
      if (name === 'electron' || name === 'electron/renderer') return electron;
      throw new Error(`module not found: ${name} (a sandboxed preload may require electron alone)`);
    },
    receive: (message) => {
      const pushed = text.read(message) as PushMessage;
      switch (pushed.type) {
        case 'event':
          for (const listener of listeners.get(pushed.channel) ?? []) listener({}, ...pushed.values);
          return;
        case 'reply':
          pending.get(pushed.id)?.resolve(pushed.value);
          pending.delete(pushed.id);
          return;
        case 'refusal':
          pending.get(pushed.id)?.reject(new Error(pushed.message));
          pending.delete(pushed.id);
          return;
        case 'file':
          paths.set(`${pushed.size} ${pushed.name}`, pushed.path);
      }
    },
  };
}
