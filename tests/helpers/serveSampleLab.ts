/**
 * The built window over a sample lab, to look at it: `node tests/helpers/serveSampleLab.ts [empty|full|many] [port]`
 * prints the address to open. Development only; nothing is stored.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWebShell } from '../../src/main/shells/web/index.ts';
import { fillSampleLab, type SampleScene } from './sampleScenes.ts';
import { SampleLab } from './sampleLab.ts';

const scene = (process.argv[2] ?? 'full') as SampleScene;
const lab = new SampleLab({ stepEvery: Number(process.env['STEP_EVERY'] ?? 90) });
fillSampleLab(lab, scene);
lab.start();
const shell = await startWebShell({
  lab,
  dataDir: mkdtempSync(join(tmpdir(), 'sample-lab-')),
  rendererDir: process.env['RENDERER_DIR'] ?? join(import.meta.dirname, '..', '..', 'out', 'renderer'),
  port: Number(process.argv[3] ?? 0),
});
console.log(shell.url);
