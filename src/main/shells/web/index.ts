import type { Server } from 'node:http';
import { join } from 'node:path';
import { LabError } from '../../../shared/errors.ts';
import { RendererFiles } from '../rendererFiles.ts';
import { confine } from './confine.ts';
import { Login } from './login.ts';
import { makeServer, type ServerParts } from './server.ts';
import type { LabDoor } from '../door.ts';
import { checkOptions, readTls } from './options.ts';
import { SocketServer } from './socket.ts';
import { Transfers } from './transfers.ts';
import { systemCode } from '../../../shared/systemCode.ts';

export const defaultPort = 7717;

export interface WebShellOptions {
  readonly lab: LabDoor;
  readonly dataDir: string;
  /** The built renderer. */
  readonly rendererDir: string;
  readonly host?: string;
  /** Left out: 7717, or any free one if that is taken. */
  readonly port?: number;
  /** More names the server answers to, besides loopback's and `host`. */
  readonly allowedHosts?: readonly string[];
  /** Folders whose files a browser may name, besides `datasets` and `exports` of the data folder. */
  readonly files?: readonly string[];
  readonly cert?: string;
  readonly key?: string;
}

export interface WebShell {
  /** With the token in its fragment: open it once, then the page has a cookie. */
  readonly url: string;
  readonly port: number;
  /** Set when the server can be reached from other machines. */
  readonly warning: string | undefined;
  close(): Promise<void>;
}

/** Serves the window to browsers, on loopback unless told otherwise. Throws `LabError` if it cannot listen. */
export async function startWebShell(options: WebShellOptions): Promise<WebShell> {
  checkOptions(options);
  const host = options.host ?? '127.0.0.1';
  const login = new Login(join(options.dataDir, 'web-session-key'));
  const transfers = new Transfers(options.dataDir);
  const sockets = new SocketServer(
    confine(transfers.door(options.lab), {
      read: [join(options.dataDir, 'datasets'), ...(options.files ?? [])],
      write: [join(options.dataDir, 'exports'), transfers.folder],
    }),
  );
  const tls = readTls(options);
  const parts: ServerParts = {
    files: new RendererFiles(options.rendererDir),
    login,
    sockets,
    transfers,
    allowedHosts: [...(options.allowedHosts ?? []), ...nameOf(host)],
    tls,
  };
  const server = makeServer(parts);
  const port = await listen(server, host, options.port);
  const beside = options.host === undefined ? await listenBeside(makeServer(parts), port) : null;
  const name = nameOf(host)[0] ?? '127.0.0.1';
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${name}:${port}/#token=${login.token}`,
    port,
    warning: isLoopback(host)
      ? undefined
      : `Reachable from other machines at ${host}:${port}. Safer: keep loopback and use "ssh -L ${port}:127.0.0.1:${port}".`,
    close: async () => {
      await sockets.close();
      for (const open of [server, beside]) {
        open?.closeAllConnections();
        await new Promise<unknown>((resolve) => (open === null ? resolve(null) : open.close(resolve)));
      }
    },
  };
}

/**
 * The same on the loopback of IPv6, which a browser may take "localhost" for. Null where this machine has none, or where
 * another program holds that port of it.
 */
function listenBeside(server: Server, port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen({ host: '::1', port, ipv6Only: true }, () => resolve(server));
  });
}

async function listen(server: Server, host: string, port: number | undefined): Promise<number> {
  const attempt = (wanted: number): Promise<number> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, host, () => {
        server.off('error', reject);
        const address = server.address();
        resolve(address !== null && typeof address === 'object' ? address.port : wanted);
      });
    });
  try {
    return await attempt(port ?? defaultPort);
  } catch (cause) {
    if (port === undefined && isInUse(cause)) return attempt(0);
    throw new LabError('io', `cannot listen on ${host}:${port ?? defaultPort}: ${whyNot(cause)}`, {
      hint: hostFaults.has(systemCode(cause) ?? '')
        ? 'Choose another address with --host; 127.0.0.1 is this machine alone'
        : 'Choose another with --port',
      cause,
    });
  }
}

const hostFaults: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL', 'EINVAL']);

function whyNot(error: unknown): string {
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return 'it is in use';
    case 'EACCES':
      return 'this user may not';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'there is no such host';
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return 'this machine does not have that address';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function isInUse(error: unknown): boolean {
  return systemCode(error) === 'EADDRINUSE';
}

function isLoopback(host: string): boolean {
  return ['127.0.0.1', 'localhost', '::1'].includes(host);
}

/** The name to answer to for a bind address; a wildcard names nothing (use --allowed-host). */
function nameOf(host: string): readonly string[] {
  if (host === '0.0.0.0' || host === '::') return [];
  return [host.includes(':') ? `[${host}]` : host];
}
