import * as electron from 'electron';
import { join } from 'node:path';
import { mayOpenReadOnly, openLab } from '../../lab.ts';
import { readDataDir } from './dataDirArgument.ts';
import { startElectronShell } from './shell.ts';

/** The desktop app's entry: the only place that loads Electron. In the build this file is out/main/electron.js. */
const out = join(import.meta.dirname, '..');

// Not awaited: Electron is ready only when this module has been evaluated, so waiting here for that waits for ever
// (electron/electron#40719).
void startElectronShell(
  electron,
  {
    open: (readOnly) =>
      openLab({ shell: 'electron', door: 'the desktop app', readOnly, ...readDataDir(process.argv) }),
    mayOpenReadOnly,
  },
  { rendererDir: join(out, 'renderer'), preload: join(out, 'preload', 'preload.cjs'), argv: process.argv },
);
