import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { startWebShell, type WebShell } from '../../../src/main/shells/web/index.ts';
import type { LabDoor } from '../../../src/main/shells/door.ts';
import { LabError } from '../../../src/shared/errors.ts';
import { decode, encode } from '../../../src/shared/wire.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { editJson, jsonEdits, mutate, mutations } from '../mutations.ts';

/** Answers with what it was asked. */
const echo: LabDoor = {
  dispatch: (method, input) => Promise.resolve({ ok: true, value: { method, input } }),
  onEvent: () => () => undefined,
};

async function serve(folder: string): Promise<{ shell: WebShell; base: string; cookie: string }> {
  const rendererDir = join(folder, 'renderer');
  mkdirSync(rendererDir, { recursive: true });
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>lab</title>');
  const shell = await startWebShell({ lab: echo, dataDir: folder, rendererDir, port: 0 });
  const base = `http://127.0.0.1:${shell.port}`;
  const answer = await fetch(`${base}/auth`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: base },
    body: JSON.stringify({ token: new URL(shell.url).hash.replace('#token=', '') }),
  });
  return { shell, base, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}

const words = [
  '\r\n',
  '\r\n\r\n',
  'HTTP/1.1',
  'HTTP/9.9',
  '/../',
  '%2e%2e%2f',
  '%00',
  'Host: evil.test\r\n',
  'Origin: http://evil.test\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 99999999999\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Cookie: ',
  '\0',
  '?name=',
  '\u00ff',
];

/** Requests as bytes, from anyone who reaches the port: answered or hung up on, and the server goes on. */
export const webRequests: FuzzTarget<Buffer> = {
  name: 'web requests',
  open: async (folder) => {
    const { shell, base, cookie } = await serve(folder);
    const head = [`Host: 127.0.0.1:${shell.port}`, `Origin: ${base}`, `Cookie: ${cookie}`];
    const request = (line: string, headers: readonly string[], body = ''): Buffer =>
      Buffer.from([line, ...head, ...headers, '', body].join('\r\n'));
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
    const json = 'Content-Type: application/json';
    const requests = [
      request('GET / HTTP/1.1', ['Connection: close']),
      request('GET /session HTTP/1.1', ['Connection: close']),
      request('GET /download/0123456789012345678901 HTTP/1.1', ['Connection: close']),
      request('POST /auth HTTP/1.1', [json, 'Content-Length: 15', 'Connection: close'], '{"token":"abc"}'),
      request('POST /upload?name=a.csv HTTP/1.1', ['Content-Length: 3', 'Connection: close'], 'abc'),
      Buffer.concat([
        request('GET /socket HTTP/1.1', [...upgrade, key]),
        // A binary frame of four bytes, masked with zeros.
        Buffer.from([0x82, 0x84, 0, 0, 0, 0, 1, 2, 3, 4]),
      ]),
    ];
    return {
      inputs: fc
        .tuple(fc.constantFrom(...requests), mutations(words))
        .map(([bytes, changes]) => mutate(bytes, changes)),
      parse: async (bytes) => {
        const said = await exchange(shell.port, bytes);
        const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(said)?.[1] ?? Number.NaN);
        if (said !== '' && Number.isNaN(status)) throw new Error(`not an answer: ${said.slice(0, 80)}`);
        if (status >= 500) throw new Error(`answered with ${status}`);
        if (said === '') throw new LabError('bad-input', 'hung up on');
        if (status >= 400) throw new LabError('bad-input', `answered with ${status}`);
      },
      close: async () => {
        await expectService(base);
        await shell.close();
      },
    };
  },
};

/** Sends bytes and gives back what came, to the end; a sender that has nothing more to say closes its side. */
function exchange(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let said = '';
    const quiet = setTimeout(() => socket.end(), 40);
    socket.on('data', (part) => {
      said += part.toString('latin1');
      setTimeout(() => socket.end(), 1);
    });
    // A server that hangs up in the middle of a request resets the connection.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(quiet);
      resolve(said);
    });
    socket.write(bytes);
  });
}

async function expectService(base: string): Promise<void> {
  const { status } = await fetch(base);
  if (status !== 200) throw new Error(`the server answers with ${status} afterwards`);
}

const frames = [
  encode({ id: 1, method: 'getRun', input: { runId: 'abcd1234' } }),
  encode({ id: 2, method: 'x', input: { values: Float32Array.of(1, 2), n: Number.NaN } }),
];
const request = { id: 1, method: 'getRun', input: { runId: 'abcd1234', nested: [{ a: 1 }] } };

/** Messages on the socket of a page that is logged in: answered, or the socket is closed with a word. */
export const socketMessages: FuzzTarget<Uint8Array | string> = {
  name: 'WebSocket messages',
  open: async (folder) => {
    const { shell, base, cookie } = await serve(folder);
    let socket: WebSocket | undefined;
    const open = async (): Promise<WebSocket> => {
      if (socket?.readyState === WebSocket.OPEN) return socket;
      const fresh = new WebSocket(`ws://127.0.0.1:${shell.port}/socket`, {
        headers: { Origin: base, Cookie: cookie },
      });
      await new Promise((resolve, reject) => {
        fresh.once('message', resolve);
        fresh.once('error', reject);
      });
      return (socket = fresh);
    };
    return {
      inputs: fc.oneof(
        fc
          .tuple(fc.constantFrom(...frames), mutations(['{', '"id":', '"method":', '\0\0\0\0', '-1', '1e9']))
          .map(([frame, changes]) => mutate(frame, changes)),
        jsonEdits.map((edits) => encode(editJson(request, edits))),
        fc.uint8Array({ maxLength: 100 }),
        fc.string({ maxLength: 50 }),
      ),
      parse: async (message) => {
        const used = await open();
        const said = await new Promise<unknown>((resolve) => {
          used.once('message', (data: Buffer) => resolve(decode(data)));
          used.once('close', (_code, reason) => resolve(reason.toString()));
          used.send(message);
        });
        used.removeAllListeners();
        if (typeof said === 'string') throw new LabError('bad-input', said);
      },
      close: async () => {
        socket?.terminate();
        await expectService(base);
        await shell.close();
      },
    };
  },
};
