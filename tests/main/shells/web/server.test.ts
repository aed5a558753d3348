import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ApiReply, LabEvent } from '../../../../src/shared/api.ts';
import { asRunId } from '../../../../src/shared/ids.ts';
import { decode, encode } from '../../../../src/shared/wire.ts';
import { startWebShell, type WebShell } from '../../../../src/main/shells/web/index.ts';

/** A lab that answers with what it was asked; the shell neither knows nor cares what is behind it. */
class EchoLab {
  readonly #listeners = new Set<(event: LabEvent) => void>();

  dispatch(method: unknown, input: unknown): Promise<ApiReply> {
    return Promise.resolve({ ok: true, value: { method, input, losses: Float64Array.of(-0.5, -0.25) } });
  }

  onEvent(listener: (event: LabEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  say(event: LabEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}

const hasLoopback6 = Object.values(networkInterfaces()).some((all = []) =>
  all.some(({ address }) => address === '::1'),
);
const noLoopback6 = hasLoopback6 ? '' : ' (skipped: this machine has no ::1)';

let folder: string;
let lab: EchoLab;
let shell: WebShell;
let base: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-web-'));
  const rendererDir = join(folder, 'renderer');
  mkdirSync(join(rendererDir, 'assets'), { recursive: true });
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>lab</title>');
  writeFileSync(join(rendererDir, 'assets', 'main-abc.js'), 'export {}');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  lab = new EchoLab();
  shell = await startWebShell({ lab, dataDir: folder, rendererDir, port: 0 });
  base = `http://127.0.0.1:${shell.port}`;
});

afterEach(async () => {
  await shell.close();
  rmSync(folder, { recursive: true, force: true });
});

const token = (): string => new URL(shell.url).hash.replace('#token=', '');

async function logIn(): Promise<string> {
  const response = await fetch(`${base}/auth`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: base },
    body: JSON.stringify({ token: token() }),
  });
  expect(response.status).toBe(204);
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** Resolves with the first frames, or the status the upgrade was refused with. */
function connect(
  headers: Record<string, string>,
  query = '',
): Promise<{ socket: WebSocket; frames: unknown[] } | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${shell.port}/socket${query}`, { headers });
    const frames: unknown[] = [];
    socket.on('message', (data: Buffer) => {
      frames.push(decode(data));
      resolve({ socket, frames });
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', reject);
  });
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !condition(); i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(condition()).toBe(true);
}

/** A request whose path and Host are sent exactly as written, as no well-behaved client would. */
function raw(path: string, host: string, address = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: address, port: shell.port, path, headers: { Host: host } },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    request.on('error', reject);
    request.end();
  });
}

describe('the web shell', () => {
  it('serves the page with its security headers and the built files for ever', async () => {
    const page = await fetch(base);
    expect(await page.text()).toContain('lab');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('content-security-policy')).not.toContain("unsafe-eval'; script");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const asset = await fetch(`${base}/assets/main-abc.js`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-type')).toContain('text/javascript');
  });

  it.skipIf(!hasLoopback6)(
    `is the same on the loopback of IPv6, for its own names alone${noLoopback6}`,
    async () => {
      const at = (host: string): Promise<number> => raw('/', host, '::1');
      expect(await at(`[::1]:${shell.port}`)).toBe(200);
      expect(await at(`localhost:${shell.port}`)).toBe(200);
      expect(await at(`evil.test:${shell.port}`)).toBe(403);
      expect(await at(`[::1]:${shell.port + 1}`)).toBe(403);
      await shell.close();
      await expect(at(`[::1]:${shell.port}`)).rejects.toThrow(/ECONNREFUSED/);
      const folderAlone = { lab, dataDir: folder, rendererDir: join(folder, 'renderer') };
      shell = await startWebShell({ ...folderAlone, port: 0, host: '127.0.0.1' });
      await expect(at(`[::1]:${shell.port}`)).rejects.toThrow(/ECONNREFUSED/);
    },
  );

  it('refuses a rebound host and every path that tries to leave the renderer', async () => {
    const host = `127.0.0.1:${shell.port}`;
    expect(await raw('/', `evil.test:${shell.port}`)).toBe(403);
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/assets/../../secret.txt',
      '//secret.txt',
      '/assets%2f..%2f..%2fsecret.txt',
      '/index.html%00.js',
    ]) {
      expect(await raw(path, host)).toBe(404);
    }
  });

  it('exchanges the token for a cookie, and nothing else', async () => {
    expect((await fetch(`${base}/session`)).status).toBe(401);
    const cookie = await logIn();
    expect((await fetch(`${base}/session`, { headers: { Cookie: cookie } })).status).toBe(204);
    const post = (body: string, headers: Record<string, string>): Promise<Response> =>
      fetch(`${base}/auth`, { method: 'POST', body, headers });
    expect((await post('{"token":"x"}', { 'Content-Type': 'application/json', Origin: base })).status).toBe(
      401,
    );
    expect((await post('{"token":"x"}', { 'Content-Type': 'application/json' })).status).toBe(403);
    expect((await post('{"token":"x"}', { 'Content-Type': 'text/plain', Origin: base })).status).toBe(415);
    expect((await post('not json', { 'Content-Type': 'application/json', Origin: base })).status).toBe(400);
    expect(
      (await post('x'.repeat(100_000), { 'Content-Type': 'application/json', Origin: base })).status,
    ).toBe(400);
  });

  it('refuses a socket without a cookie, without an origin and from another site', async () => {
    const cookie = await logIn();
    expect(await connect({ Origin: base })).toBe(401);
    expect(await connect({ Cookie: cookie })).toBe(403);
    expect(await connect({ Cookie: cookie, Origin: 'http://evil.test' })).toBe(403);
  });

  it('carries calls, typed arrays and events', async () => {
    const cookie = await logIn();
    const connection = await connect({ Cookie: cookie, Origin: base });
    if (typeof connection === 'number') throw new Error(`refused: ${connection}`);
    const { socket, frames } = connection;
    socket.send(encode({ id: 7, method: 'info', input: {} }));
    await until(() => frames.length === 2);
    expect(frames[1]).toEqual({
      id: 7,
      reply: { ok: true, value: { method: 'info', input: {}, losses: Float64Array.of(-0.5, -0.25) } },
    });
    lab.say({ type: 'runs-changed', runIds: [asRunId('abcd')] });
    await until(() => frames.length === 3);
    expect(frames[2]).toEqual({ sequence: 1, event: { type: 'runs-changed', runIds: ['abcd'] } });
    socket.close();
  });

  it('replays what a returning window missed, and says so when it cannot', async () => {
    const headers = { Cookie: await logIn(), Origin: base };
    const first = await connect(headers);
    if (typeof first === 'number') throw new Error('refused');
    const { welcome } = first.frames[0] as {
      welcome: { instance: string; sequence: number; missed: boolean };
    };
    expect(welcome).toMatchObject({ sequence: 0, missed: true });
    first.socket.terminate();
    lab.say({ type: 'runs-changed', runIds: [asRunId('aaaa')] });
    lab.say({ type: 'runs-changed', runIds: [asRunId('bbbb')] });
    const back = await connect(headers, `?instance=${welcome.instance}&after=1`);
    if (typeof back === 'number') throw new Error('refused');
    await until(() => back.frames.length === 2);
    expect(back.frames).toMatchObject([{ welcome: { missed: false } }, { sequence: 2 }]);
    const stranger = await connect(headers, '?instance=another&after=1');
    if (typeof stranger === 'number') throw new Error('refused');
    expect(stranger.frames).toMatchObject([{ welcome: { missed: true } }]);
    back.socket.close();
    stranger.socket.close();
  });

  it('closes a socket that speaks nonsense and goes on with the others', async () => {
    const headers = { Cookie: await logIn(), Origin: base };
    const connection = await connect(headers);
    if (typeof connection === 'number') throw new Error('refused');
    const closed = new Promise<number>((resolve) => connection.socket.on('close', resolve));
    connection.socket.send('not a frame');
    expect(await closed).toBe(4403);
    expect(typeof (await connect(headers))).toBe('object');
  });

  it('lets an experiment name the data folder’s datasets only, links resolved', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'lab-outside-'));
    const datasets = join(folder, 'datasets');
    mkdirSync(join(datasets, 'mine'), { recursive: true });
    symlinkSync(outside, join(datasets, 'link'));
    const connection = await connect({ Cookie: await logIn(), Origin: base });
    if (typeof connection === 'number') throw new Error('refused');
    const paths = [join(datasets, 'mine'), outside, join(datasets, 'link'), folder, '/etc/passwd'];
    for (const [id, path] of paths.entries()) {
      connection.socket.send(
        encode({ id, method: 'startRun', input: { experiment: { dataset: { source: 'folder', path } } } }),
      );
    }
    await until(() => connection.frames.length === paths.length + 1);
    const replies = connection.frames.slice(1) as { id: number; reply: ApiReply }[];
    const allowed = replies.filter(({ reply }) => reply.ok).map(({ id }) => id);
    expect(allowed).toEqual([0]);
    rmSync(outside, { recursive: true });
  });

  it('takes a file from a logged-in page and no other, under its own name in a folder of its own', async () => {
    const cookie = await logIn();
    const send = (headers: Record<string, string>, name = 'my%20file.npz'): Promise<Response> =>
      fetch(`${base}/upload?name=${name}`, { method: 'POST', headers, body: Buffer.from('numbers') });
    expect((await send({ Origin: base })).status).toBe(401);
    expect((await send({ Cookie: cookie })).status).toBe(403);
    expect((await send({ Cookie: cookie, Origin: 'http://evil.example' })).status).toBe(403);
    expect((await send({ Cookie: cookie, Origin: base }, '..%2Fx.npz')).status).toBe(400);
    const first = (await (await send({ Cookie: cookie, Origin: base })).json()) as { path: string };
    const second = (await (await send({ Cookie: cookie, Origin: base })).json()) as { path: string };
    expect(basename(first.path)).toBe('my file.npz');
    expect(first.path.startsWith(folder)).toBe(true);
    expect(second.path).not.toBe(first.path);
    expect(readFileSync(first.path, 'utf8')).toBe('numbers');
  });

  it('hands out what was made for a page, to who is logged in', async () => {
    const cookie = await logIn();
    const connected = await connect({ Cookie: cookie, Origin: base });
    if (typeof connected === 'number') throw new Error(`refused: ${connected}`);
    const { socket, frames } = connected;
    socket.send(encode({ id: 9, method: 'pickSavePath', input: { name: 'été (1).attlab' } }));
    await until(() => frames.some((frame) => (frame as { id?: number }).id === 9));
    const answer = frames.find((frame) => (frame as { id?: number }).id === 9) as {
      reply: { value: { path: string; url: string } };
    };
    socket.close();
    const { path, url } = answer.reply.value;
    expect((await fetch(`${base}${url}`, { headers: { Cookie: cookie } })).status).toBe(404);
    writeFileSync(path, 'runs');
    expect((await fetch(`${base}${url}`)).status).toBe(401);
    const response = await fetch(`${base}${url}`, { headers: { Cookie: cookie } });
    expect(response.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''%C3%A9t%C3%A9%20%281%29.attlab",
    );
    expect(await response.text()).toBe('runs');
    // Of two files, as a table of a figure and its recipe, each by its name.
    writeFileSync(join(path, '..', 'summer.recipe.json'), 'recipe');
    const beside = await fetch(`${base}${url}/summer.recipe.json`, { headers: { Cookie: cookie } });
    expect(await beside.text()).toBe('recipe');
    expect((await fetch(`${base}${url}`, { headers: { Cookie: cookie } })).status).toBe(404);
    for (const wrong of [
      '/download/',
      `${url}/x`,
      `${url}/..%2f${'A'.repeat(22)}`,
      '/download/AAAAAAAAAAAAAAAAAAAAAA',
    ]) {
      expect((await fetch(`${base}${wrong}`, { headers: { Cookie: cookie } })).status).toBe(404);
    }
  });

  it('leaves no listener on the lab when it closes', async () => {
    expect(lab.listeners).toBe(1);
    await shell.close();
    expect(lab.listeners).toBe(0);
    shell = await startWebShell({ lab, dataDir: folder, rendererDir: join(folder, 'renderer'), port: 0 });
  });
});
