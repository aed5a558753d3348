import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError } from '../shared/errors.ts';

/**
 * Files that come with the app (`resources/`) and worker entry points, found the same way from the TypeScript
 * sources, from the build in `out/` and from a packaged app.
 */

/** Absolute path of `resources/<name>`, looked for in every folder above this file. Throws if it is missing. */
export function resourceFile(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = outsideArchive(join(folder, 'resources', name));
    if (existsSync(candidate)) return candidate;
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  throw new LabError('not-found', `missing app file: resources/${name}`, {
    hint: 'Run "npm run prepare:resources", or install the app again',
  });
}

/**
 * URL of a worker or child entry. `source` is its path relative to the importing module, ending in `.ts`; in the build
 * every entry lies in `out/trainer` under its base name, beside the folder of whoever starts it.
 */
export function entryFile(importMetaUrl: string, source: string): URL {
  if (importMetaUrl.endsWith('.ts')) return new URL(source, importMetaUrl);
  const base = source.slice(source.lastIndexOf('/') + 1).replace(/\.ts$/, '.js');
  return new URL(outsideArchive(new URL(`../trainer/${base}`, importMetaUrl).href));
}

/** A path beside the archive that Electron runs from: no plain process and no native code can read what lies inside. */
export function outsideArchive(path: string): string {
  return path.replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2');
}
