import { z } from 'zod';
import { CancelledError, LabError } from '../../shared/errors.ts';
import { fileNameOf } from '../../shared/files.ts';
import type { Upload } from './connection.ts';

const answerSchema = z.union([z.object({ path: z.string() }), z.object({ error: z.string() })]);

/** Over HTTP, beside the socket: a file of gigabytes would hold up every call behind it. */
export const uploadOverHttp: Upload = (file, { signal, onProgress } = {}) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const broken = (why: string): void =>
      reject(
        new LabError('network', `the file could not be sent (${why}): ${file.name}`, { hint: 'Try again' }),
      );
    request.open('POST', `/upload?name=${encodeURIComponent(safeName(file.name))}`);
    request.responseType = 'text';
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress?.(loaded, total));
    request.addEventListener('load', () => {
      const answer = answerSchema.safeParse(parse(request.responseText));
      if (answer.success && 'path' in answer.data) resolve(answer.data.path);
      else broken(answer.success && 'error' in answer.data ? answer.data.error : `HTTP ${request.status}`);
    });
    request.addEventListener('error', () => broken('the connection broke'));
    request.addEventListener('abort', () => reject(new CancelledError()));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The file's own name, as every system takes it. */
function safeName(name: string): string {
  const [, title = '', ending = ''] = /^(.*?)(?:\.([a-z0-9]{1,12}))?$/is.exec(name) ?? [];
  return fileNameOf(title, ending === '' ? 'bin' : ending);
}
