import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a mirror behaves from the next request on. */
export interface MirrorMood {
  /** Bytes of the file it gets to before it does `then`. */
  readonly upTo?: number;
  /** Says no more, or is gone in the middle of a sentence. */
  readonly then?: 'wait' | 'break';
  /** Its last byte is another. */
  readonly wrong?: boolean;
}

/** A web server of one file, with ranges, that can be slow, break off and lie. */
export interface Mirror {
  readonly url: string;
  /** The `Range` of each request so far; undefined where the whole was asked for. */
  readonly ranges: readonly (string | undefined)[];
  mood: MirrorMood;
  readonly close: () => Promise<void>;
}

export async function openMirror(file: Buffer): Promise<Mirror> {
  const ranges: (string | undefined)[] = [];
  const mirror = { mood: {} as MirrorMood };
  const lie = Buffer.from(file);
  lie[lie.length - 1] = (lie.at(-1) ?? 0) ^ 1;
  const send = (response: ServerResponse, start: number): void => {
    const { upTo = file.length, then, wrong = false } = mirror.mood;
    const body = (wrong ? lie : file).subarray(start, Math.max(start, upTo));
    if (then === undefined) return void response.end(body);
    response.flushHeaders();
    const stop = (): unknown => then === 'break' && response.destroy();
    if (body.length === 0) stop();
    else response.write(body, stop);
  };
  const server = createServer((request, response) => {
    const { range } = request.headers;
    ranges.push(range);
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    response.writeHead(range === undefined ? 200 : 206, {
      'Content-Length': file.length - start,
      ETag: '"one"',
      ...(range !== undefined && { 'Content-Range': `bytes ${start}-${file.length - 1}/${file.length}` }),
    });
    send(response, start);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(mirror, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ranges,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}
