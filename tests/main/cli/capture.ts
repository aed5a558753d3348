import type { CliIo, Terminal } from '../../../src/main/cli/io.ts';
import { run } from '../../../src/main/cli/program.ts';

export interface Captured {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** An io that keeps what is printed; nothing interrupts it. */
export function captureIo(
  cwd: string,
  terminal: Terminal | null = null,
): { readonly io: CliIo; readonly out: string[]; readonly err: string[] } {
  const out: string[] = [];
  const err: string[] = [];
  const io: CliIo = {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    terminal,
    cwd,
    onInterrupt: () => () => undefined,
    exit: (code) => {
      throw new Error(`exit ${code}`);
    },
  };
  return { io, out, err };
}

/** Runs a command line in this process. */
export async function runHere(cwd: string, ...argv: string[]): Promise<Captured> {
  const { io, out, err } = captureIo(cwd);
  return { code: await run(argv, io), out, err };
}
