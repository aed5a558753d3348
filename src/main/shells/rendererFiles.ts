import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import { contentType } from './security.ts';

export interface RendererFile {
  readonly body: Buffer;
  readonly type: string;
  /** Built names carry a content hash, so they may be kept for ever; index.html may not. */
  readonly immutable: boolean;
}

/**
 * The built renderer, looked up by URL path. Only the files found when it was made can be asked for, by exact
 * name: there is no path to escape with.
 */
export class RendererFiles {
  readonly #files: ReadonlyMap<string, string>;

  /** Throws `LabError('not-found')` if the folder holds no built renderer. */
  constructor(folder: string) {
    this.#files = listFiles(folder);
    if (!this.#files.has('/index.html')) {
      throw new LabError('not-found', `the window is not built: ${folder} has no index.html`, {
        hint: 'Run "npm run build"',
      });
    }
  }

  /** The file at a URL path ("/" is the page), or undefined. */
  async get(urlPath: string): Promise<RendererFile | undefined> {
    const name = urlPath === '/' ? '/index.html' : urlPath;
    const path = this.#files.get(name);
    if (path === undefined) return undefined;
    return { body: await readFile(path), type: contentType(path), immutable: name.startsWith('/assets/') };
  }
}

function listFiles(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let entries;
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return files;
  }
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, path).split(sep).join('/')}`, path);
  }
  return files;
}
