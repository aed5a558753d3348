import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { openOrNearest } from '../../../src/lab/checkpoint/open.ts';
import { restoreEngine } from '../../../src/lab/checkpoint/restore.ts';
import { writeCheckpoint } from '../../../src/lab/checkpoint/write.ts';
import { adamTensors } from '../../../src/lab/engine/engine.ts';
import { fill, stateAt, tinyEngine } from '../../../tests/lab/checkpoint/tinyEngine.ts';
import { createHash } from 'node:crypto';
import type { FuzzTarget } from '../fuzz.ts';
import { editJson, jsonEdits, mutate, mutations } from '../mutations.ts';

const words = ['{', '}', '"', ',', ':', 'null', '-1', '../', '1e999', '"__proto__":{},', '\0'];

interface Input {
  readonly file: string;
  readonly bytes: Buffer;
  /** Whether the manifest says of the file what it now is, so that its contents are looked at. */
  readonly resealed: boolean;
}

/** A checkpoint from elsewhere: its manifest, its state and its tensors. */
export const checkpoint: FuzzTarget<Input> = {
  name: 'checkpoint (manifest, state, tensors)',
  open: async (folder) => {
    const engine = tinyEngine();
    await fill(engine, adamTensors, 1);
    const { folder: whole } = await writeCheckpoint(join(folder, 'whole'), engine, stateAt(3, engine), true);
    const copy = join(folder, 'run', 'ckpt-000003');
    mkdirSync(join(folder, 'run'));
    const read = (file: string): Buffer => readFileSync(join(whole, file));
    const json = (file: string): unknown => JSON.parse(read(file).toString());
    const file = fc.constantFrom('manifest.json', 'state.json', 'A_K.f32', 'v_Q.f32');
    const resealed = fc.boolean();
    return {
      inputs: fc.oneof(
        fc
          .record({ file, changes: mutations(words), resealed })
          .map(({ file, changes, resealed }): Input => ({
            file,
            bytes: mutate(read(file), changes),
            resealed,
          })),
        fc
          .record({ file: fc.constantFrom('manifest.json', 'state.json'), edits: jsonEdits, resealed })
          .map(({ file, edits, resealed }): Input => {
            const text = JSON.stringify(editJson(json(file), edits)) ?? '';
            return { file, bytes: Buffer.from(text), resealed };
          }),
      ),
      parse: async ({ file, bytes, resealed }) => {
        rmSync(copy, { recursive: true, force: true });
        cpSync(whole, copy, { recursive: true });
        writeFileSync(join(copy, file), bytes);
        if (resealed && file !== 'manifest.json') reseal(join(copy, 'manifest.json'), file, bytes);
        await restoreEngine(await openOrNearest(copy), tinyEngine());
      },
    };
  },
};

function reseal(manifestFile: string, file: string, bytes: Buffer): void {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as {
    files: { name: string; bytes: number; sha256: string }[];
  };
  const entry = manifest.files.find(({ name }) => name === file);
  if (entry === undefined) return;
  entry.bytes = bytes.length;
  entry.sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(manifestFile, JSON.stringify(manifest));
}
