import { readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import type { EngineData, EngineFactory, EngineModel } from './engine.ts';

/**
 * Refuses a run that would not fit, before it starts: throws `LabError('out-of-memory')` with what the engine will
 * need and what there is, in GB, and the settings that lower it.
 */
export function refuseIfTooLarge(
  factory: EngineFactory,
  model: EngineModel,
  data: EngineData,
  available: number = availableMemory(),
): void {
  const needed = factory.estimateBytes(model, data);
  if (needed <= available) return;
  const { heads, headDim, features, sequenceLength } = model;
  throw new LabError(
    'out-of-memory',
    `not enough memory: training needs ${gigabytes(needed)} on the ${factory.name} engine, ${gigabytes(available)} is available`,
    {
      hint:
        `Lower model.headDim (${headDim}), model.heads (${heads}), the vocabulary (${features} terms: ` +
        `features.maxFeatures or minDf) or training.sequenceLength (${sequenceLength}), or close other programs`,
    },
  );
}

/** "1.69 GB", of 10⁹ bytes. */
export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

/** Reads a small text file, or gives undefined if there is none. */
type ReadText = (path: string) => string | undefined;

/**
 * Bytes that this process may still take without pushing others out: Linux's MemAvailable, or what the container's
 * limit leaves if that is less. Elsewhere the free memory; macOS counts its file cache as used, so there half
 * of the whole at least.
 */
export function availableMemory(
  platform: NodeJS.Platform = process.platform,
  read: ReadText = readText,
): number {
  if (platform === 'darwin') return Math.max(freemem(), totalmem() / 2);
  if (platform !== 'linux') return freemem();
  const system = numberIn(read('/proc/meminfo'), /^MemAvailable:\s+(\d+) kB$/m);
  const whole = system === undefined ? freemem() : system * 1024;
  return Math.min(whole, ...controlGroupRooms(read));
}

/** What each memory limit on this process leaves, version 2 of control groups (and every parent's) and version 1. */
function controlGroupRooms(read: ReadText): number[] {
  const rooms: number[] = [];
  const groups = read('/proc/self/cgroup') ?? '';
  const unified = /^0::(\/.*)$/m.exec(groups)?.[1];
  if (unified !== undefined) {
    for (let path = unified; ; path = dirname(path)) {
      const folder = join('/sys/fs/cgroup', path);
      rooms.push(room(read, folder, 'memory.max', 'memory.current', /^inactive_file (\d+)$/m));
      if (path === '/') break;
    }
  }
  const files = ['memory.limit_in_bytes', 'memory.usage_in_bytes'] as const;
  const own = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(\/.*)$/m.exec(groups)?.[1];
  // In a container the group's path is often that of the host, and its own files lie at the top.
  for (const path of own === undefined ? [] : [own, '/']) {
    const folder = join('/sys/fs/cgroup/memory', path);
    rooms.push(room(read, folder, ...files, /^total_inactive_file (\d+)$/m));
  }
  return rooms;
}

/** Limit less use, cached files that can be dropped not counted as used; Infinity where there is no limit. */
function room(read: ReadText, folder: string, limitFile: string, usageFile: string, cache: RegExp): number {
  const limit = numberIn(read(join(folder, limitFile)), /^(\d+)$/m);
  const usage = numberIn(read(join(folder, usageFile)), /^(\d+)$/m);
  if (limit === undefined || usage === undefined) return Infinity;
  const cached = numberIn(read(join(folder, 'memory.stat')), cache) ?? 0;
  return Math.max(0, limit - Math.max(0, usage - cached));
}

function numberIn(text: string | undefined, pattern: RegExp): number | undefined {
  const digits = text === undefined ? undefined : pattern.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not this kind of system, or not readable: then it sets no limit we can see.
    return undefined;
  }
}
