/**
 * Who may talk to the web shell: a pure decision from a request's head. A loopback address is no trust boundary
 * (DNS rebinding), so the Host is checked on every request and the Origin on every one that acts.
 */

export interface GatePolicy {
  /** Lower-case names and addresses the server answers to, IPv6 in brackets. */
  readonly names: ReadonlySet<string>;
  readonly port: number;
  readonly secure: boolean;
}

export interface RequestHead {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** Undefined where there is none, or more than one: nobody may choose between them. */
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly upgrade: boolean;
  readonly loggedIn: boolean;
  /** Whether a body follows. */
  readonly hasBody: boolean;
}

/** `pass`, or the HTTP status to refuse with. */
export type GateDecision = 'pass' | 400 | 401 | 403 | 404 | 405;

export const loopbackNames: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

export function makePolicy(port: number, secure: boolean, extraNames: readonly string[]): GatePolicy {
  return {
    names: new Set([...loopbackNames, ...extraNames.map((name) => name.toLowerCase())]),
    port,
    secure,
  };
}

export function decide(request: RequestHead, policy: GatePolicy): GateDecision {
  if (!isAllowedHost(request.host, policy)) return 403;
  if (request.fetchSite !== undefined && !['same-origin', 'none'].includes(request.fetchSite)) return 403;
  if (request.upgrade) {
    if (!isAllowedOrigin(request.origin, policy)) return 403;
    if (request.path !== '/socket') return 404;
    if (request.method !== 'GET') return 405;
    return request.loggedIn ? 'pass' : 401;
  }
  if (request.method === 'GET' || request.method === 'HEAD') {
    // Nothing here reads one, and a body that never ends would hold its connection for ever.
    if (request.hasBody) return 400;
    const isPrivate = request.path === '/session' || request.path.startsWith('/download/');
    return isPrivate && !request.loggedIn ? 401 : 'pass';
  }
  if (request.method !== 'POST') return 405;
  if (!isAllowedOrigin(request.origin, policy)) return 403;
  if (request.path === '/upload') return request.loggedIn ? 'pass' : 401;
  return request.path === '/auth' ? 'pass' : 404;
}

/** Exact: name in the list and the right port; a missing port is right only where it is the scheme's default. */
export function isAllowedHost(host: string | undefined, policy: GatePolicy): boolean {
  if (host === undefined) return false;
  const match = /^(\[[0-9a-f:]+\]|[^:[\]]+)(?::([1-9]\d{0,4}))?$/i.exec(host);
  if (match === null) return false;
  const port = match[2] === undefined ? defaultPort(policy.secure) : Number(match[2]);
  return port === policy.port && policy.names.has((match[1] ?? '').toLowerCase());
}

/** Present, of the server's own scheme, and one of the same names: never compared with the Host. */
export function isAllowedOrigin(origin: string | undefined, policy: GatePolicy): boolean {
  const scheme = policy.secure ? 'https://' : 'http://';
  if (origin === undefined || !origin.toLowerCase().startsWith(scheme)) return false;
  return isAllowedHost(origin.slice(scheme.length), policy);
}

function defaultPort(secure: boolean): number {
  return secure ? 443 : 80;
}
