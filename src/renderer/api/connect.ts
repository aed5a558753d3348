import type { LabBridge } from '../../shared/api.ts';
import type { LabConnection } from './connection.ts';
import { WebBridge, type AskSession } from './webBridge.ts';

declare global {
  interface Window {
    /** Exposed by Electron's preload; missing in a browser. */
    readonly attentionLab?: LabBridge;
  }
}

/**
 * The lab this window belongs to: Electron's through the preload, else the server that sent the page. A token in
 * the address (`#token=…`) is first exchanged for a cookie and taken out of the address and the history.
 */
export async function connectLab(): Promise<LabConnection> {
  if (window.attentionLab !== undefined) return alwaysOpen(window.attentionLab);
  await exchangeToken();
  window.addEventListener('hashchange', (event) => void takeNewToken(event));
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return new WebBridge(`${scheme}://${location.host}/socket`, askSession);
}

function alwaysOpen(bridge: LabBridge): LabConnection {
  return {
    ...bridge,
    onState: (listener) => {
      listener('open');
      return () => undefined;
    },
    onMissed: () => () => undefined,
    retry: () => undefined,
  };
}

/**
 * The address with a token, opened in the tab that is already here, changes the fragment only. By the time this is
 * called the router may have replaced it, so the event's own address is read.
 */
async function takeNewToken(event: HashChangeEvent): Promise<void> {
  const token = tokenIn(new URL(event.newURL).hash);
  if (token === undefined) return;
  await logIn(token);
  location.reload();
}

async function exchangeToken(): Promise<void> {
  const token = tokenIn(location.hash);
  if (token === undefined) return;
  history.replaceState(null, '', `${location.pathname}#/`);
  await logIn(token);
}

function tokenIn(fragment: string): string | undefined {
  return /^#token=([\w-]+)$/.exec(fragment)?.[1];
}

/** A refused token is no error here: the socket will not open and the window then asks for the address. */
async function logIn(token: string): Promise<void> {
  await fetch('/auth', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  }).catch(() => undefined);
}

const askSession: AskSession = async () => {
  try {
    const answer = await fetch('/session', { cache: 'no-store' });
    return answer.status === 401 ? 'unknown' : 'known';
  } catch {
    return 'unreachable';
  }
};
