/**
 * Chromium knows no `app://`, so what is mapped is the origin: `app://lab/…` is `https://lab.app.invalid/…` in the
 * browser (`.invalid` is reserved: it never resolves) and `app://lab/…` to everything the app is told and asked. A
 * scheme that was not registered as secure becomes `http:`, where Chromium gives no secure context.
 */

const suffix = '.invalid';

export interface Scheme {
  readonly scheme: string;
  readonly privileges?: { readonly standard?: boolean; readonly secure?: boolean } | undefined;
}

const schemes = new Map<string, Scheme>();

/** Must be called before Chromium starts, as in Electron. */
export function registerScheme(scheme: Scheme): void {
  if (scheme.privileges?.standard !== true) {
    throw new Error(`the stand-in maps standard schemes only: ${scheme.scheme}`);
  }
  schemes.set(scheme.scheme, scheme);
}

/** The address in the browser; any other address is the same in both. */
export function toBrowser(address: string): string {
  const url = new URL(address);
  const scheme = schemes.get(url.protocol.slice(0, -1));
  if (scheme === undefined) return address;
  const secure = scheme.privileges?.secure === true;
  return `${secure ? 'https' : 'http'}://${url.host}.${scheme.scheme}${suffix}${restOf(url)}`;
}

/** The address as the app knows it. */
export function fromBrowser(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  if (!url.host.endsWith(suffix)) return address;
  const [scheme, ...host] = url.host.slice(0, -suffix.length).split('.').reverse();
  if (scheme === undefined || !schemes.has(scheme)) return address;
  return `${scheme}://${host.reverse().join('.')}${restOf(url)}`;
}

function restOf(url: URL): string {
  return `${url.pathname === '' ? '/' : url.pathname}${url.search}${url.hash}`;
}
