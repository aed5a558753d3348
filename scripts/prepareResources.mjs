/**
 * Makes what lies in resources/generated and is not kept in git, each part only if it is older than its sources:
 * the compiled kernels, the packed corpus, the fonts of exported figures, the icons of a packaged app and the script of
 * exported pages.
 */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const generated = join(root, 'resources', 'generated');

/** Newest modification time, in ms, of a file or of all files below a folder. */
export function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const parts = [
  {
    output: join(generated, 'kernels.wasm'),
    sources: [join(root, 'src/lab/engine/wasm/kernels'), join(root, 'scripts/compileKernels.mjs')],
    make: async (output) => (await import('./compileKernels.mjs')).compileKernels(root, output),
  },
  {
    output: join(generated, 'spam-assassin.bin'),
    sources: [join(root, 'scripts/packCorpus.mjs')],
    make: async (output) => (await import('./packCorpus.mjs')).packCorpus(root, output),
  },
  {
    output: join(generated, 'fonts'),
    sources: [join(root, 'scripts/inflateFonts.mjs')],
    make: async (output) => (await import('./inflateFonts.mjs')).inflateFonts(root, output),
  },
  {
    output: join(generated, 'icons'),
    sources: [join(root, 'src/renderer/icon.svg'), join(root, 'scripts/package/drawIcons.mjs')],
    make: async (output) => (await import('./package/drawIcons.mjs')).drawIcons(root, output),
  },
  {
    output: join(generated, 'viewer', 'viewer.js'),
    sources: ['src/viewer', 'src/shared', 'src/renderer/charts', 'src/renderer/components/planPainter.ts']
      .map((name) => join(root, name))
      .concat(join(root, 'scripts/buildViewer.mjs')),
    make: async () => (await import('./buildViewer.mjs')).buildViewer(root, join(generated, 'viewer')),
  },
];

export async function prepareResources() {
  mkdirSync(generated, { recursive: true });
  for (const { output, sources, make } of parts) {
    const made = existsSync(output) ? statSync(output).mtimeMs : 0;
    if (made > Math.max(...sources.map(newest))) continue;
    await make(output);
  }
}

if (process.argv[1] === import.meta.filename) await prepareResources();
