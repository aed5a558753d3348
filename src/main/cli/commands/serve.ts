import type { Command } from 'commander';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError } from '../../../shared/errors.ts';
import type { Lab } from '../../lab.ts';
import { exitCodes } from '../exitCodes.ts';
import { list, wholeNumber } from '../options.ts';
import type { CommandContext } from '../openLabFor.ts';
import { withLab } from '../openLabFor.ts';

interface Flags {
  readonly host?: string;
  readonly port?: number;
  readonly allowedHost?: string[];
  readonly files?: string[];
  readonly cert?: string;
  readonly key?: string;
  readonly open?: boolean;
}

export function addServe(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .summary('serve the window to a browser')
    .description(
      'Serves the window to a browser, on this machine only unless told otherwise; the printed address has the token in it.',
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <n>', 'port to listen on; default 7717, or any free one', wholeNumber(0, 65_535))
    .option('--allowed-host <names>', 'more names the server answers to', list)
    .option(
      '--files <folders>',
      'folders whose files a browser may name, besides datasets and exports in the data folder',
      list,
    )
    .option('--cert <file>', 'certificate, for TLS')
    .option('--key <file>', 'private key, for TLS')
    .option('--open', 'open a browser, if there is one')
    .action(async (flags: Flags) => {
      await withLab(context, 'serve', (lab) => serve(context, lab, flags));
    });
}

/** Serves until a Ctrl-C; runs that train are kept as interrupted with a checkpoint. */
async function serve(context: CommandContext, lab: Lab, flags: Flags): Promise<void> {
  const { io } = context;
  const there = (path: string): string => resolve(io.cwd, path);
  const { startWebShell } = await import('../../shells/web/index.ts');
  const shell = await startWebShell({
    lab,
    dataDir: lab.dataDir,
    rendererDir: rendererFolder(),
    ...(flags.host !== undefined && { host: flags.host }),
    ...(flags.port !== undefined && { port: flags.port }),
    ...(flags.allowedHost !== undefined && { allowedHosts: flags.allowedHost }),
    ...(flags.files !== undefined && { files: flags.files.map(there) }),
    ...(flags.cert !== undefined && { cert: there(flags.cert) }),
    ...(flags.key !== undefined && { key: there(flags.key) }),
  });
  const closed = closedByInterrupt(context, async () => {
    await Promise.all([shell.close(), lab.close()]);
  });
  if (shell.warning !== undefined) io.err(shell.warning);
  io.out(`Attention Lab: ${shell.url}`);
  if (flags.open === true) openBrowser(shell.url);
  await closed;
}

/** Listens from now on; resolves when a Ctrl-C has closed everything. A second one ends the process at once. */
function closedByInterrupt({ io }: CommandContext, close: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = false;
    const restore = io.onInterrupt(() => {
      if (asked) io.exit(exitCodes.interrupted);
      asked = true;
      io.err('Closing; press Ctrl-C again to end at once.');
      close().finally(restore).then(resolve, reject);
    });
  });
}

/** The built window, looked for in `out/renderer` of every folder above this file. */
function rendererFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(folder, 'out', 'renderer');
    if (existsSync(candidate)) return candidate;
    const parent = dirname(folder);
    if (parent === folder) {
      throw new LabError('not-found', 'the window is not built', { hint: 'Run "npm run build"' });
    }
    folder = parent;
  }
}

/** Best effort: a machine without a browser still has the printed address. */
function openBrowser(url: string): void {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', url]]
        : ['xdg-open', [url]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
