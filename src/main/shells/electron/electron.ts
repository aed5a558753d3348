import * as electron from 'electron';
import { join } from 'node:path';
import { openLab } from '../../lab.ts';
import { readDataDir } from './dataDirArgument.ts';
import { startElectronShell } from './shell.ts';

/** The desktop app's entry: the only place that loads Electron. In the build this file is out/main/electron.js. */
const out = join(import.meta.dirname, '..');

await startElectronShell(
  electron,
  () => openLab({ shell: 'electron', door: 'the desktop app', ...readDataDir(process.argv) }),
  { rendererDir: join(out, 'renderer'), preload: join(out, 'preload', 'preload.cjs') },
);
