import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestHead } from '../../../../src/main/shells/web/gate.ts';
import { gateName, gatePort, gateRows } from './gateRows.ts';
import { openRawShell, type RawShell } from './rawShell.ts';

/** Every row of the gate's table as bytes to a server that listens, and the status it answers with. */
describe('the web shell, asked over a socket', () => {
  let shell: RawShell;
  beforeAll(async () => {
    shell = await openRawShell([gateName]);
  });
  afterAll(() => shell.close());

  /** The request as it would stand on the wire, for the port the server got. */
  const bytes = (head: RequestHead): string => {
    const { method, path, host, origin, fetchSite, upgrade, loggedIn, hasBody } = head;
    const body = hasBody || (method === 'POST' && path === '/auth') ? '{"token":"wrong"}' : '';
    const headers: readonly (readonly [string, string | undefined])[] = [
      ['Host', host],
      ['Origin', origin],
      ['Sec-Fetch-Site', fetchSite],
      ['Cookie', loggedIn ? shell.cookie : undefined],
      ['Content-Type', body === '' ? undefined : 'text/plain'],
      ['Content-Length', method === 'POST' || hasBody ? String(body.length) : undefined],
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

  /** What lies behind the gate answers: the page, the session, the socket; a login that is no JSON, a file without a name. */
  const behind: Readonly<Record<string, number>> = {
    '/': 200,
    '/session': 204,
    '/socket': 101,
    '/auth': 415,
    '/upload': 400,
  };

  it.each(gateRows)('answers %s', async (_name, request, decision) => {
    expect(await shell.statusOf(bytes(request))).toBe(decision === 'pass' ? behind[request.path] : decision);
  });
});
