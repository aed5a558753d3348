import type { DevtoolsSession } from './devtools.ts';
import type { DevtoolsEvents } from './devtoolsEvents.ts';
import { fromBrowser } from './origins.ts';
import type { ProtocolHandler } from './protocol.ts';
import { defaultSession, protocol } from './system.ts';
import { tell, trouble } from './tester.ts';

type Paused = DevtoolsEvents['Fetch.requestPaused'];

/** Statuses that may have no body; `Response` refuses one. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Answers every request of a page through the handler of its scheme, headers and all, so that Chromium enforces the
 * policy they carry. `mayGo` is asked before a frame goes to another address; nothing ever reaches a network.
 */
export async function answerRequests(
  page: DevtoolsSession,
  mayGo: (frameId: string, address: string) => boolean,
): Promise<void> {
  page.on('Fetch.requestPaused', (paused) => {
    answer(page, mayGo, paused).catch((error: unknown) => {
      // A page that was closed meanwhile needs no answer.
      if (!/Session with given id not found|Invalid InterceptionId/.test(String(error))) trouble(error);
    });
  });
  await page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}

async function answer(
  page: DevtoolsSession,
  mayGo: (frameId: string, address: string) => boolean,
  { requestId, frameId, resourceType, request }: Paused,
): Promise<void> {
  const address = fromBrowser(request.url);
  if (resourceType === 'Document' && !mayGo(frameId, address)) {
    await page.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    return;
  }
  tell({ type: 'request', url: address });
  if (!(await defaultSession.mayRequest(address))) {
    await page.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    return;
  }
  const handler = protocol.handlerOf(address);
  if (handler === undefined) {
    await page.send('Fetch.failRequest', { requestId, errorReason: 'InternetDisconnected' });
    return;
  }
  const response = await respond(handler, address, request);
  if (response === undefined) {
    await page.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
    return;
  }
  const body = bodiless.has(response.status) ? undefined : Buffer.from(await response.arrayBuffer());
  await page.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    ...(body === undefined ? {} : { body: body.toString('base64') }),
  });
}

/** Undefined if the handler fails, which Electron makes a failed request. */
async function respond(
  handler: ProtocolHandler,
  address: string,
  { method, headers }: Paused['request'],
): Promise<Response | undefined> {
  try {
    return await handler(new Request(address, { method, headers }));
  } catch (error) {
    trouble(error);
    return undefined;
  }
}
