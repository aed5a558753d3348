/**
 * The three kinds of error the lab knows: cancelled (silent), expected (`LabError`, shown with its hint) and
 * everything else, a bug (logged with its stack).
 */

export type LabErrorCode =
  | 'bad-input'
  | 'not-found'
  | 'bad-archive'
  | 'bad-dataset'
  | 'bad-config'
  | 'out-of-memory'
  | 'out-of-disk'
  | 'engine-missing'
  | 'network'
  | 'busy'
  | 'newer-schema'
  | 'forbidden'
  | 'conflict'
  | 'io';

/** An error a person can act on. `message` reads `problem: value`; `hint` says what to do. */
export class LabError extends Error {
  readonly code: LabErrorCode;
  readonly hint: string | undefined;

  constructor(code: LabErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'LabError';
    this.code = code;
    this.hint = options.hint;
  }

  /** Problem and hint as one sentence, for a terminal or a status line. */
  get sentence(): string {
    return this.hint === undefined ? this.message : `${this.message}. ${this.hint}`;
  }
}

/** Work that a person stopped: never shown as an error. */
export class CancelledError extends Error {
  constructor(message = 'cancelled') {
    super(message);
    this.name = 'CancelledError';
  }
}

/** An error as it crosses a process or a socket. */
export type ErrorMessage =
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'expected';
      readonly code: LabErrorCode;
      readonly message: string;
      readonly hint?: string;
    }
  | { readonly kind: 'bug'; readonly message: string; readonly stack?: string };

export function toErrorMessage(error: unknown): ErrorMessage {
  if (error instanceof CancelledError) return { kind: 'cancelled' };
  if (error instanceof LabError) {
    return error.hint === undefined
      ? { kind: 'expected', code: error.code, message: error.message }
      : { kind: 'expected', code: error.code, message: error.message, hint: error.hint };
  }
  if (error instanceof Error) {
    return error.stack === undefined
      ? { kind: 'bug', message: error.message }
      : { kind: 'bug', message: error.message, stack: error.stack };
  }
  return { kind: 'bug', message: String(error) };
}

export function fromErrorMessage(message: ErrorMessage): Error {
  switch (message.kind) {
    case 'cancelled':
      return new CancelledError();
    case 'expected':
      return new LabError(
        message.code,
        message.message,
        message.hint === undefined ? {} : { hint: message.hint },
      );
    case 'bug': {
      const error = new Error(message.message);
      if (message.stack !== undefined) error.stack = message.stack;
      return error;
    }
    default:
      return assertNever(message);
  }
}

/** Marks a switch as exhaustive; throws (a bug) if it is ever reached. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
