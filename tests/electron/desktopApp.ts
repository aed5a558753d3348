import type * as Electron from 'electron';
import type { Page } from 'playwright-core';

/** The built desktop app, running: what the specs are written against, whoever supplies Electron. */
export interface DesktopApp {
  /** The page of its first window. */
  readonly page: Page;
  /**
   * Runs a function in the app's main process, as Playwright's `ElectronApplication.evaluate`: it gets the electron
   * module and one argument, and may use nothing else of the test.
   */
  evaluate<Result, Argument>(
    work: (electron: typeof Electron, argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  evaluate<Result>(work: (electron: typeof Electron) => Result | Promise<Result>): Promise<Result>;
  /** To be called before a test drops or chooses a file whose path the page shall learn. */
  knowFile(path: string): Promise<void>;
  /** Every address the window's page asked for so far, as the app knows it. */
  readonly requests: readonly string[];
  /** Console warnings and errors and uncaught errors so far, of page and app; a spec ends with none it did not ask for. */
  readonly troubles: string[];
  /** The exit code of the app, null if it was killed. */
  readonly ended: Promise<number | null>;
  /** Ends it at once, whatever state it is in; does nothing if it has ended. */
  kill(): Promise<void>;
}

export interface DesktopFolders {
  /** The lab's. */
  readonly dataDir: string;
  /** What Electron keeps for itself: one instance a profile, and the page's storage. */
  readonly profile: string;
}

/** Somebody who supplies Electron. */
export interface Desktop {
  readonly name: string;
  launch(folders: DesktopFolders): Promise<DesktopApp>;
  /** Starts the app a second time on the same profile, with files to open; resolves at its end with its exit code. */
  launchAgain(folders: DesktopFolders, ...files: readonly string[]): Promise<number | null>;
}
