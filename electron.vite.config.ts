import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';
import { join } from 'node:path';
import { prefetchPages } from './scripts/prefetchPages.ts';
import { listPackages } from './scripts/package/bundledPackages.ts';
import { bundledModules } from './scripts/package/shippedModules.ts';

const root = import.meta.dirname;

/** What a person starts, by the name it has in out/main; out/trainer has its own build (vite.trainer.config.ts). */
const doors = {
  electron: 'src/main/shells/electron/electron.ts',
  cli: 'src/main/cli/cli.ts',
};
const mainEntries = Object.fromEntries(Object.entries(doors).map(([name, path]) => [name, join(root, path)]));

export default defineConfig({
  main: {
    plugins: [listPackages(join(root, 'out/packages/main.json'))],
    build: {
      outDir: 'out/main',
      // Everything but what has native parts is in the bundle: a packaged app carries no other modules.
      externalizeDeps: { exclude: bundledModules },
      rolldownOptions: {
        input: mainEntries,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    plugins: [listPackages(join(root, 'out/packages/preload.json'))],
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
    plugins: [vue(), prefetchPages(), listPackages(join(root, 'out/packages/renderer.json'))],
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
