import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const root = import.meta.dirname;

/** What a person or another process starts, by the name it has in out/main. */
const doors = {
  electron: 'src/main/shells/electron/electron.ts',
  cli: 'src/main/cli/cli.ts',
  trainer: 'src/trainer/trainer.ts',
};

/** Workers and children, found where the code names them: `entryFile(import.meta.url, './x.worker.ts')`. */
function namedEntries(): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const file of globSync('src/**/*.ts', { cwd: root })) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, source] of text.matchAll(/entryFile\(\s*import\.meta\.url,\s*'([^']+)'/g)) {
      if (source === undefined) continue;
      const path = join(dirname(file), source);
      const name = basename(path, '.ts');
      if (entries[name] !== undefined && entries[name] !== path) {
        throw new Error(`two entries would be out/main/${name}.js: ${entries[name]} and ${path}`);
      }
      entries[name] = path;
    }
  }
  return entries;
}

const mainEntries = Object.fromEntries(
  Object.entries({ ...namedEntries(), ...doors })
    .filter(([, path]) => existsSync(join(root, path)))
    .map(([name, path]) => [name, join(root, path)]),
);

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: mainEntries,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload cannot require other files: one CommonJS file, zod included.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: join(root, 'src/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: join(root, 'src/renderer'),
    publicDir: false,
    plugins: [vue()],
    define: {
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_I18N_LEGACY_API__: 'false',
    },
    build: {
      outDir: join(root, 'out/renderer'),
      emptyOutDir: true,
      target: 'es2022',
      minify: true,
      // The page's policy allows fonts and images from its own files only.
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(root, 'src/renderer/index.html') },
    },
  },
});
