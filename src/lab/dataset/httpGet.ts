import type { IncomingMessage } from 'node:http';
import { get as httpGetter } from 'node:http';
import { get as httpsGetter } from 'node:https';
import { systemCode } from '../../shared/systemCode.ts';

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** The connection is given up when nothing comes for this long, in ms. */
  readonly stallMs: number;
}

const maxRedirects = 5;

/**
 * The reply to a GET, redirects followed, its body unread and as sent: `fetch` would unpack a `.tar.gz` that a
 * server labels `Content-Encoding: x-gzip`, as Apache does. The caller reads or destroys it.
 */
export async function httpGet(url: string, options: GetOptions): Promise<IncomingMessage> {
  let target = new URL(url);
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const reply = await getOnce(target, options);
    const { statusCode = 0, headers } = reply;
    if (statusCode < 300 || statusCode > 399 || headers.location === undefined) return reply;
    reply.destroy();
    target = new URL(headers.location, target);
  }
  throw new Error(`more than ${maxRedirects} redirects`);
}

function getOnce(url: URL, { headers, signal, stallMs }: GetOptions): Promise<IncomingMessage> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return Promise.reject(new Error(`not a web address: ${url.href}`));
  }
  return new Promise((resolve, reject) => {
    const getter = url.protocol === 'https:' ? httpsGetter : httpGetter;
    const sent = { 'user-agent': 'attention-lab', 'accept-encoding': 'identity', ...headers };
    let reply: IncomingMessage | undefined;
    const request = getter(url, { headers: sent, agent: false, ...(signal && { signal }) }, (message) => {
      reply = message;
      resolve(message);
    });
    request.on('error', reject);
    // Once the reply is there, its reader is the one to be told.
    request.setTimeout(stallMs, () => {
      (reply ?? request).destroy(new Error(`no data for ${stallMs / 1000} s`));
    });
  });
}

/** Why a request failed, in a few words. */
export function networkReason(error: unknown): string {
  switch (systemCode(error)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'host not found';
    case 'ECONNREFUSED':
      return 'connection refused';
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return 'network unreachable';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'connection lost';
    default:
      return error instanceof Error && error.message !== '' ? error.message : 'connection failed';
  }
}
