import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dataFolderPath } from '../src/main/dataFolder.ts';
import { engine, pytorch, tfjs, type Contestant, type ModelShape } from './contestants.ts';
import { costChart, machineName, seconds, stepTable, type Row, type Series } from './report.ts';

/**
 * `npm run bench`: the notebook's step and a small model's on every engine and peer that is here, the cost against
 * each setting, TF-IDF against scikit-learn; written to docs/benchmarks.md and docs/benchmarks.svg. Peers are looked for:
 * PyTorch and scikit-learn in the Python of $PYTHON, tfjs on the TensorFlow runtime of the data folder. Idle machine.
 */

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    /** Prints only, writes nothing. */
    'dry-run': { type: 'boolean', default: false },
    /** The notebook's table alone. */
    quick: { type: 'boolean', default: false },
  },
});

const dataDir = dataFolderPath(values['data-dir']);
const notebook: ModelShape = { features: 8026, headDim: 8026, length: 32, heads: 1 };
const small: ModelShape = { features: 8026, headDim: 64, length: 32, heads: 4 };
const contestants: readonly Contestant[] = [
  engine('wasm'),
  engine('wasm', { threads: 1 }),
  engine('tensorflow', { dataDir }),
  pytorch(false),
  pytorch(true),
  tfjs('train.adam', dataDir),
  tfjs('ResourceApplyAdam', dataDir),
  tfjs('wasm', dataDir),
];

async function compare(shape: ModelShape): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, run } of contestants) {
    const time = await run(shape);
    rows.push({ name, time });
    const told = 'missing' in time ? time.missing : seconds(time.median);
    process.stderr.write(`${name}: ${told}\n`);
  }
  return rows;
}

/** Seconds a step when one setting varies around a middling model, the number of threads last. */
async function costs(): Promise<Series[]> {
  const middle: ModelShape = { features: 8000, headDim: 256, length: 32, heads: 1 };
  const seconds = 3;
  const sweeps: readonly [string, keyof ModelShape, readonly number[]][] = [
    ['D', 'features', [2000, 8000, 32_000, 128_000]],
    ['d', 'headDim', [64, 256, 1024, 4096]],
    ['n', 'length', [8, 32, 128, 512]],
    ['H', 'heads', [1, 2, 4, 8, 16]],
  ];
  const series: Series[] = [];
  for (const [name, key, settings] of sweeps) {
    const points: [number, number][] = [];
    for (const value of settings) {
      const time = await engine('wasm', { seconds }).run({ ...middle, [key]: value });
      if ('median' in time) points.push([value, time.median]);
    }
    series.push({ name, points });
  }
  const points: [number, number][] = [];
  for (const threads of threadCounts()) {
    const time = await engine('wasm', { threads, seconds }).run(middle);
    if ('median' in time) points.push([threads, time.median]);
  }
  series.push({ name: 'threads', points });
  return series;
}

/** 1, 2, 4 … up to twice as many as there are cores, which must not be a trap; the cores themselves too. */
function threadCounts(): readonly number[] {
  const cores = availableParallelism();
  const doublings = Array.from({ length: 16 }, (_, k) => 2 ** k).filter((count) => count <= 2 * cores);
  return [...new Set([...doublings, cores])].sort((a, b) => a - b);
}

const parts: string[] = [
  '# Benchmarks',
  '',
  `Written by \`npm run bench\` on ${machineName()}, otherwise idle. Each program runs in a process of its own; times are`,
  'medians, memory is the peak of the whole process. The memory limit is a plain loop that reads and writes as many',
  'bytes as weights and moments take, on as many threads, in the same process.',
  '',
  '## The notebook’s step: D = d = 8026, n = 32, one head',
  '',
  stepTable(await compare(notebook)),
];

if (!values.quick) {
  parts.push(
    '',
    '## A small model: D = 8026, d = 64, n = 32, four heads',
    '',
    stepTable(await compare(small)),
  );
  const series = await costs();
  parts.push(
    '',
    '## Cost of a step on the wasm engine',
    '',
    '![seconds a step against each setting](benchmarks.svg)',
    '',
  );
  parts.push(
    'Around D = 8000, d = 256, n = 32, H = 1; one setting varies.',
    '',
    '| setting | value: seconds a step |',
    '|---|---|',
  );
  for (const { name, points } of series) {
    parts.push(`| ${name} | ${points.map(([x, y]) => `${x}: ${seconds(y)}`).join(' · ')} |`);
  }
  if (!values['dry-run']) writeFileSync(join('docs', 'benchmarks.svg'), costChart(series));
  parts.push('', '## TF-IDF of the notebook’s 3749 documents (fit and transform)', '', tfidf());
}

const page = `${parts.join('\n')}\n`;
process.stdout.write(page);
if (!values['dry-run'] && !values.quick) {
  if (!existsSync('docs')) mkdirSync('docs');
  writeFileSync(join('docs', 'benchmarks.md'), page);
}

function tfidf(): string {
  try {
    const output = execFileSync(process.execPath, [join(import.meta.dirname, 'tfidf.ts')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { ours, sklearn } = JSON.parse(output) as { ours: number; sklearn: number | null };
    return sklearn === null
      ? `${seconds(ours)}; scikit-learn is not here to compare.`
      : `${seconds(ours)}, against scikit-learn’s ${seconds(sklearn)} in the same run (medians of 7).`;
  } catch {
    return 'Not measured: the archive of the 20 Newsgroups is not here.';
  }
}
