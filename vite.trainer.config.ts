import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { defineConfig } from 'vite';
import { listPackages } from './scripts/package/bundledPackages.ts';
import { shippedModules } from './scripts/package/shippedModules.ts';

/**
 * The trainer, its workers and its children, in a folder of their own that a plain Node starts: a packaged app has it
 * beside its archive, with everything the code imports bundled into it.
 */

const root = import.meta.dirname;

/** Entries are found where the code names them: `entryFile(import.meta.url, './x.worker.ts')`. */
function namedEntries(): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const file of globSync('src/**/*.ts', { cwd: root })) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, source] of text.matchAll(/entryFile\(\s*import\.meta\.url,\s*'([^']+)'/g)) {
      if (source === undefined) continue;
      const path = join(root, dirname(file), source);
      const name = basename(path, '.ts');
      if (entries[name] !== undefined && entries[name] !== path) {
        throw new Error(`two entries would be out/trainer/${name}.js: ${entries[name]} and ${path}`);
      }
      entries[name] = path;
    }
  }
  return entries;
}

export default defineConfig({
  root,
  publicDir: false,
  plugins: [listPackages(join(root, 'out/packages/trainer.json'))],
  ssr: { noExternal: true, external: [...shippedModules] },
  build: {
    ssr: true,
    target: 'node24',
    outDir: join(root, 'out', 'trainer'),
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: namedEntries(),
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
