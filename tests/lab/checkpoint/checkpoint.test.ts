import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listCheckpoints, sweepTemporary } from '../../../src/lab/checkpoint/folders.ts';
import { keepNewestResumable, keepOnly } from '../../../src/lab/checkpoint/keep.ts';
import { openCheckpoint, openOrNearest } from '../../../src/lab/checkpoint/open.ts';
import { restoreEngine } from '../../../src/lab/checkpoint/restore.ts';
import { writeCheckpoint } from '../../../src/lab/checkpoint/write.ts';
import { adamTensors, weightTensors } from '../../../src/lab/engine/engine.ts';
import { LabError } from '../../../src/shared/errors.ts';
import { bitsOf, fill, stateAt, tinyEngine, type TinyEngine } from './tinyEngine.ts';

let runDir: string;
let engine: TinyEngine;

beforeEach(async () => {
  runDir = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  engine = tinyEngine();
  await fill(engine, adamTensors, 1);
});
afterEach(() => rm(runDir, { recursive: true, force: true }));

const save = (step: number, resumable = true, from = engine): Promise<string> =>
  writeCheckpoint(runDir, from, stateAt(step, from), resumable).then(({ folder }) => folder);
const names = async (): Promise<string[]> => (await readdir(runDir)).sort();
const failure = (work: Promise<unknown>): Promise<LabError> =>
  work.then(
    () => expect.fail('should have thrown'),
    (error: unknown) => (error instanceof LabError ? error : expect.fail(`not expected: ${String(error)}`)),
  );

describe('a written checkpoint', () => {
  it('brings every tensor and the step count back bit for bit, in pieces of a few rows', async () => {
    const rowBytes = 7 * 4;
    const { folder } = await writeCheckpoint(runDir, engine, stateAt(12, engine), true, {
      chunkBytes: 3 * rowBytes,
    });
    expect(Math.max(...engine.reads)).toBe(3);
    const other = tinyEngine();
    await restoreEngine(await openCheckpoint(folder), other, { chunkBytes: 4 * rowBytes });
    for (const tensor of adamTensors)
      expect(await bitsOf(other, tensor)).toEqual(await bitsOf(engine, tensor));
    expect(other.stepCount).toBe(12);
  });

  it('keeps where the run was', async () => {
    const checkpoint = await openCheckpoint(await save(12));
    expect(checkpoint.state).toEqual(stateAt(12, engine));
  });

  it('lists size and SHA-256 of each file and says what it takes', async () => {
    const written = await writeCheckpoint(runDir, engine, stateAt(3, engine), true);
    expect(basename(written.folder)).toBe('ckpt-000003');
    const { manifest } = await openCheckpoint(written.folder);
    expect(manifest.files.map((file) => file.name)).toEqual([
      ...adamTensors.map((tensor) => `${tensor}.f32`),
      'state.json',
    ]);
    let bytes = (await readFile(join(written.folder, 'manifest.json'))).length;
    for (const file of manifest.files) {
      const content = await readFile(join(written.folder, file.name));
      expect(file.sha256).toBe(createHash('sha256').update(content).digest('hex'));
      expect(file.bytes).toBe(content.length);
      bytes += content.length;
    }
    expect(written).toMatchObject({ bytes, resumable: true, step: 3 });
    expect(await names()).toEqual(['ckpt-000003']);
  });

  it('holds the weights alone when it is not to be resumed', async () => {
    const { manifest } = await openCheckpoint(await save(3, false));
    expect(manifest.files.map((file) => file.name)).toEqual(['A_K.f32', 'A_Q.f32', 'state.json']);
    expect(manifest.resumable).toBe(false);
  });

  it('has no moments when SGD trains', async () => {
    const sgd = tinyEngine({ optimiser: 'sgd' });
    await fill(sgd, weightTensors, 1);
    const { manifest } = await openCheckpoint(await save(3, true, sgd));
    expect(manifest.files.map((file) => file.name)).toEqual(['A_K.f32', 'A_Q.f32', 'state.json']);
    expect(manifest.resumable).toBe(true);
  });

  it('never replaces one of the same step', async () => {
    await save(3);
    await save(3, false);
    expect((await listCheckpoints(runDir)).map(({ folder }) => basename(folder))).toEqual([
      'ckpt-000003-2',
      'ckpt-000003',
    ]);
  });

  it('is refused by an engine of other sizes', async () => {
    const checkpoint = await openCheckpoint(await save(3));
    const error = await failure(restoreEngine(checkpoint, tinyEngine({ headDim: 6 })));
    expect(error.code).toBe('conflict');
    expect(error.message).toBe('ckpt-000003 has another headDim: 5 instead of 6');
  });

  it('is refused by Adam when SGD wrote it', async () => {
    const checkpoint = await openCheckpoint(await save(3, true, tinyEngine({ optimiser: 'sgd' })));
    const error = await failure(restoreEngine(checkpoint, engine));
    expect(error.message).toBe('ckpt-000003 does not hold what the optimiser needs: m_K');
  });
});

