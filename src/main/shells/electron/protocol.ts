import { pageHeaders } from '../security.ts';
import type { RendererFiles } from '../rendererFiles.ts';
import { appOrigin } from './security.ts';

/** Answers `app://lab/…` from the built renderer, with the same headers as the web shell. */
export function makeProtocolHandler(files: RendererFiles): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    if (`${url.protocol}//${url.host}` !== appOrigin || request.method !== 'GET') return refuse(403);
    const file = await files.get(decodeURIComponent(url.pathname));
    if (file === undefined) return refuse(404);
    return new Response(new Uint8Array(file.body), {
      headers: { ...pageHeaders, 'Content-Type': file.type },
    });
  };
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: pageHeaders });
}
