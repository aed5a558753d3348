import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** One program timed on the model, in a process of its own so that peak memory is its own too. */
export interface Contestant {
  readonly name: string;
  readonly run: (shape: ModelShape) => Promise<StepTime>;
}

/** D, d, n and H of the model that is timed. */
export interface ModelShape {
  readonly features: number;
  readonly headDim: number;
  readonly length: number;
  readonly heads: number;
}

/** Seconds a step and peak bytes; or one sentence why this contestant is not here. */
export type StepTime =
  | {
      readonly median: number;
      readonly min: number;
      readonly peakRssBytes: number;
      /** Median seconds of reading and writing the same bytes, in the same process; engines of ours only. */
      readonly memoryLimit: number | null;
    }
  | { readonly missing: string };

const run = promisify(execFile);
const here = import.meta.dirname;
const python = process.env['PYTHON'] ?? 'python3';

interface StepReport {
  readonly step: { readonly median: number; readonly min: number };
  readonly memoryLimit: { readonly median: number };
  readonly peakRssBytes: number;
}

interface PeerReport {
  readonly seconds: { readonly median: number; readonly min: number };
  readonly peakRssBytes: number;
}

/** An engine of ours through bench/step.ts. */
export function engine(
  name: 'wasm' | 'tensorflow',
  options: { threads?: number; dataDir?: string; seconds?: number } = {},
): Contestant {
  const threads = options.threads ?? 0;
  return {
    name: `${name} engine${threads === 0 ? '' : `, ${threads} thread${threads === 1 ? '' : 's'}`}`,
    run: async (shape) => {
      const report = await json<StepReport>(process.execPath, [
        join(here, 'step.ts'),
        ...['--engine', name, '--threads', String(threads), '--data-dir', options.dataDir ?? ''],
        ...['--seconds', String(options.seconds ?? 6)],
        ...['--features', String(shape.features), '--head-dim', String(shape.headDim)],
        ...['--length', String(shape.length), '--heads', String(shape.heads)],
      ]);
      if (typeof report === 'string') return { missing: report };
      const { median, min } = report.step;
      return { median, min, peakRssBytes: report.peakRssBytes, memoryLimit: report.memoryLimit.median };
    },
  };
}

/** PyTorch on the CPU, as the notebook writes it or with Adam's fused kernel. */
export function pytorch(fused: boolean): Contestant {
  return {
    name: fused ? 'PyTorch, Adam(fused=True)' : 'PyTorch, as the notebook writes it',
    run: (shape) => peer(python, [join(here, 'peers', 'pytorch.py'), peerOptions(shape, { fused })]),
  };
}

/** tfjs as its users write it (`train`), or with our fused in-place Adam on dense input; or its wasm backend. */
export function tfjs(kind: 'train.adam' | 'ResourceApplyAdam' | 'wasm', dataDir: string): Contestant {
  return {
    name: kind === 'wasm' ? 'tfjs-backend-wasm, train.adam' : `tfjs-node, ${kind}`,
    run: (shape) =>
      peer(process.execPath, [join(here, 'peers', 'tfjs.ts'), peerOptions(shape, { kind, dataDir })]),
  };
}

async function peer(command: string, args: readonly string[]): Promise<StepTime> {
  const report = await json<PeerReport>(command, args);
  if (typeof report === 'string') return { missing: report };
  return { ...report.seconds, peakRssBytes: report.peakRssBytes, memoryLimit: null };
}

/** Large models get few steps; small ones enough for a steady median. */
function peerOptions(shape: ModelShape, more: object): string {
  const parameters = 2 * shape.heads * shape.headDim * shape.features;
  const steps = Math.max(5, Math.min(200, Math.round(1e9 / parameters)));
  const { features, headDim, length, heads } = shape;
  return JSON.stringify({ D: features, d: headDim, n: length, heads, steps, ...more });
}

/** What a program printed as JSON, or the last line it complained with. */
async function json<Report>(command: string, args: readonly string[]): Promise<Report | string> {
  try {
    const { stdout } = await run(command, [...args], { maxBuffer: 2 ** 24, timeout: 600_000 });
    return JSON.parse(stdout) as Report;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    const lines = (stderr ?? String(error)).trim().split('\n');
    return (lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'it failed')
      .trim()
      .slice(0, 160);
  }
}
