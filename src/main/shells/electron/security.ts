import type { WebPreferences } from 'electron';

/** Electron's security checklist as data (docs/security.md lists item, setting and test). */

export const appScheme = 'app';
export const appOrigin = 'app://lab';
export const appUrl = `${appOrigin}/`;

/** Items 2 to 10 of the checklist; defaults are spelled out so that a test can hold them. */
export function windowPreferences(preload: string): WebPreferences {
  return {
    preload,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  };
}

export const schemePrivileges = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
} as const;

/** Item 13: the window may go nowhere but to its own pages. */
export function mayNavigate(url: string): boolean {
  return originOf(url) === appOrigin;
}

const localSchemes: ReadonlySet<string> = new Set(['blob:', 'data:', 'devtools:']);

/** What the window may load at all: its own files and what it made itself, nothing from a network or a disk. */
export function mayLoad(url: string): boolean {
  return originOf(url) === appOrigin || (URL.canParse(url) && localSchemes.has(new URL(url).protocol));
}

/**
 * Item 5: what a page may use of the machine: nothing but putting text on the clipboard, which Chromium lets it do only
 * when a person acts, and only our own page.
 */
export function mayUse(permission: string, requester: string): boolean {
  return permission === 'clipboard-sanitized-write' && originOf(requester) === appOrigin;
}

const externalOrigins: ReadonlySet<string> = new Set(['https://qwone.com', 'https://www.tensorflow.org']);

/** Item 15: what may be handed to the system's browser. */
export function mayOpenOutside(url: string): boolean {
  const origin = originOf(url);
  return origin !== undefined && externalOrigins.has(origin);
}

/** What of an IPC message's sender decides whether it is heard. `parent` is null for the main frame. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** Item 17: only the main frame of our own page. */
export function mayCall(frame: SenderFrame | null): boolean {
  return frame !== null && frame.parent === null && originOf(frame.url) === appOrigin;
}

/** Scheme and host compared whole, never by prefix. Node gives custom schemes the origin "null", so it is built here. */
function originOf(url: string): string | undefined {
  try {
    const parsed = new URL(url);
    return `${parsed.protocol}//${parsed.host}`;
  } catch {
    return undefined;
  }
}
