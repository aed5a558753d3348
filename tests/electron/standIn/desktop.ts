import { EventEmitter } from 'node:events';
import { app } from './system.ts';

/** Electron's `Notification`; shown to nobody. */
export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }

  readonly title: string;
  readonly body: string;
  constructor({ title = '', body = '' }: { readonly title?: string; readonly body?: string } = {}) {
    super();
    this.title = title;
    this.body = body;
  }

  show(): void {
    this.emit('show');
  }
}

/** Electron's `nativeTheme`: light, until a test says otherwise and tells of it. */
export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false });

const blockers = new Set<number>();
let nextBlocker = 0;

/** Electron's `powerSaveBlocker`. */
export const powerSaveBlocker = {
  start: (type: 'prevent-app-suspension' | 'prevent-display-sleep'): number => {
    if (!['prevent-app-suspension', 'prevent-display-sleep'].includes(type)) {
      throw new TypeError(`Invalid type: ${type}`);
    }
    nextBlocker += 1;
    blockers.add(nextBlocker);
    return nextBlocker;
  },
  stop: (id: number): boolean => blockers.delete(id),
  isStarted: (id: number): boolean => blockers.has(id),
};

/** Electron's `screen`: one display. */
export const screen = {
  getAllDisplays: (): readonly object[] => {
    if (!app.isReady()) throw new Error('The "screen" module can’t be used before the app "ready" event');
    const area = { x: 0, y: 0, width: 1920, height: 1080 };
    return [{ id: 1, bounds: area, workArea: area, scaleFactor: 1 }];
  },
};

/** Electron's `shell`; there is no outside here: a test puts its own function in place. */
export const shell = {
  openExternal: (url: string): Promise<never> => Promise.reject(new Error(`nobody opens this: ${url}`)),
};
