import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { pageHeaders } from '../security.ts';
import type { RendererFiles } from '../rendererFiles.ts';
import { decide, makePolicy, type GateDecision, type GatePolicy } from './gate.ts';
import { readSession, sessionCookie, type Login } from './login.ts';
import type { SocketServer } from './socket.ts';
import { downloadPath, type Transfers } from './transfers.ts';

const bodyLimit = 4096;
/** A body that is no file has to be here by then, in ms. */
const bodyMs = 20_000;
/** The headers likewise; looked at this often, in ms. */
const headersMs = 10_000;
const lookEvery = 5_000;
/** More at once would take the files that the lab itself opens; a window needs seven. */
const mostConnections = 500;
const authSchema = z.strictObject({ token: z.string().max(200) });

const refusals: Readonly<Record<Exclude<GateDecision, 'pass'>, string>> = {
  400: 'bad request',
  401: 'log in with the address that the server printed',
  403: 'not allowed from this host or origin',
  404: 'not found',
  405: 'method not allowed',
};

export interface ServerParts {
  readonly files: RendererFiles;
  readonly login: Login;
  readonly sockets: SocketServer;
  readonly transfers: Transfers;
  readonly allowedHosts: readonly string[];
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined;
}

/** An HTTP(S) server that answers nothing before the gate has let it through. Not yet listening. */
export function makeServer(parts: ServerParts): Server {
  const secure = parts.tls !== undefined;
  const options = { connectionsCheckingInterval: lookEvery };
  const server =
    parts.tls === undefined ? createServer(options) : createSecureServer({ ...options, ...parts.tls });
  server.maxConnections = mostConnections;
  server.headersTimeout = headersMs;
  // A large file takes its time: whoever reads a body sets its own limit.
  server.requestTimeout = 0;
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    const policy = makePolicy(portOf(server), secure, parts.allowedHosts);
    handle(parts, policy, request, response).catch(() => {
      if (!response.headersSent) refuse(response, 400);
      else response.destroy();
    });
  };
  server.on('request', take);
  // Left to itself, Node would ask for the body before the gate has looked at the head.
  server.on('checkContinue', take);
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const policy = makePolicy(portOf(server), secure, parts.allowedHosts);
    const decision = decide(readHead(parts, policy, request, true), policy);
    if (decision === 'pass') {
      parts.sockets.accept(request, stream, head);
      return;
    }
    stream.end(
      `HTTP/1.1 ${decision} ${refusals[decision]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    );
  });
  return server;
}

async function handle(
  parts: ServerParts,
  policy: GatePolicy,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const head = readHead(parts, policy, request, false);
  const decision = decide(head, policy);
  if (decision !== 'pass') return refuse(response, decision);
  if (request.headers.expect !== undefined && request.httpVersion === '1.1') response.writeContinue();
  if (head.path === '/session') return answer(response, 204);
  if (head.path === '/auth' && head.method === 'POST') return logIn(parts, policy, request, response);
  if (head.path === '/upload') {
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
    return parts.transfers.receive(request, response, query.get('name'));
  }
  if (head.path.startsWith(downloadPath)) {
    if (!(await parts.transfers.send(head.path, response, head.method === 'HEAD'))) refuse(response, 404);
    return;
  }
  const file = await parts.files.get(head.path);
  if (file === undefined) return refuse(response, 404);
  response.writeHead(200, {
    ...pageHeaders,
    'Content-Type': file.type,
    'Content-Length': file.body.length,
    'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(head.method === 'HEAD' ? undefined : file.body);
}

async function logIn(
  parts: ServerParts,
  policy: GatePolicy,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return answer(response, 415);
  const body = authSchema.safeParse(await readJson(request));
  if (!body.success) return refuse(response, 400);
  const session = parts.login.exchange(body.data.token);
  if (session === 'too-many') return answer(response, 429, { 'Retry-After': '60' });
  if (session === undefined) return refuse(response, 401);
  answer(response, 204, { 'Set-Cookie': sessionCookie(session, policy.port, policy.secure) });
}

function readHead(
  parts: ServerParts,
  policy: GatePolicy,
  request: IncomingMessage,
  upgrade: boolean,
): Parameters<typeof decide>[0] {
  const { origin, cookie } = request.headers;
  const [host, ...moreHosts] = request.headersDistinct['host'] ?? [];
  const fetchSite = request.headers['sec-fetch-site'];
  return {
    method: request.method ?? '',
    path: (request.url ?? '/').split('?')[0] ?? '/',
    host: moreHosts.length === 0 ? host : undefined,
    origin,
    fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined,
    upgrade,
    loggedIn: parts.login.isSession(readSession(cookie, policy.port, policy.secure)),
    hasBody:
      Number(request.headers['content-length'] ?? 0) > 0 ||
      request.headers['transfer-encoding'] !== undefined,
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  const late = setTimeout(() => request.destroy(), bodyMs);
  request.once('close', () => clearTimeout(late));
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8');
    if (text.length > bodyLimit) return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...pageHeaders, 'Cache-Control': 'no-store', ...headers });
  response.end();
}

function refuse(response: ServerResponse, status: Exclude<GateDecision, 'pass'>): void {
  const body = Buffer.from(`${refusals[status]}\n`);
  response.writeHead(status, {
    ...pageHeaders,
    'Cache-Control': 'no-store',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': body.length,
    Connection: 'close',
  });
  response.end(body);
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}
