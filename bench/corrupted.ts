/**
 * A thousand corrupted files of attention, `node bench/corrupted.ts --cases 1000 --seed 1`: each has to be refused in a
 * sentence. Prints a line a kind with the most memory that reading took over what the process began with; ends with an
 * error if one was taken, crashed the reader, or took more than 200 MB.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { damageKinds, damages, type DamageKind } from './corrupted/damages.ts';
import type { Reading } from './corrupted/reader.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const cases = Math.ceil(Number(values.cases) / damageKinds.length);
const seed = Number(values.seed);
const mostBytes = 200 * 2 ** 20;

const folder = mkdtempSync(join(tmpdir(), 'attention-lab-corrupted-'));
try {
  console.log(
    `seed ${seed}\n${'kind'.padEnd(14)} files refused  taken  unclear or crashed  peak, MB over start`,
  );
  for (const kind of damageKinds) await tell(kind);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function tell(kind: DamageKind): Promise<void> {
  const reader = fork(join(import.meta.dirname, 'corrupted', 'reader.ts'), { stdio: 'inherit' });
  const next = (): Promise<Reading | null> =>
    new Promise((resolve) => {
      const end = (reading: Reading | null): void => {
        reader.removeAllListeners();
        resolve(reading);
      };
      reader.once('message', (message) => end(message as Reading));
      reader.once('exit', () => end(null));
    });
  const start = await next();
  if (start === null) throw new Error('the reader did not start');
  const tally = { refused: 0, accepted: 0, unclear: 0, bug: 0, crashed: 0 };
  let peak = start.peakBytes;
  const path = join(folder, 'attention');
  for (let index = 0; index < cases; index += 1) {
    // One at a time: bombs are megabytes each.
    const [bytes] = fc.sample(damages[kind], { seed: seed + index, numRuns: 1 });
    writeFileSync(path, bytes ?? Buffer.alloc(0));
    const answer = next();
    reader.send({ path, folder: join(folder, 'kept') });
    const reading = await answer;
    tally[reading?.outcome ?? 'crashed'] += 1;
    peak = Math.max(peak, reading?.peakBytes ?? 0);
    if (reading?.outcome !== 'refused') {
      console.log(
        `  ${kind}, seed ${seed + index}: ${reading?.outcome ?? 'crashed'} ${reading?.words ?? ''}`,
      );
      if (reading === null) break;
    }
  }
  reader.disconnect();
  const over = peak - start.peakBytes;
  const failed = tally.unclear + tally.bug + tally.crashed;
  const counts = [cases, tally.refused, tally.accepted, failed].map((count) => String(count));
  const [files = '', refused = '', taken = '', wrong = ''] = counts;
  console.log(
    `${kind.padEnd(14)} ${files.padStart(5)} ${refused.padStart(7)} ${taken.padStart(6)} ${wrong.padStart(19)} ${(over / 2 ** 20).toFixed(0).padStart(20)}`,
  );
  if (tally.accepted + failed > 0 || over > mostBytes) process.exitCode = 1;
}
