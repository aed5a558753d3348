import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineName } from '../report.ts';
import { curves } from './measure/curves.ts';
import { files } from './measure/files.ts';
import { form } from './measure/form.ts';
import { headView } from './measure/heads.ts';
import { live } from './measure/live.ts';
import { largeMap } from './measure/largeMap.ts';
import { firstMap } from './measure/maps.ts';
import { model } from './measure/model.ts';
import { scrub } from './measure/scrub.ts';
import { start } from './measure/start.ts';
import { table } from './measure/table.ts';
import { why } from './measure/why.ts';
import type { Measurement, Subject } from './measurement.ts';
import { startBrowser } from './opened.ts';
import { measurementTable } from './report.ts';
import { serveBuilt, type Served } from '../../tests/helpers/servedLab.ts';

/**
 * `npm run bench:ui`: how fast the window is, in a real Chromium over the built app in a process of its own.
 * `--only table,heads` measures some, `--repetitions 1` is a quick look; `--write` writes docs/benchmarks-ui.md. On an idle machine.
 */

const subjects: readonly Subject[] = [
  start,
  curves,
  table,
  form,
  live,
  firstMap,
  headView,
  model,
  scrub,
  largeMap,
  why,
  files,
];

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', default: subjects.map(({ name }) => name).join(',') },
    repetitions: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
  },
});
const wanted = flags.only.split(',');
const unknown = wanted.filter((name) => !subjects.some((subject) => subject.name === name));
if (unknown.length > 0) throw new Error(`unknown subject: ${unknown.join(', ')}`);

const browser = await startBrowser();
const measurements: Measurement[] = [];
/** Subjects that ended in an error: each a line of the table, and the others go on. */
const failed: string[] = [];
try {
  for (const subject of subjects.filter(({ name }) => wanted.includes(name))) {
    const start = performance.now();
    measurements.push(...(await measured(subject)));
    process.stderr.write(`${subject.name}: ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
  }
} finally {
  await browser.close();
}
const lines = measurementTable(measurements);
process.stdout.write(`${lines}\n`);
if (flags.write) {
  const head = [
    '# How fast the window is',
    '',
    `Written by \`npm run bench:ui -- --write\` on ${machineName()}, without a graphics card, in Chromium`,
    `${browser.version()}. Medians of ${flags.repetitions}; the worst is beside them.`,
  ];
  const file = join(import.meta.dirname, '..', '..', 'docs', 'benchmarks-ui.md');
  writeFileSync(file, `${[...head, '', lines].join('\n')}\n`);
}
if (failed.length > 0) {
  process.stderr.write(`failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}

async function measured(subject: Subject): Promise<readonly Measurement[]> {
  try {
    return await measure(subject);
  } catch (error) {
    failed.push(subject.name);
    process.stderr.write(
      `${subject.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    const [missing] = String(error).split('\n');
    return [{ name: subject.name, unit: 'ms', values: [], missing: missing ?? 'an error' }];
  }
}

async function measure(subject: Subject): Promise<readonly Measurement[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lab-bench-'));
  const running: Served[] = [];
  try {
    const found = await subject.measure({
      browser,
      dataDir,
      repetitions: Number(flags.repetitions),
      serve: async () => {
        const served = await serveBuilt(dataDir);
        running.push(served);
        return served;
      },
    });
    process.stderr.write(`${measurementTable(found)}\n`);
    return found;
  } finally {
    for (const served of running) await served.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
