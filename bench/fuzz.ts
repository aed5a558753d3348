import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FuzzTally } from './fuzz/fuzz.ts';
import { fuzzTargets } from './fuzz/targets/index.ts';

/**
 * Mutated and made-up input for every parser: `node bench/fuzz.ts --cases 10000 --seed 1 --only CSV`. Prints a line a
 * parser; ends with an error if one crashed, hung or refused in words nobody could read, and says with which seed.
 */

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});

/** Twenty cases that take longer than this, in ms, are one that never ends. */
const silenceMs = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'attention-lab-fuzz-'));
console.log(`seed ${values.seed}\n${'parser'.padEnd(48)}   cases accepted  refused  slowest, ms`);
for (const { name } of fuzzTargets.filter((target) => target.name.startsWith(values.only))) {
  const place = join(folder, name.replace(/\W+/g, '-'));
  try {
    const { cases, accepted, refused, slowestMs } = await run(name, place);
    const counts = [cases, accepted, refused].map((count) => String(count).padStart(8)).join(' ');
    console.log(`${name.padEnd(48)}${counts} ${slowestMs.toFixed(0).padStart(12)}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`${name.padEnd(48)} ${error instanceof Error ? error.message : String(error)}`);
  }
  rmSync(place, { recursive: true, force: true });
}
rmSync(folder, { recursive: true, force: true });

function run(name: string, place: string): Promise<FuzzTally> {
  return new Promise((resolve, reject) => {
    const args = [name, values.seed, values.cases, place];
    const child = fork(join(import.meta.dirname, 'fuzz', 'child.ts'), args, { stdio: 'inherit' });
    let count = 0;
    let tally: FuzzTally | undefined;
    const hang = setTimeout(() => child.kill('SIGKILL'), silenceMs);
    child.on('message', (message: { count?: number; tally?: FuzzTally }) => {
      hang.refresh();
      count = message.count ?? count;
      tally = message.tally ?? tally;
    });
    child.on('exit', (code, signal) => {
      clearTimeout(hang);
      if (code === 0 && tally !== undefined) resolve(tally);
      else reject(new Error(`ended with ${signal ?? code} after case ${count}, seed ${values.seed}`));
    });
  });
}
