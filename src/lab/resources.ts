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
    const candidate = join(folder, 'resources', name);
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
 * URL of a worker or child entry beside the importing module. `source` is its path relative to that module,
 * ending in `.ts`; in the build every entry lies in one folder under its base name.
 */
export function entryFile(importMetaUrl: string, source: string): URL {
  if (importMetaUrl.endsWith('.ts')) return new URL(source, importMetaUrl);
  const base = source.slice(source.lastIndexOf('/') + 1).replace(/\.ts$/, '.js');
  return new URL(base, importMetaUrl);
}
