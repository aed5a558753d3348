import { freemem, totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { availableMemory, refuseIfTooLarge } from '../../../src/lab/engine/memory.ts';
import { referenceEngineFactory } from '../../../src/lab/engine/reference.ts';
import { LabError } from '../../../src/shared/errors.ts';
import { parityCases } from './oracle.ts';

const GB = 1e9;
/** A Linux with 8 GB available, and whatever files it has besides. */
const linux =
  (files: Record<string, string>) =>
  (path: string): string | undefined =>
    ({ '/proc/meminfo': 'MemTotal: 16000000 kB\nMemAvailable:    7812500 kB\n', ...files })[path];

describe('available memory', () => {
  it('is Linux’s MemAvailable where nothing limits the process', () => {
    expect(availableMemory('linux', linux({}))).toBe(8 * GB);
    const unlimited = linux({
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/memory.max': 'max\n',
      '/sys/fs/cgroup/memory.current': '5\n',
    });
    expect(availableMemory('linux', unlimited)).toBe(8 * GB);
  });

  it('is what the container’s limit leaves, cached files not counted as used', () => {
    const container = linux({
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/memory.max': '2000000000\n',
      '/sys/fs/cgroup/memory.current': '1500000000\n',
      '/sys/fs/cgroup/memory.stat': 'anon 400000000\ninactive_file 1000000000\n',
    });
    expect(availableMemory('linux', container)).toBe(1.5 * GB);
  });

  it('is the least that any parent group leaves', () => {
    const nested = linux({
      '/proc/self/cgroup': '0::/user.slice/lab.scope\n',
      '/sys/fs/cgroup/user.slice/lab.scope/memory.max': 'max\n',
      '/sys/fs/cgroup/user.slice/lab.scope/memory.current': '100\n',
      '/sys/fs/cgroup/user.slice/memory.max': '3000000000\n',
      '/sys/fs/cgroup/user.slice/memory.current': '1000000000\n',
    });
    expect(availableMemory('linux', nested)).toBe(2 * GB);
  });

  it('knows the older control groups, from within a container too', () => {
    const older = linux({
      '/proc/self/cgroup': '5:devices:/\n4:memory:/docker/abc\n1:cpu:/\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '1000000000\n',
      '/sys/fs/cgroup/memory/memory.usage_in_bytes': '700000000\n',
      '/sys/fs/cgroup/memory/memory.stat': 'cache 1\ntotal_inactive_file 200000000\n',
    });
    expect(availableMemory('linux', older)).toBe(0.5 * GB);
  });

  it('is the free memory elsewhere, half of all of it at least on macOS', () => {
    const free = availableMemory('win32', linux({}));
    expect(Math.abs(free - freemem())).toBeLessThan(totalmem() / 4);
    expect(availableMemory('darwin', linux({}))).toBeGreaterThanOrEqual(totalmem() / 2);
  });

  it('is something on this machine, and not more than it has', () => {
    expect(availableMemory()).toBeGreaterThan(0);
    expect(availableMemory()).toBeLessThanOrEqual(totalmem());
  });
});

describe('a run that would not fit', () => {
  const { data } = parityCases[0]!;
  const model = { ...parityCases[0]!.model, headDim: 8026, features: 8026 };

  it('is refused with both numbers and what to change', () => {
    let refused: unknown;
    try {
      refuseIfTooLarge(referenceEngineFactory, model, data, 1.5 * GB);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(LabError);
    expect(refused).toMatchObject({ code: 'out-of-memory' });
    expect((refused as LabError).message).toMatch(/needs 1\.8\d GB on the reference engine, 1\.50 GB is/);
    expect((refused as LabError).hint).toContain('model.headDim (8026)');
  });

  it('is not refused if it fits', () => {
    expect(() => refuseIfTooLarge(referenceEngineFactory, model, data, 2 * GB)).not.toThrow();
    expect(() => refuseIfTooLarge(referenceEngineFactory, parityCases[0]!.model, data)).not.toThrow();
  });
});
