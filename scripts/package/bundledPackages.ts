/**
 * A Vite plugin that writes down, beside a bundle, whose packages are in it: what the licences are collected from
 * (collectLicences.mjs).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Plugin } from 'vite';

/** `file` becomes a list of package folders, "node_modules/zod" and the like. */
export function listPackages(file: string): Plugin {
  return {
    name: 'list-packages',
    generateBundle(_options, bundle) {
      const folders = Object.values(bundle)
        .flatMap((chunk) => (chunk.type === 'chunk' ? Object.keys(chunk.modules) : chunk.originalFileNames))
        .map(packageFolder)
        .filter((folder) => folder !== undefined);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify([...new Set(folders)].sort(), null, 1)}\n`);
    },
  };
}

/** The innermost package a module lies in, from the project's folder on; undefined for one of ours. */
function packageFolder(id: string): string | undefined {
  const path = id.split('\\').join('/');
  const match = /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(path.replace(/^\0/, ''));
  return match?.[0];
}
