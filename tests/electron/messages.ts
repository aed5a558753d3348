/** What the stand-in tells the test that started it, over the child process's own channel. */
export type StandInMessage =
  /** A window has begun to load: where to connect, and which target its page is. */
  | { readonly type: 'opened'; readonly address: string; readonly targetId: string }
  /** A page asked for this address; `app://` ones included. */
  | { readonly type: 'request'; readonly url: string }
  /** A console warning or error of a page, an uncaught error of the app, a dialog that nobody answered. */
  | { readonly type: 'trouble'; readonly text: string }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly message: string };

/** What a test asks of the stand-in: to run the source of a function on the electron module. */
export interface WorkMessage {
  readonly id: number;
  readonly work: string;
  readonly argument: unknown;
}

/** Variables a test starts the stand-in with. */
export const profileVariable = 'STAND_IN_PROFILE';
/** A `Browser` as JSON. */
export const browserVariable = 'STAND_IN_BROWSER';
