/** What the command line needs of its surroundings; a test gives its own. */
export interface CliIo {
  /** Results: a line, or lines, on standard output. */
  readonly out: (text: string) => void;
  /** Everything else: a line on standard error. */
  readonly err: (text: string) => void;
  /** The terminal that progress is drawn on; null when standard error is no terminal. */
  readonly terminal: Terminal | null;
  readonly cwd: string;
  /** Calls back at each Ctrl-C (or request to end) instead of dying; returns a function that restores that. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

export interface Terminal {
  readonly columns: () => number;
  /** Raw text, no newline added. */
  readonly write: (text: string) => void;
}

/** The process's own surroundings. A reader that goes away (`| head`) ends the process quietly. */
export function processIo(): CliIo {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const { stderr } = process;
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    terminal: stderr.isTTY ? { columns: () => stderr.columns, write: (text) => stderr.write(text) } : null,
    cwd: process.cwd(),
    onInterrupt: (listener) => {
      const signals = ['SIGINT', 'SIGTERM'] as const;
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
    exit: (code) => process.exit(code),
  };
}
