import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const sessionDays = 7;
const attemptsPerMinute = 5;
const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * The token of this start, and the sessions it buys. A session is a signed expiry kept in a cookie; the signing
 * key lies in a 0600 file, so a page goes on after the server has been restarted on the same data folder.
 */
export class Login {
  readonly token = randomBytes(32).toString('base64url');
  readonly #key: Buffer;
  readonly #now: () => number;
  #attempts: number[] = [];

  constructor(keyFile: string, now: () => number = Date.now) {
    this.#key = readOrMakeKey(keyFile);
    this.#now = now;
  }

  /** A new session for the right token; undefined for a wrong one; 'too-many' after 5 wrong tries in a minute. */
  exchange(token: string): string | 'too-many' | undefined {
    const now = this.#now();
    // Tries from a time that has not come yet were made before the clock was set back: they do not lock a person out.
    this.#attempts = this.#attempts.filter((time) => Math.abs(now - time) < minute);
    if (this.#attempts.length >= attemptsPerMinute) return 'too-many';
    if (!sameText(token, this.token)) {
      this.#attempts.push(now);
      return undefined;
    }
    const body = `${now + sessionDays * day}.${randomBytes(16).toString('base64url')}`;
    return `${body}.${this.#sign(body)}`;
  }

  isSession(session: string | undefined): boolean {
    if (session === undefined) return false;
    const cut = session.lastIndexOf('.');
    const body = session.slice(0, Math.max(cut, 0));
    if (!sameText(session.slice(cut + 1), this.#sign(body))) return false;
    return Number(body.split('.')[0]) > this.#now();
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#key).update(body).digest('base64url');
  }
}

/** `Set-Cookie` for a session. Cookies ignore ports, so the port is in the name. */
export function sessionCookie(session: string, port: number, secure: boolean): string {
  const tail = `HttpOnly; SameSite=Strict; Path=/; Max-Age=${(sessionDays * day) / 1000}`;
  return `${cookieName(port, secure)}=${session}; ${tail}${secure ? '; Secure' : ''}`;
}

/** The session in a `Cookie` header, if there is one. */
export function readSession(header: string | undefined, port: number, secure: boolean): string | undefined {
  const prefix = `${cookieName(port, secure)}=`;
  const part = header
    ?.split(';')
    .map((text) => text.trim())
    .find((text) => text.startsWith(prefix));
  return part?.slice(prefix.length);
}

function cookieName(port: number, secure: boolean): string {
  return `${secure ? '__Host-' : ''}lab_${port}`;
}

/** Compared as hashes, so that neither length nor content leaks through time. */
function sameText(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

function readOrMakeKey(file: string): Buffer {
  if (existsSync(file)) {
    const key = readFileSync(file);
    if (key.length === 32) return key;
  }
  const key = randomBytes(32);
  writeFileSync(file, key, { mode: 0o600 });
  return key;
}
