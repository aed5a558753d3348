import type * as Electron from 'electron';
import type { DesktopApp } from './desktopApp.ts';

/** What the app did with the desktop since `recordDesktop`. */
export interface DesktopRecord {
  /** Messages of the questions asked. */
  readonly questions: string[];
  /** Addresses handed to the system’s browser. */
  readonly opened: string[];
  /** Titles of the notifications shown. */
  readonly notes: string[];
  /** The task bar’s progress, a share or −1. */
  readonly progress: number[];
  /** How often a window was brought to the front. */
  focused: number;
}

export interface DesktopAnswers {
  /** The button pressed in every question. */
  readonly button: number;
  /** The file chosen in every dialog that opens one. */
  readonly file: string;
  /** The place chosen in every dialog that saves one. */
  readonly place: string;
}

/** Puts a recorder, and a person's answers, where the app meets the desktop. May be called again for other answers. */
export async function recordDesktop(app: DesktopApp, answers: Partial<DesktopAnswers> = {}): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow, dialog, Notification, shell }, { button = 0, file = '', place = '' }) => {
      const recorded: DesktopRecord = { questions: [], opened: [], notes: [], progress: [], focused: 0 };
      Object.assign(globalThis, { recorded });
      Object.assign(dialog, {
        showMessageBox: (...values: readonly { readonly message?: string }[]) => {
          recorded.questions.push(values.at(-1)?.message ?? '');
          return Promise.resolve({ response: button, checkboxChecked: false });
        },
        showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [file] }),
        showSaveDialog: () => Promise.resolve({ canceled: false, filePath: place }),
      });
      shell.openExternal = (url) => Promise.resolve(void recorded.opened.push(url));
      Notification.prototype.show = function () {
        recorded.notes.push(this.title);
        Object.assign(globalThis, { lastNote: this });
      };
      for (const window of BrowserWindow.getAllWindows()) {
        window.setProgressBar = (share) => void recorded.progress.push(share);
        const focus = Object.getPrototypeOf(window).focus as () => void;
        window.focus = () => {
          recorded.focused += 1;
          focus.call(window);
        };
      }
    },
    answers,
  );
}

/** A person clicks the notification that was shown last. */
export function clickNote(app: DesktopApp): Promise<void> {
  return app.evaluate(() => {
    (globalThis as unknown as { readonly lastNote: Electron.Notification }).lastNote.emit('click');
  });
}

export function recordedBy(app: DesktopApp): Promise<DesktopRecord> {
  return app.evaluate(() => (globalThis as unknown as { readonly recorded: DesktopRecord }).recorded);
}
