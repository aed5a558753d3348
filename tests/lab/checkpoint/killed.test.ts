import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listCheckpoints, sweepTemporary } from '../../../src/lab/checkpoint/folders.ts';
import { openOrNearest } from '../../../src/lab/checkpoint/open.ts';
import { restoreEngine } from '../../../src/lab/checkpoint/restore.ts';
import { adamTensors } from '../../../src/lab/engine/engine.ts';
import { bitsOf, fill, tinyEngine } from './tinyEngine.ts';

const writer = join(import.meta.dirname, 'killedWriter.ts');

const runWriter = (runDir: string, killAt: number): Promise<{ signal: string | null; points: number }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [writer, runDir, String(killAt)], (error, stdout) => {
      resolve({ signal: error?.signal ?? null, points: Number(stdout) });
    });
  });

it('a kill -9 at any point of a write leaves the new checkpoint or the one before, whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'killed-'));
  try {
    const { points } = await runWriter(join(folder, 'undisturbed'), -1);
    // Six tensors of four pieces and two small files, each synced, and four points for the folder.
    expect(points).toBe(6 * (4 + 1) + 2 * 2 + 4);
    const steps: number[] = [];
    for (let killAt = 0; killAt < points; killAt++) {
      const runDir = join(folder, String(killAt));
      expect((await runWriter(runDir, killAt)).signal).toBe('SIGKILL');
      await sweepTemporary(runDir);
      const [newest] = await listCheckpoints(runDir);
      expect(await readdir(runDir)).toHaveLength((await listCheckpoints(runDir)).length);
      const opened = await openOrNearest(newest!.folder);
      expect(opened.passedOver).toEqual([]);
      const [expected, restored] = [tinyEngine(), tinyEngine()];
      await fill(expected, adamTensors, opened.state.step);
      await restoreEngine(opened, restored);
      for (const tensor of adamTensors) {
        expect(await bitsOf(restored, tensor)).toEqual(await bitsOf(expected, tensor));
      }
      steps.push(opened.state.step);
    }
    // Only the last two points come after the rename.
    expect(steps).toEqual([...Array.from({ length: points - 2 }, () => 1), 2, 2]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
