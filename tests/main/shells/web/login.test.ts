import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Login, readSession, sessionCookie } from '../../../../src/main/shells/web/login.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-login-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keyFile = (): string => join(folder, 'key');

describe('login', () => {
  it('gives a session for the token and for nothing else', () => {
    const login = new Login(keyFile());
    const session = login.exchange(login.token);
    expect(login.isSession(session)).toBe(true);
    expect(login.exchange('wrong')).toBeUndefined();
    expect(login.isSession(undefined)).toBe(false);
    expect(login.isSession('')).toBe(false);
    expect(login.isSession(`${session ?? ''}x`)).toBe(false);
  });

  it('refuses a session whose expiry was moved', () => {
    const login = new Login(keyFile());
    const [expiry, ...rest] = String(login.exchange(login.token)).split('.');
    expect(login.isSession([String(Number(expiry) + 1), ...rest].join('.'))).toBe(false);
  });

  it('lets a session end after seven days', () => {
    let now = 1_000_000;
    const login = new Login(keyFile(), () => now);
    const session = login.exchange(login.token);
    expect(login.isSession(session)).toBe(true);
    now += 7 * 24 * 3_600_000 + 1;
    expect(login.isSession(session)).toBe(false);
  });

  it('stops after five wrong tokens a minute, even for the right one', () => {
    let now = 1_000_000;
    const login = new Login(keyFile(), () => now);
    for (let i = 0; i < 5; i += 1) expect(login.exchange('wrong')).toBeUndefined();
    expect(login.exchange(login.token)).toBe('too-many');
    now += 60_001;
    expect(login.isSession(String(login.exchange(login.token)))).toBe(true);
  });

  it('keeps sessions over a restart on the same data folder, with a key only its owner can read', () => {
    const before = new Login(keyFile());
    const session = String(before.exchange(before.token));
    const after = new Login(keyFile());
    expect(after.isSession(session)).toBe(true);
    expect(after.token).not.toBe(before.token);
    if (process.platform !== 'win32') expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  });

  it('puts the port into the cookie’s name and reads only that one', () => {
    const cookie = sessionCookie('abc.def', 7717, false);
    expect(cookie).toContain('HttpOnly; SameSite=Strict; Path=/');
    expect(readSession('other=1; lab_7717=abc.def', 7717, false)).toBe('abc.def');
    expect(readSession('lab_7718=abc.def', 7717, false)).toBeUndefined();
    expect(sessionCookie('abc', 443, true)).toMatch(/^__Host-lab_443=abc;.*; Secure$/);
  });
});
