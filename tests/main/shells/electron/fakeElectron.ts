import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions } from 'electron';
import type { ElectronPieces } from '../../../../src/main/shells/electron/pieces.ts';

/** The part of Electron that the shell touches, written by hand and recording what it was told. */
export class FakeContents extends EventEmitter {
  readonly sent: unknown[][] = [];
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  destroyed = false;
  isDestroyed = (): boolean => this.destroyed;
  send = (...message: unknown[]): void => void this.sent.push(message);
  setWindowOpenHandler = (handler: (details: { url: string }) => { action: string }): void => {
    this.openHandler = handler;
  };
}

export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly urls: string[] = [];
  readonly progress: number[] = [];
  readonly grounds: string[] = [];
  readonly options: Record<string, unknown>;
  shown = false;
  destroyed = false;
  focused = true;
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
  }
  loadURL = (url: string): Promise<void> => Promise.resolve(void this.urls.push(url));
  show = (): void => void (this.shown = true);
  focus = (): void => void (this.focused = true);
  maximize = (): void => undefined;
  restore = (): void => undefined;
  isDestroyed = (): boolean => this.destroyed;
  isMinimized = (): boolean => {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
    return false;
  };
  isMaximized = (): boolean => false;
  isFocused = (): boolean => this.focused;
  setBackgroundColor = (colour: string): void => void this.grounds.push(colour);
  setProgressBar = (value: number): void => void this.progress.push(value);
  getNormalBounds = (): object => ({ x: 10, y: 20, width: 1000, height: 700 });
}

export class FakeNotification extends EventEmitter {
  static isSupported = (): boolean => true;
  readonly title: string;
  readonly body: string;
  constructor({ title, body }: { readonly title: string; readonly body: string }) {
    super();
    this.title = title;
    this.body = body;
  }
}

type BeforeRequest = (details: { url: string }, answer: (response: { cancel: boolean }) => void) => void;

export interface FakeElectron {
  readonly pieces: ElectronPieces;
  readonly app: EventEmitter & { quits: number; sandboxed: boolean; firstInstance: boolean };
  readonly windows: FakeWindow[];
  readonly handlers: Map<string, (...input: unknown[]) => unknown>;
  readonly protocols: Map<string, (request: Request) => Promise<Response>>;
  readonly privileged: unknown[];
  readonly errors: string[];
  readonly exits: number[];
  readonly nativeTheme: EventEmitter & { shouldUseDarkColors: boolean };
  /** The system's language. */
  locale: string;
  /** What the system lists of this app. */
  readonly recentDocuments: string[];
  /** The application menu's template. */
  menu: MenuItemConstructorOptions[];
  /** What is chosen in the next dialog that opens something; nothing closes it. */
  chosen: string[];
  /** Asks the session whether an address may be loaded. */
  mayLoad: (url: string) => boolean;
  readonly permissions: {
    request?: (...input: unknown[]) => unknown;
    check?: (...input: unknown[]) => boolean;
  };
  readonly notes: FakeNotification[];
  readonly blockers: Set<number>;
  readonly opened: string[];
  readonly questions: object[];
  /** What a question that blocks is answered, by button. */
  answer: number;
  /** Answers the question that is open and does not block. */
  answerQuestion: (button: number) => void;
}

export function makeFakeElectron(): FakeElectron {
  const app = Object.assign(new EventEmitter(), {
    quits: 0,
    sandboxed: false,
    firstInstance: true,
    enableSandbox: (): void => void (app.sandboxed = true),
    requestSingleInstanceLock: (): boolean => app.firstInstance,
    whenReady: (): Promise<void> => Promise.resolve(),
    quit: (): void => void (app.quits += 1),
    exit: (code: number): void => void fake.exits.push(code),
    getLocale: (): string => fake.locale,
    addRecentDocument: (path: string): void => void fake.recentDocuments.push(path),
    clearRecentDocuments: (): void => void fake.recentDocuments.splice(0),
  });
  const fake: Omit<FakeElectron, 'pieces'> = {
    app,
    windows: [],
    handlers: new Map(),
    protocols: new Map(),
    privileged: [],
    permissions: {},
    errors: [],
    exits: [],
    locale: 'en-GB',
    nativeTheme: Object.assign(new EventEmitter(), { shouldUseDarkColors: false }),
    recentDocuments: [],
    menu: [],
    chosen: [],
    mayLoad: () => true,
    notes: [],
    blockers: new Set(),
    opened: [],
    questions: [],
    answer: 0,
    answerQuestion: () => undefined,
  };
  class Window extends FakeWindow {
    constructor(options: Record<string, unknown>) {
      super(options);
      fake.windows.push(this);
    }
  }
  class Notification extends FakeNotification {
    show = (): void => void fake.notes.push(this);
  }
  let blocker = 0;
  const pieces = {
    app,
    BrowserWindow: Window,
    Notification,
    dialog: {
      showOpenDialog: (): Promise<object> =>
        Promise.resolve({ canceled: fake.chosen.length === 0, filePaths: fake.chosen }),
      showErrorBox: (title: string, content: string): void => void fake.errors.push(`${title}: ${content}`),
      showMessageBoxSync: (...asked: object[]): number => {
        fake.questions.push(asked.at(-1) ?? {});
        return result.answer;
      },
      showMessageBox: (...asked: object[]): Promise<{ response: number }> => {
        fake.questions.push(asked.at(-1) ?? {});
        return new Promise((resolve) => {
          fake.answerQuestion = (response) => resolve({ response });
        });
      },
    },
    ipcMain: {
      handle: (channel: string, handler: (...input: unknown[]) => unknown) =>
        void fake.handlers.set(channel, handler),
    },
    Menu: {
      setApplicationMenu: (menu: MenuItemConstructorOptions[]): void => void (fake.menu = menu),
      buildFromTemplate: (template: unknown) => template,
    },
    nativeTheme: fake.nativeTheme,
    powerSaveBlocker: {
      start: (): number => {
        blocker += 1;
        fake.blockers.add(blocker);
        return blocker;
      },
      stop: (id: number): void => void fake.blockers.delete(id),
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes: unknown[]) => void fake.privileged.push(...schemes),
      handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
        void fake.protocols.set(scheme, handler),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: (...input: unknown[]) => unknown) =>
          void (fake.permissions.request = handler),
        setPermissionCheckHandler: (handler: (...input: unknown[]) => boolean) =>
          void (fake.permissions.check = handler),
        webRequest: {
          onBeforeRequest: (listener: BeforeRequest) => {
            result.mayLoad = (url) => {
              let isCancelled = true;
              listener({ url }, ({ cancel }) => (isCancelled = cancel));
              return !isCancelled;
            };
          },
        },
      },
    },
    shell: { openExternal: (url: string) => Promise.resolve(void fake.opened.push(url)) },
  };
  const result: FakeElectron = Object.assign(fake, { pieces: pieces as unknown as ElectronPieces });
  return result;
}
