import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openRawShell, type RawShell } from './rawShell.ts';

/** Clients no browser is like: what they send as bytes, and what they are told. */
describe('the web shell, asked by odd clients', () => {
  let shell: RawShell;
  beforeAll(async () => {
    shell = await openRawShell();
  });
  afterAll(() => shell.close());

  const lines = (first: string, ...headers: readonly string[]): string =>
    [first, ...headers, '', ''].join('\r\n');
  const host = (): string => `Host: 127.0.0.1:${shell.port}`;
  const origin = (): string => `Origin: http://127.0.0.1:${shell.port}`;
  const upgrade: readonly string[] = [
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ];

  it.each<readonly [string, number, (own: string) => readonly string[]]>([
    ['HTTP 1.0 with a Host', 200, (own) => [own]],
    ['blanks around the Host', 200, () => [`Host: \t localhost:${shell.port} \t`]],
    ['two Hosts, the good one first', 403, (own) => [own, 'Host: evil.test']],
    ['two Hosts, the good one last', 403, (own) => ['Host: evil.test', own]],
    ['the same Host twice', 403, (own) => [own, own]],
    ['two Hosts on one line', 403, (own) => [`${own}, evil.test`]],
    ['a Host in two lines', 400, (own) => [own, ' evil.test']],
    ['an empty Host', 403, () => ['Host:']],
    ['a Host that a proxy names', 403, (own) => ['Host: evil.test', `X-Forwarded-${own}`]],
    ['two kinds of site', 403, (own) => [own, 'Sec-Fetch-Site: none', 'Sec-Fetch-Site: cross-site']],
    ['headers of 20 kB', 431, (own) => [own, `X: ${'x'.repeat(20_000)}`]],
    ['2500 headers', 431, (own) => [own, ...Array.from({ length: 2500 }, (_, i) => `x${i}: 1`)]],
    ['what no server expects', 417, (own) => [own, 'Expect: something']],
  ])('answers %s by %i', async (_name, status, headers) => {
    const version = _name.startsWith('HTTP 1.0') ? '1.0' : '1.1';
    expect(await shell.statusOf(lines(`GET / HTTP/${version}`, ...headers(host())))).toBe(status);
  });

  it.each([
    ['/../secret.txt', 404],
    ['/%2e%2e/secret.txt', 404],
    ['/%252e%252e/secret.txt', 404],
    ['/..%5csecret.txt', 404],
    ['/..\\secret.txt', 404],
    ['/index.html%00', 404],
    ['/index.html\0', 400],
    ['//secret.txt', 404],
    ['*', 404],
    ['/%73ession', 404],
    ['/x/../download/x', 404],
    ['/download/..%2f..%2fsecret.txt', 404],
    ['/download/../../secret.txt', 404],
    ['/download/%zz/%E0%A4%A', 404],
    ['http://evil.test/', 404],
    ['http://evil.test/session', 404],
    [`/${'x'.repeat(20_000)}`, 431],
  ])('has nothing at %s', async (target, status) => {
    const bytes = lines(`GET ${target} HTTP/1.1`, host(), `Cookie: ${shell.cookie}`);
    expect(await shell.statusOf(bytes)).toBe(status);
  });

  it.each<readonly [string, number, string, () => readonly string[]]>([
    ['no Origin', 403, '/socket', () => [host()]],
    ['an opaque Origin', 403, '/socket', () => [host(), 'Origin: null']],
    ['an empty Origin', 403, '/socket', () => [host(), 'Origin:']],
    ['a second Origin', 403, '/socket', () => [host(), origin(), 'Origin: http://evil.test']],
    ['a second Origin before it', 403, '/socket', () => [host(), 'Origin: http://evil.test', origin()]],
    ['an Origin with a path', 403, '/socket', () => [host(), `${origin()}/`]],
    ['a second Host', 403, '/socket', () => [host(), 'Host: evil.test', origin()]],
    ['a target of another host', 404, 'http://evil.test/socket', () => [host(), origin()]],
    ['two strokes', 404, '//socket', () => [host(), origin()]],
    ['a resume that is no number', 101, '/socket?after=%zz&instance=%00', () => [host(), origin()]],
  ])('answers a socket with %s by %i', async (_name, status, target, headers) => {
    const cookie = `Cookie: ${shell.cookie}`;
    const bytes = lines(`GET ${target} HTTP/1.1`, ...headers(), cookie, ...upgrade);
    expect(await shell.statusOf(bytes)).toBe(status);
  });

  it.each([
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['a method in lower case', 'get / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['HTTP 1.1 without a Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['a proxy’s CONNECT', 'CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n', 0],
  ])('ends a connection that speaks %s', async (_name, bytes, status) => {
    expect(await shell.statusOf(bytes)).toBe(status);
  });

  it('takes no request with two lengths', async () => {
    const head = ['POST /auth HTTP/1.1', host(), origin(), 'Content-Type: application/json'];
    const bytes = lines(head[0] ?? '', ...head.slice(1), 'Content-Length: 4', 'Transfer-Encoding: chunked');
    expect(await shell.statusOf(`${bytes}0\r\n\r\n`)).toBe(400);
  });

  it('asks for a body only when the gate has let its head through', async () => {
    const head = (own: string): string =>
      lines(
        'POST /auth HTTP/1.1',
        own,
        origin(),
        'Expect: 100-continue',
        'Content-Type: application/json',
        'Content-Length: 17',
      );
    expect(await shell.statusOf(head('Host: evil.test'))).toBe(403);
    expect(await shell.statusOf(head(host()))).toBe(100);
  });

  it('answers who comes after hundreds that say nothing', async () => {
    const silent = Array.from({ length: 300 }, () => shell.connect());
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    expect(await shell.statusOf(lines('GET / HTTP/1.1', host()))).toBe(200);
    for (const socket of silent) socket.destroy();
  });

  it('lets a client go that never comes to the end of its head, with one that says nothing', async () => {
    const [slow, silent] = [shell.connect(), shell.connect()];
    const closed = [slow, silent].map((socket) => gone(socket));
    slow.write(`GET / HTTP/1.1\r\n${host()}\r\n`);
    const drip = setInterval(() => slow.write('X: y\r\n'), 200);
    await Promise.all(closed);
    clearInterval(drip);
    expect(await shell.statusOf(lines('GET / HTTP/1.1', host()))).toBe(200);
  }, 90_000);

  it('closes a socket that sends more than a message may hold, and goes on', async () => {
    const base = `127.0.0.1:${shell.port}`;
    const socket = new WebSocket(`ws://${base}/socket`, {
      headers: { Cookie: shell.cookie, Origin: `http://${base}` },
    });
    await once(socket, 'open');
    socket.on('error', () => undefined);
    const closed = once(socket, 'close');
    socket.send(Buffer.alloc(8 * 2 ** 20 + 1));
    expect((await closed)[0]).toBe(1009);
    expect(await shell.statusOf(lines('GET / HTTP/1.1', host()))).toBe(200);
  });
});

/** Resolves when the server has let go; what it says is read, or the end would never be seen. */
function gone(socket: Socket): Promise<void> {
  socket.resume();
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.on('close', () => resolve()));
}
