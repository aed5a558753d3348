import { describe, expect, it } from 'vitest';
import {
  mayCall,
  mayNavigate,
  mayOpenOutside,
  schemePrivileges,
  windowPreferences,
} from '../../../../src/main/shells/electron/security.ts';
import { contentSecurityPolicy } from '../../../../src/main/shells/security.ts';

describe('the window’s preferences (checklist items 2 to 10)', () => {
  const preferences = windowPreferences('/preload.cjs');

  it.each([
    'nodeIntegration',
    'nodeIntegrationInWorker',
    'nodeIntegrationInSubFrames',
    'allowRunningInsecureContent',
    'experimentalFeatures',
    'webviewTag',
  ] as const)('leaves %s off', (name) => expect(preferences[name]).toBe(false));

  it.each(['contextIsolation', 'sandbox', 'webSecurity'] as const)('leaves %s on', (name) =>
    expect(preferences[name]).toBe(true),
  );

  it('asks for no blink features', () => expect(preferences).not.toHaveProperty('enableBlinkFeatures'));
});

describe('the content security policy (item 7)', () => {
  it('starts from nothing and lets in no inline or evaluated script, and no inline style', () => {
    expect(contentSecurityPolicy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    expect(contentSecurityPolicy).not.toContain("'unsafe-eval'");
    expect(contentSecurityPolicy).not.toContain("'unsafe-inline'");
  });

  it('lets the page speak to nobody but its own shell', () => {
    expect(contentSecurityPolicy).toContain("connect-src 'self'");
    expect(contentSecurityPolicy).not.toMatch(/https?:|wss?:|\*/);
  });
});

describe('navigation (item 13)', () => {
  it.each([
    ['app://lab/', true],
    ['app://lab/#/runs', true],
    ['app://lab.evil.test/', false],
    ['app://evil/', false],
    ['https://lab/', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['not a url', false],
  ])('%s: %s', (url, allowed) => expect(mayNavigate(url)).toBe(allowed));
});

describe('opening outside (item 15)', () => {
  it.each([
    ['https://qwone.com/~jason/20Newsgroups/', true],
    ['http://qwone.com/', false],
    ['https://qwone.com.evil.test/', false],
    ['https://user@evil.test/', false],
  ])('%s: %s', (url, allowed) => expect(mayOpenOutside(url)).toBe(allowed));
});

describe('the sender of a call (item 17)', () => {
  it('is heard only from the main frame of our own page', () => {
    expect(mayCall({ url: 'app://lab/#/runs', parent: null })).toBe(true);
    expect(mayCall({ url: 'app://lab/', parent: {} })).toBe(false);
    expect(mayCall({ url: 'https://evil.test/', parent: null })).toBe(false);
    expect(mayCall(null)).toBe(false);
  });
});

describe('the scheme (item 18)', () => {
  it('is standard and secure and does not bypass the policy', () => {
    expect(schemePrivileges.scheme).toBe('app');
    expect(schemePrivileges.privileges).toMatchObject({ standard: true, secure: true });
    expect(schemePrivileges.privileges).not.toHaveProperty('bypassCSP');
  });
});
