import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killMany } from './kills/killMany.ts';
import { describeTally, killsIn } from './kills/tally.ts';

/**
 * Kills labs and their trainers with -9 at random moments and holds what is left to what was promised:
 * `node bench/kills.ts --kills 100 --seed 1 --seconds 600`. Prints a tally; ends with an error at the first fault.
 */

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '3600' },
    epochs: { type: 'string', default: '200' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'attention-lab-kills-'));
const start = performance.now();
const seconds = (): number => (performance.now() - start) / 1000;
const tally = await killMany({
  folder,
  kills: Number(values.kills),
  killsARound: 4,
  seed: Number(values.seed),
  epochs: Number(values.epochs),
  documentsPerClass: 2000,
  onRound: (soFar) => process.stderr.write(`${killsIn(soFar)} kills, ${seconds().toFixed(0)} s\n`),
  isOver: () => seconds() > Number(values.seconds),
});
rmSync(folder, { recursive: true, force: true });
console.log(`seed ${values.seed}, ${seconds().toFixed(0)} s\n${describeTally(tally)}`);