describe('a damaged checkpoint', () => {
  const damages: readonly (readonly [string, RegExp, (folder: string) => Promise<unknown>])[] = [
    [
      'a truncated file',
      /v_K\.f32 has 200 bytes instead of 280/,
      (folder) => truncate(join(folder, 'v_K.f32'), 200),
    ],
    [
      'a flipped bit',
      /A_Q\.f32 is not what was written/,
      async (folder) => {
        const content = await readFile(join(folder, 'A_Q.f32'));
        content[100]! ^= 4;
        await writeFile(join(folder, 'A_Q.f32'), content);
      },
    ],
    ['a missing file', /m_Q\.f32 is missing/, (folder) => rm(join(folder, 'm_Q.f32'))],
    ['no manifest', /manifest\.json is missing/, (folder) => rm(join(folder, 'manifest.json'))],
    [
      'half a manifest',
      /manifest\.json is not JSON/,
      (folder) => truncate(join(folder, 'manifest.json'), 90),
    ],
    [
      'a manifest that names a file elsewhere',
      /not a file of a checkpoint/,
      async (folder) => {
        const path = join(folder, 'manifest.json');
        await writeFile(path, (await readFile(path, 'utf8')).replace('A_K.f32', '../A_K.f32'));
      },
    ],
    ['a folder that is gone', /manifest\.json is missing/, (folder) => rm(folder, { recursive: true })],
  ];

  for (const [title, reason, damage] of damages) {
    it(`is passed over for the one before: ${title}`, async () => {
      await save(5);
      const newest = await save(10);
      await damage(newest);
      const opened = await openOrNearest(newest);
      expect(basename(opened.folder)).toBe('ckpt-000005');
      expect(opened.passedOver).toEqual([expect.stringMatching(reason)]);
    });
  }

  it('leaves a clear error when it was the only one', async () => {
    const only = await save(5);
    await truncate(join(only, 'A_K.f32'), 3);
    const error = await failure(openOrNearest(only));
    expect(error.sentence).toBe(
      'no checkpoint to go on from: damaged checkpoint: ckpt-000005, A_K.f32 has 3 bytes instead of 280. Start the run again from its first step',
    );
  });

  it('is passed over when it lacks what the caller needs', async () => {
    await save(5);
    const weights = await save(10, false);
    const opened = await openOrNearest(weights, ({ manifest }) =>
      manifest.resumable ? null : 'holds the weights alone',
    );
    expect(opened.state.step).toBe(5);
    expect(opened.passedOver).toEqual(['ckpt-000010: holds the weights alone']);
  });

  it('lets a newer one stand in only when nothing else is left', async () => {
    const [first, asked] = [await save(5), await save(10)];
    await save(20);
    await save(30);
    expect((await openOrNearest(asked)).state.step).toBe(10);
    await rm(asked, { recursive: true });
    expect((await openOrNearest(asked)).state.step).toBe(5);
    await rm(first, { recursive: true });
    expect((await openOrNearest(asked)).state.step).toBe(20);
  });
});

describe('a full disk', () => {
  it('refuses before anything is written, with the numbers', async () => {
    const work = writeCheckpoint(runDir, engine, stateAt(1, engine), true, {
      freeBytes: async () => 5_000_000,
    });
    const error = await failure(work);
    expect(error.code).toBe('out-of-disk');
    expect(error.message).toMatch(/^not enough disk space for a checkpoint: 67 MB needed, 5 MB free in /);
    expect(await names()).toEqual([]);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'that fills up meanwhile leaves nothing but the checkpoint before',
    async () => {
      await save(1);
      const links: Promise<void>[] = [];
      const work = writeCheckpoint(runDir, engine, stateAt(2, engine), true, {
        // The system's own full device takes the place of the third tensor.
        onPoint: (point) => {
          if (point !== 'folder made') return;
          const temporary = join(runDir, `ckpt-000002.tmp-${process.pid}`);
          links.push(symlink('/dev/full', join(temporary, 'm_K.f32')));
        },
      });
      const error = await failure(work);
      await Promise.all(links);
      expect(error.code).toBe('out-of-disk');
      expect(error.message).toMatch(/^no space left while writing a checkpoint: /);
      expect(await names()).toEqual(['ckpt-000001']);
    },
  );

  it('is told apart from a folder that cannot be written', async () => {
    const file = join(runDir, 'a file');
    await writeFile(file, '');
    const error = await failure(writeCheckpoint(file, engine, stateAt(1, engine), true));
    expect(error.code).toBe('io');
  });
});

describe('keeping', () => {
  it('leaves the last two that can be resumed, and weights alone untouched', async () => {
    const [first, second] = [await save(10), await save(20)];
    await save(25, false);
    await save(30);
    await save(40);
    expect(await keepNewestResumable(runDir, 2)).toEqual([second, first]);
    expect(await names()).toEqual(['ckpt-000025', 'ckpt-000030', 'ckpt-000040']);
  });

  it('removes nothing while the newest is damaged', async () => {
    await save(10);
    await save(20);
    await truncate(join(await save(30), 'A_K.f32'), 8);
    expect((await failure(keepNewestResumable(runDir, 2))).code).toBe('io');
    expect(await names()).toHaveLength(3);
  });

  it('leaves one alone at the end, or none', async () => {
    await save(10);
    await save(20);
    const kept = await save(20, false);
    await keepOnly(runDir, kept);
    expect(await names()).toEqual(['ckpt-000020-2']);
    await keepOnly(runDir, null);
    expect(await names()).toEqual([]);
  });
});

describe('what the dead left behind', () => {
  it('is swept, and what the living write is not', async () => {
    await save(1);
    const beyondAnyPid = 2 ** 30;
    await writeFile(join(runDir, `ckpt-000002.tmp-${beyondAnyPid}`), '');
    await writeFile(join(runDir, `ckpt-000003.tmp-${process.pid}`), '');
    await writeFile(join(runDir, `ckpt-000004.tmp-${process.ppid}`), '');
    await sweepTemporary(runDir);
    expect(await names()).toEqual(['ckpt-000001', `ckpt-000004.tmp-${process.ppid}`]);
  });

  it('is nothing where there is no folder yet', async () => {
    expect(await sweepTemporary(join(runDir, 'none'))).toEqual([]);
    expect(await listCheckpoints(join(runDir, 'none'))).toEqual([]);
  });
});
