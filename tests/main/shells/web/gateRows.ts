import type { GateDecision, RequestHead } from '../../../../src/main/shells/web/gate.ts';

/** The port that the rows are written for. */
export const gatePort = 7717;
/** A name beside the loopback's that the rows are written for. */
export const gateName = 'lab.example';

export const page: RequestHead = {
  method: 'GET',
  path: '/',
  host: '127.0.0.1:7717',
  origin: undefined,
  fetchSite: 'none',
  upgrade: false,
  loggedIn: false,
  hasBody: false,
};
export const post: RequestHead = {
  ...page,
  method: 'POST',
  path: '/auth',
  origin: 'http://127.0.0.1:7717',
  fetchSite: 'same-origin',
};
const socket: RequestHead = {
  ...page,
  path: '/socket',
  upgrade: true,
  loggedIn: true,
  origin: 'http://127.0.0.1:7717',
  fetchSite: undefined,
};

/** Host, Origin, cookie, method and path of a request, and what the gate says to it. */
export const gateRows: readonly [string, RequestHead, GateDecision][] = [
  ['the page from loopback', page, 'pass'],
  ['the page by name', { ...page, host: 'localhost:7717' }, 'pass'],
  ['the page by IPv6 in brackets', { ...page, host: '[::1]:7717' }, 'pass'],
  ['the page by an allowed name', { ...page, host: 'lab.example:7717' }, 'pass'],
  ['a name in upper case, which HTTP holds equal', { ...page, host: 'LocalHost:7717' }, 'pass'],
  ['a rebound name', { ...page, host: 'evil.test:7717' }, 403],
  [
    'a rebound name whose Origin equals its Host',
    { ...post, host: 'evil.test:7717', origin: 'http://evil.test:7717' },
    403,
  ],
  ['a name with a trailing dot', { ...page, host: 'localhost.:7717' }, 403],
  ['the wrong port', { ...page, host: '127.0.0.1:7718' }, 403],
  ['the right port with a nought before it', { ...page, host: '127.0.0.1:07717' }, 403],
  ['no port where one is needed', { ...page, host: 'localhost' }, 403],
  ['IPv6 without brackets', { ...page, host: '::1:7717' }, 403],
  ['another loopback address', { ...page, host: '127.0.0.2:7717' }, 403],
  ['a name that only starts like an allowed one', { ...page, host: 'localhost.evil.test:7717' }, 403],
  ['user info before the host', { ...page, host: 'localhost:7717@evil.test' }, 403],
  ['no Host at all', { ...page, host: undefined }, 403],
  ['a fetch from another site', { ...page, fetchSite: 'cross-site' }, 403],
  ['a fetch from another port of this host', { ...page, fetchSite: 'same-site' }, 403],
  ['the session question without a cookie', { ...page, path: '/session' }, 401],
  ['the session question with a cookie', { ...page, path: '/session', loggedIn: true }, 'pass'],
  ['a login', post, 'pass'],
  ['a login without Origin', { ...post, origin: undefined }, 403],
  ['a login from another origin', { ...post, origin: 'http://evil.test' }, 403],
  ['a login from another port', { ...post, origin: 'http://127.0.0.1:9999' }, 403],
  ['a login from the other scheme', { ...post, origin: 'https://127.0.0.1:7717' }, 403],
  ['a login from an opaque origin', { ...post, origin: 'null' }, 403],
  ['a POST to anything else', { ...post, path: '/' }, 404],
  ['a page asked for with a body, which may never end', { ...page, hasBody: true }, 400],
  ['a rebound name with a body', { ...page, hasBody: true, host: 'evil.test:7717' }, 403],
  ['another method', { ...page, method: 'PUT' }, 405],
  ['a preflight', { ...page, method: 'OPTIONS' }, 405],
  ['a socket with cookie and origin', socket, 'pass'],
  ['a socket without cookie', { ...socket, loggedIn: false }, 401],
  ['a cross-site socket with a cookie', { ...socket, origin: 'http://evil.test' }, 403],
  ['a socket without Origin', { ...socket, origin: undefined }, 403],
  ['a socket at another path', { ...socket, path: '/' }, 404],
  ['a socket by another method', { ...socket, method: 'POST' }, 405],
  ['a rebound socket', { ...socket, host: 'evil.test:7717', origin: 'http://evil.test:7717' }, 403],
  ['an upload with a cookie', { ...post, path: '/upload', loggedIn: true }, 'pass'],
  ['an upload without a cookie', { ...post, path: '/upload' }, 401],
  [
    'an upload from another site',
    { ...post, path: '/upload', loggedIn: true, origin: 'http://evil.test' },
    403,
  ],
  ['an upload without Origin', { ...post, path: '/upload', loggedIn: true, origin: undefined }, 403],
  ['a download without a cookie', { ...page, path: '/download/x' }, 401],
  ['a rebound download', { ...page, path: '/download/x', loggedIn: true, host: 'evil.test:7717' }, 403],
  ['a login in upper case, which HTTP holds equal', { ...post, origin: 'HTTP://LOCALHOST:7717' }, 'pass'],
  ['a login from a name with a trailing dot', { ...post, origin: 'http://localhost.:7717' }, 403],
  ['a socket from another port of this host', { ...socket, origin: 'http://127.0.0.1:9999' }, 403],
  ['a socket that a page of another site opens', { ...socket, fetchSite: 'cross-site' }, 403],
];
