import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWebShell } from '../../../../src/main/shells/web/index.ts';

/** A web shell that listens, before a lab that answers nothing, for clients that write their own bytes. */
export interface RawShell {
  readonly port: number;
  /** Of a session that was bought with the token. */
  readonly cookie: string;
  readonly connect: () => Socket;
  /** The status that bytes are answered with; 0 where the connection ends without one. */
  readonly statusOf: (bytes: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Beside the renderer of one page lies `secret.txt`, which nobody may have. */
export async function openRawShell(allowedHosts: readonly string[] = []): Promise<RawShell> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-raw-'));
  const rendererDir = join(folder, 'renderer');
  mkdirSync(rendererDir);
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>lab</title>');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const shell = await startWebShell({
    lab: { dispatch: () => Promise.resolve({ ok: true, value: null }), onEvent: () => () => undefined },
    dataDir: folder,
    rendererDir,
    port: 0,
    allowedHosts,
  });
  const base = `http://127.0.0.1:${shell.port}`;
  const login = await fetch(`${base}/auth`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: base },
    body: JSON.stringify({ token: new URL(shell.url).hash.replace('#token=', '') }),
  });
  const open = (): Socket => connect(shell.port, '127.0.0.1');
  return {
    port: shell.port,
    cookie: (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
    connect: open,
    statusOf: (bytes) =>
      new Promise((resolve) => {
        const socket = open();
        let said = '';
        socket.on('data', (data: Buffer) => {
          said += data.toString('latin1');
          if (said.includes('\r\n')) socket.destroy();
        });
        // A client that goes on writing is cut off: what it was told before counts.
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? 0)));
        socket.write(bytes);
      }),
    close: async () => {
      await shell.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
