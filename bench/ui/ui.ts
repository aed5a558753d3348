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
import { firstMap } from './measure/maps.ts';
import { start } from './measure/start.ts';
import { table } from './measure/table.ts';
import { why } from './measure/why.ts';
import type { Measurement, Subject } from './measurement.ts';
import { startBrowser } from './opened.ts';
import { measurementTable } from './report.ts';
import { serveBuilt, type Served } from '../../tests/helpers/servedLab.ts';

/**
 * `npm run bench:ui`: how fast the window is, in a real Chromium over the built app in a process of its own.
 * `--only table,heads` measures some; `--write` writes docs/benchmarks-ui.md. On an idle machine.
 */

const subjects: readonly Subject[] = [start, curves, table, form, live, firstMap, headView, files, why];

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
try {
  for (const subject of subjects.filter(({ name }) => wanted.includes(name))) {
    measurements.push(...(await measure(subject)));
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
