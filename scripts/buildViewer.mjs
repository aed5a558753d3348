import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

/** Bundles src/viewer into one classic script and one style sheet that a page of attention carries inside it. */
export async function buildViewer(root, output) {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: true,
      lib: { entry: join(root, 'src/viewer/viewer.ts'), name: 'viewer', formats: ['iife'] },
    },
  });
  const [built] = Array.isArray(result) ? result : [result];
  const script = built.output.find(({ type }) => type === 'chunk').code;
  mkdirSync(output, { recursive: true });
  writeFileSync(join(output, 'viewer.css'), readFileSync(join(root, 'src/viewer/viewer.css'), 'utf8'));
  writeFileSync(join(output, 'viewer.js'), script);
}
