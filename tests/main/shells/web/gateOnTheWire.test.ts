import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestHead } from '../../../../src/main/shells/web/gate.ts';
import { startWebShell, type WebShell } from '../../../../src/main/shells/web/index.ts';
import { gateName, gatePort, gateRows } from './gateRows.ts';

/** Every row of the gate's table as bytes to a server that listens, and the status it answers with. */
describe('the web shell, asked over a socket', () => {
  let folder: string;
  let shell: WebShell;
  let cookie: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lab-gate-'));
    const rendererDir = join(folder, 'renderer');
    mkdirSync(rendererDir);
    writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>lab</title>');
    shell = await startWebShell({
      lab: { dispatch: () => Promise.resolve({ ok: true, value: null }), onEvent: () => () => undefined },
      dataDir: folder,
      rendererDir,
      port: 0,
      allowedHosts: [gateName],
    });
    const base = `http://127.0.0.1:${shell.port}`;
    const login = await fetch(`${base}/auth`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: base },
      body: JSON.stringify({ token: new URL(shell.url).hash.replace('#token=', '') }),
    });
    cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  });
  afterAll(async () => {
    await shell.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The request as it would stand on the wire, for the port the server got. */
  const bytes = ({ method, path, host, origin, fetchSite, upgrade, loggedIn }: RequestHead): string => {
    const body = method === 'POST' && path === '/auth' ? '{"token":"wrong"}' : '';
    const headers: readonly (readonly [string, string | undefined])[] = [
      ['Host', host],
      ['Origin', origin],
      ['Sec-Fetch-Site', fetchSite],
      ['Cookie', loggedIn ? cookie : undefined],
      ['Content-Type', body === '' ? undefined : 'text/plain'],
      ['Content-Length', method === 'POST' ? String(body.length) : undefined],
      ...(upgrade
        ? ([
            ['Upgrade', 'websocket'],
            ['Connection', 'Upgrade'],
            ['Sec-WebSocket-Version', '13'],
            ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
          ] as const)
        : ([['Connection', 'close']] as const)),
    ];
    const lines = headers.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
    // A request of HTTP 1.0 may come without a Host; of 1.1 the server itself refuses it.
    const version = host === undefined ? '1.0' : '1.1';
    const text = [`${method} ${path} HTTP/${version}`, ...lines, '', body].join('\r\n');
    return text.replaceAll(String(gatePort), String(shell.port));
  };

  const statusOf = (request: RequestHead): Promise<number> =>
    new Promise((resolve, reject) => {
      const socket = connect(shell.port, '127.0.0.1', () => socket.write(bytes(request)));
      socket.once('data', (data: Buffer) => {
        socket.destroy();
        resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(data.toString('latin1'))?.[1]));
      });
      socket.once('error', reject);
    });

  /** What lies behind the gate answers: the page, the session, the socket; a login that is no JSON, a file without a name. */
  const behind: Readonly<Record<string, number>> = {
    '/': 200,
    '/session': 204,
    '/socket': 101,
    '/auth': 415,
    '/upload': 400,
  };

  it.each(gateRows)('answers %s', async (_name, request, decision) => {
    expect(await statusOf(request)).toBe(decision === 'pass' ? behind[request.path] : decision);
  });
});
