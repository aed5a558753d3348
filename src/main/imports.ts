import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { attentionOf } from '../lab/bundle/attentionFile.ts';
import { bundleFromFile, type BundlePart } from '../lab/bundle/bundleOf.ts';
import { keepAttention, keptBytes, keptFile, readKept } from '../lab/bundle/keep.ts';
import { resourceFile } from '../lab/resources.ts';
import type { AttentionBundle } from '../shared/attention.ts';
import { LabError } from '../shared/errors.ts';
import type { ImportPreview, ImportSummary, RowKind } from '../shared/imports.ts';
import { HeldFile } from './heldFile.ts';
import { expectSpace } from './jobs/diskSpace.ts';
import type { StoredImport } from './store/imports.ts';
import type { Store } from './store/store.ts';

/** Most that is handed out as one bundle; larger imports are asked for by layer or head. */
const bundleBytes = 256 * 2 ** 20;

export interface KeepOptions {
  readonly rows?: RowKind | undefined;
  readonly name?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of float32 written, of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Attention from other programs' files: looked into, kept, read and let go. */
export class Imports {
  readonly #store: Store;
  readonly #folder: string;
  readonly #held = new HeldFile();
  /** Off the list, and not yet off the disk. */
  readonly #removed = new Map<string, StoredImport>();

  /** `folder`: where the numbers are kept, made when it is needed. */
  constructor(store: Store, folder: string) {
    this.#store = store;
    this.#folder = folder;
  }

  /** What a file holds, with one head of an example; nothing is kept. Throws `LabError` as `openAttention` does. */
  inspect(
    path: string,
    rows: RowKind | undefined,
    at: { readonly example: number; readonly layer: number; readonly head: number },
  ): Promise<ImportPreview> {
    return this.#held.use(path, async (tensors) => {
      const file = await attentionOf(tensors, basename(path), rows);
      const example = file.examples[at.example];
      const beyond = (what: string, index: number, count: number): LabError =>
        new LabError('bad-input', `no ${what} ${index + 1}, it has ${count}: ${file.name}`);
      if (example === undefined) throw beyond('example', at.example, file.examples.length);
      if (at.layer >= example.layers) throw beyond('layer', at.layer, example.layers);
      if (at.head >= example.heads) throw beyond('head', at.head, example.heads);
      return {
        name: file.name,
        format: file.format,
        examples: file.examples.map(({ readMatrix: _, keyTokens: _k, queryTokens: _q, ...found }) => found),
        preview: await bundleFromFile(file.name, example, example.rowKind ?? 'queries', at),
      };
    });
  }

  /** Keeps a file's attention; the same attention again is the import that is there. Throws `LabError`, `out-of-disk` before a byte is written. */
  keep(path: string, { rows, name, signal, onProgress }: KeepOptions = {}): Promise<ImportSummary> {
    return this.#held.use(path, async (tensors) => {
      const file = await attentionOf(tensors, basename(path), rows);
      expectSpace(dirname(this.#folder), keptBytes(file), 'to import');
      const { hash, bytes, examples } = await keepAttention(file, this.#folder, {
        ...(signal === undefined ? {} : { signal }),
        ...(onProgress === undefined ? {} : { onProgress }),
      });
      this.#removed.delete(hash);
      this.#store.durably(() =>
        this.#store.imports.save({
          id: hash,
          name: name ?? file.name,
          format: file.format,
          bytes,
          createdAt: new Date().toISOString(),
          examples,
        }),
      );
      return toSummary(this.#get(hash));
    });
  }

  /** Keeps the sample that comes with the app. */
  keepSample(): Promise<ImportSummary> {
    return this.keep(resourceFile('samples/attention.npz'), { name: 'Sample' });
  }

  /** Newest first. */
  list(): readonly ImportSummary[] {
    return this.#store.imports.list().map(toSummary);
  }

  /** Throws `LabError`: `not-found`, `bad-input` for what is not in it or too much at once. */
  async bundle(id: string, index: number, part: BundlePart): Promise<AttentionBundle> {
    const kept = this.#get(id);
    const example = kept.examples[index];
    if (example !== undefined) {
      const layers = part.layer === null ? example.layers : 1;
      const heads = part.head === null ? example.heads : 1;
      if (layers * heads * example.keys * example.queries * 4 > bundleBytes) {
        throw new LabError('bad-input', `too much attention at once: ${kept.name}`, {
          hint: 'Ask for one layer or one head',
        });
      }
    }
    return readKept(this.#folder, { hash: kept.id, examples: kept.examples }, kept.name, index, part);
  }

  rename(id: string, name: string): ImportSummary {
    this.#get(id);
    this.#store.transaction(() => this.#store.imports.rename(id, name));
    return toSummary(this.#get(id));
  }

  /** Takes it off the list; `restore` brings it back until the lab is closed. */
  remove(id: string): void {
    const kept = this.#get(id);
    this.#store.durably(() => this.#store.imports.remove(id));
    this.#removed.set(id, kept);
  }

  /** Throws `LabError('not-found')` for what was not removed since the lab was opened. */
  restore(id: string): void {
    const removed = this.#removed.get(id);
    if (removed === undefined) throw notHere(id);
    this.#store.durably(() => this.#store.imports.save(removed));
    this.#removed.delete(id);
  }

  /** Removes the numbers of everything that is not on the list: removed, or left by a process that was killed. */
  async sweep(): Promise<void> {
    const kept = new Set(this.#store.imports.list().map(({ id }) => basename(keptFile('', id))));
    for (const name of await readdir(this.#folder).catch(() => [])) {
      if (!kept.has(name)) await rm(join(this.#folder, name), { force: true });
    }
    this.#removed.clear();
  }

  /** Closes what is open of other programs' files. */
  close(): Promise<void> {
    return this.#held.close();
  }

  #get(id: string): StoredImport {
    const kept = this.#store.imports.get(id);
    if (kept === null) throw notHere(id);
    return kept;
  }
}

function notHere(id: string): LabError {
  return new LabError('not-found', `no such import: ${id.slice(0, 12)}…`, {
    hint: 'It may have been removed, perhaps from another window',
  });
}

function toSummary({ examples, ...kept }: StoredImport): ImportSummary {
  return {
    ...kept,
    examples: examples.map(({ keyTokens: _k, queryTokens: _q, ...example }) => example),
  };
}
