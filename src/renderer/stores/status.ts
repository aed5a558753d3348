import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { CancelledError, LabError } from '../../shared/errors.ts';

/** What the status line says until it is closed or the next one comes. */
export interface Notice {
  readonly kind: 'expected' | 'bug' | 'said';
  readonly message: string;
  readonly hint: string | undefined;
  /** What can be done about it at once. */
  readonly action: NoticeAction | undefined;
}

export interface NoticeAction {
  readonly title: string;
  readonly run: () => unknown;
}

/** The one place an error is shown. Cancelled work is silent; a bug is also written to the console, with its stack. */
export const useStatus = defineStore('status', () => {
  const notice = shallowRef<Notice | null>(null);

  const fail = (error: unknown): void => {
    if (error instanceof CancelledError) return;
    if (error instanceof LabError) {
      notice.value = { kind: 'expected', message: error.message, hint: error.hint, action: undefined };
      return;
    }
    // eslint-disable-next-line no-console -- a bug's stack has no other place in a window
    console.error(error);
    const message = error instanceof Error ? error.message : String(error);
    notice.value = { kind: 'bug', message, hint: undefined, action: undefined };
  };

  /** Does an intent; its error is shown. True if it went well. */
  const attempt = async (intent: () => Promise<unknown>): Promise<boolean> => {
    try {
      await intent();
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  };

  const say = (message: string, action?: NoticeAction): void => {
    notice.value = { kind: 'said', message, hint: undefined, action };
  };

  const close = (): void => {
    notice.value = null;
  };

  return { notice, fail, attempt, say, close };
});
