import { spawn } from 'node:child_process';
import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CancelledError, LabError } from '../../../shared/errors.ts';
import type { EngineReport } from '../../../shared/trainerMessages.ts';
import { entryFile } from '../../resources.ts';
import type { EngineOptions } from '../engine.ts';
import { firstGpu } from './device.ts';
import { notInstalled } from './index.ts';
import { findRuntime, type InstalledRuntime } from './installed.ts';
import { probeKey, readProbe, writeProbe } from './probeCache.ts';

/** What a throw-away process found out about a runtime (probe.child.ts). */
export const probeResult = z.object({
  version: z.string().min(1),
  onGpu: z.boolean(),
  device: z.string().min(1),
  threads: z.int().positive(),
  loadSeconds: z.number(),
  /** Largest difference from the reference engine, over losses and attention of a tiny model. */
  difference: z.number(),
  /** Of a large float32 product, 10⁹ floating-point operations a second. */
  gigaflops: z.number(),
  rssBytes: z.number(),
});
export type ProbeResult = z.output<typeof probeResult>;

export interface ProbeOptions {
  /** 0: one a core. */
  readonly threads?: number;
  readonly signal?: AbortSignal | undefined;
  /** A plain Node's path; default: that of this process. */
  readonly node?: string;
  readonly limitMs?: number;
}

/** CUDA's libraries may be read from a slow disk; more than this is a hang. */
const LIMIT_MS = 60_000;
const TOLERANCE = 1e-4;

/**
 * Whether the TensorFlow engine can be used, for `doctor` and `auto`: a real forward, gradient and step in a process
 * of its own, since a native runtime may crash it. What is known of the same runtime, driver and Node is not asked
 * again unless `fresh`. Never throws for a bad runtime.
 */
export async function probeTensorflow(
  { dataDir, threads }: EngineOptions,
  { fresh = false, ...options }: ProbeOptions & { readonly fresh?: boolean } = {},
): Promise<EngineReport> {
  const runtime = findRuntime(dataDir);
  if (runtime === undefined) return failed(notInstalled());
  const key = probeKey(runtime, threads);
  const known = fresh ? undefined : readProbe(dataDir, key);
  if (known !== undefined) return known;
  let report: EngineReport;
  try {
    report = reportOn(runtime, await probeRuntime(runtime.folder, { ...options, threads }));
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    report = failed(error);
  }
  writeProbe(dataDir, key, report);
  return report;
}

/** Probes the runtime of a folder. Throws `LabError('engine-missing')` with what went wrong, or `CancelledError`. */
export async function probeRuntime(folder: string, options: ProbeOptions = {}): Promise<ProbeResult> {
  const { threads = 0, node = process.execPath } = options;
  const entry = fileURLToPath(entryFile(import.meta.url, './probe.child.ts'));
  const { stdout, problem } = await run(node, [entry, folder, String(threads)], options);
  if (problem !== null) throw broken(problem);
  const parsed = probeResult.safeParse(lastJson(stdout));
  if (!parsed.success) throw broken('its probe gave no result');
  const { difference } = parsed.data;
  if (!(difference <= TOLERANCE))
    throw broken(`it computes wrong results, off by ${difference.toPrecision(2)}`);
  return parsed.data;
}

/** What the child prints of an error it could catch. */
const childProblem = z.object({ problem: z.string().min(1) });

interface ChildEnd {
  readonly stdout: string;
  /** Why there is no result; null if it ended well. */
  readonly problem: string | null;
}

function run(
  node: string,
  args: readonly string[],
  { signal, limitMs = LIMIT_MS }: ProbeOptions,
): Promise<ChildEnd> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(new CancelledError());
    const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let [stdout, stderr, tooLong] = ['', '', false];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-16_384)));
    const timer = setTimeout(() => {
      tooLong = true;
      child.kill('SIGKILL');
    }, limitMs);
    const abort = (): void => void child.kill('SIGKILL');
    signal?.addEventListener('abort', abort, { once: true });
    const end = (problem: string | null): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      if (signal?.aborted === true) reject(new CancelledError());
      else resolve({ stdout, problem });
    };
    child.once('error', (error) => end(`its probe could not be started: ${error.message}`));
    child.once('close', (code, killedBy) => {
      const told = childProblem.safeParse(lastJson(stdout));
      if (tooLong) end(`its probe took longer than ${limitMs / 1000} s`);
      else if (killedBy !== null) end(`its probe crashed (${killedBy})${lastWords(stderr)}`);
      else if (told.success) end(told.data.problem);
      else if (code !== 0) end(`its probe failed${lastWords(stderr)}`);
      else end(null);
    });
  });
}

/** The last line that says something; TensorFlow's chatter and Node's traces left out. */
function lastWords(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const said = lines.filter(
    (line) => /\w/.test(line) && !/^([IW]\d{4} |WARNING:|at |Node\.js v|-|\d+: )/.test(line),
  );
  return said.length === 0 ? '' : `: ${said.at(-1)!.slice(0, 300)}`;
}

function lastJson(stdout: string): unknown {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } catch {
    return undefined;
  }
}

const broken = (reason: string): LabError =>
  new LabError('engine-missing', `the installed TensorFlow runtime does not work: ${reason}`, {
    hint: 'Install it again: npm run tensorflow:install',
  });

function failed(error: unknown): EngineReport {
  const reason = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof LabError ? (error.hint ?? null) : null;
  return { name: 'tensorflow', available: false, reason, remedy };
}

function reportOn({ manifest }: InstalledRuntime, result: ProbeResult): EngineReport {
  const { version, device, threads, onGpu } = result;
  const gpu = onGpu ? firstGpu() : undefined;
  const lacksGpu = manifest.variant === 'gpu' && !onGpu;
  return {
    name: 'tensorflow',
    available: true,
    info: { name: 'tensorflow', version, device, threads },
    details: {
      runtime: `${manifest.source.name} (${manifest.variant})`,
      memory: gpu?.memory ?? `${(totalmem() / 1e9).toFixed(1)} GB`,
      ...(gpu !== undefined && { driver: gpu.driver }),
      ...(lacksGpu && { note: 'built for GPUs, but it found none: check the NVIDIA driver and CUDA' }),
      'matrix product': `${result.gigaflops.toFixed(0)} GFLOP/s`,
      'difference from the reference': result.difference.toExponential(1),
      'loaded in': `${result.loadSeconds.toFixed(1)} s`,
      'resident when loaded': `${(result.rssBytes / 1e6).toFixed(0)} MB`,
    },
  };
}
