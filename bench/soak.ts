import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openLab } from '../src/main/lab.ts';
import { parseExperiment, type Experiment } from '../src/shared/experiment.ts';
import { writeSmallDataset } from '../tests/helpers/smallDataset.ts';
import { expectIntegrity, temporaryFiles } from './kills/inspect.ts';

/**
 * A day of short runs, queued back to back in one lab with its real trainer, and what they leave in the app: memory,
 * processes, file handles, temporary files. `node bench/soak.ts --runs 500 --seconds 900`. Linux; prints a table and ends
 * with an error if something leaks.
 */

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '3600' },
  },
});

/** What the app's process has, its garbage collected. */
interface Sample {
  readonly heap: number;
  readonly rss: number;
  readonly handles: number;
  readonly children: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const folder = mkdtempSync(join(tmpdir(), 'attention-lab-soak-'));
const documents = join(folder, 'documents');
const dataDir = join(folder, 'data');
await writeSmallDataset(documents);

const strangers = temporaryNames();
const lab = await openLab({ dataDir, threads: 1 });
let events = 0;
lab.onEvent(() => (events += 1));
const runs = Number(values.runs);
const ids = Array.from({ length: runs }, (_, i) => lab.startRun(shortRun(i)));
const start = performance.now();
const seconds = (): number => (performance.now() - start) / 1000;
const samples: Sample[] = [];
let unfinished = 0;
for (const id of ids) {
  const { state } = await lab.waitForRun(id);
  if (state !== 'finished') unfinished += 1;
  samples.push(take());
  if (samples.length % 25 === 0) process.stderr.write(`${samples.length} runs, ${seconds().toFixed(0)} s\n`);
  if (seconds() > Number(values.seconds)) break;
}
await lab.close();
const ended = take();
expectIntegrity(join(dataDir, 'lab.sqlite'));
const left = [...temporaryFiles(dataDir), ...temporaryNames().filter((name) => !strangers.includes(name))];
rmSync(folder, { recursive: true, force: true });

// The first tenth fills caches and lets the heap find its size.
const settled = samples.slice(Math.ceil(samples.length / 10));
const report = {
  'runs queued': runs,
  'runs done': samples.length,
  'not finished': unfinished,
  'events told': events,
  seconds: Math.round(seconds()),
  'heap after the first tenth, MB': megabytes(settled[0]?.heap ?? 0),
  'heap at the end, MB': megabytes(settled.at(-1)?.heap ?? 0),
  'heap slope, kB a run': round(slope(settled.map(({ heap }) => heap)) / 1e3),
  'resident after the first tenth, MB': megabytes(settled[0]?.rss ?? 0),
  'resident at the end, MB': megabytes(settled.at(-1)?.rss ?? 0),
  'resident slope, kB a run': round(slope(settled.map(({ rss }) => rss)) / 1e3),
  'file handles: most, after closing': `${Math.max(...samples.map(({ handles }) => handles))}, ${ended.handles}`,
  'child processes: most between runs, after closing': `${Math.max(...samples.map(({ children }) => children))}, ${ended.children}`,
  'temporary files left': left.length,
};
for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(50)} ${value}`);
if (left.length > 0) console.log(left.join('\n'));
const handlesSlope = slope(settled.map(({ handles }) => handles));
const leaks = [
  slope(settled.map(({ heap }) => heap)) > 10_000 ? 'heap' : '',
  handlesSlope > 0.01 ? 'file handles' : '',
  ended.children > 0 ? 'processes' : '',
  left.length > 0 ? 'temporary files' : '',
  unfinished > 0 ? 'runs that did not finish' : '',
].filter((name) => name !== '');
console.log(leaks.length === 0 ? 'nothing leaks' : `leaks: ${leaks.join(', ')}`);
process.exitCode = leaks.length === 0 ? 0 : 1;

function shortRun(seed: number): Experiment {
  return parseExperiment({
    version: 1,
    name: `soak ${seed}`,
    seed,
    engine: seed % 2 === 0 ? 'reference' : 'wasm',
    dataset: { source: 'folder', path: documents },
    features: { minDf: 2, maxDf: 0.9 },
    model: { heads: 1, headDim: 4 },
    training: { learningRate: 0.001, epochs: 4, sequenceLength: 8 },
    probes: { sequences: 1, everySteps: 10 },
    checkpoints: { everySteps: 20 },
  });
}

function take(): Sample {
  collect();
  const { heapUsed: heap, external, rss } = process.memoryUsage();
  return {
    heap: heap + external,
    rss,
    handles: readdirSync('/proc/self/fd').length,
    children: childProcesses(),
  };
}

/** Living children of this process; the run after the one that has ended may just have been started. */
function childProcesses(): number {
  const table = execFileSync('ps', ['-o', 'ppid=,stat=,comm=', '-A'], { encoding: 'utf8' });
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([parent, , command]) => Number(parent) === process.pid && command !== 'ps').length;
}

/** What our programs leave in the system's temporary folder. */
function temporaryNames(): string[] {
  return readdirSync(tmpdir()).filter((name) => /^attention-(lab-reading|import)-/.test(name));
}

/** Least squares, per run. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const over = values.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0);
  const under = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  return under === 0 ? 0 : over / under;
}

function megabytes(bytes: number): number {
  return round(bytes / 1e6);
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
