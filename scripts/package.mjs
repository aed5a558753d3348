/**
 * `npm run package`: the desktop app for this system into dist/, as electron-builder.config.ts says. Arguments go to
 * electron-builder (`-- --dir` for the unpacked folder alone).
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureNode24 } from './packagedNode.mjs';

await ensureNode24();
await ensureBuilt();

const root = join(import.meta.dirname, '..');
const builder = dirname(createRequire(import.meta.url).resolve('electron-builder/package.json'));
const { status } = spawnSync(
  process.execPath,
  [
    join(builder, 'cli.js'),
    '--config',
    'electron-builder.config.ts',
    '--publish',
    'never',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
