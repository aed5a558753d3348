import { trouble } from './tester.ts';

type Options = { readonly message?: string; readonly title?: string } | undefined;

/** A dialog nobody answers would stand there for ever: a test puts its own answer in place of these functions. */
function unanswered(name: string, values: readonly unknown[]): Error {
  const options = values.at(-1) as Options;
  return new Error(`nobody answers this dialog: ${name} "${options?.message ?? options?.title ?? ''}"`);
}

/** Electron's `dialog`. */
export const dialog = {
  showMessageBox: (...values: readonly unknown[]): Promise<never> =>
    Promise.reject(unanswered('showMessageBox', values)),
  showMessageBoxSync: (...values: readonly unknown[]): never => {
    throw unanswered('showMessageBoxSync', values);
  },
  showOpenDialog: (...values: readonly unknown[]): Promise<never> =>
    Promise.reject(unanswered('showOpenDialog', values)),
  showSaveDialog: (...values: readonly unknown[]): Promise<never> =>
    Promise.reject(unanswered('showSaveDialog', values)),
  showErrorBox: (title: string, content: string): void => trouble(`${title}: ${content}`),
};
