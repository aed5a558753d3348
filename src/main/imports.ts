import { rm } from 'node:fs/promises';
import { openAttention } from '../lab/bundle/attentionFile.ts';
import { bundleFromFile, type BundlePart } from '../lab/bundle/bundleOf.ts';
import { keepAttention, keptFile, readKept } from '../lab/bundle/keep.ts';
import type { AttentionBundle } from '../shared/attention.ts';
import { LabError } from '../shared/errors.ts';
import type { ImportPreview, ImportSummary, RowKind } from '../shared/imports.ts';
import type { StoredImport } from './store/imports.ts';
import type { Store } from './store/store.ts';

/** Most that is handed out as one bundle; larger imports are asked for by layer or head. */
const bundleBytes = 256 * 2 ** 20;

/** Attention from other programs' files: looked into, kept, read and let go. */
export class Imports {
  readonly #store: Store;
  readonly #folder: string;

  /** `folder`: where the numbers are kept, made when it is needed. */
  constructor(store: Store, folder: string) {
    this.#store = store;
    this.#folder = folder;
  }

  /** What a file holds; nothing is kept. Throws `LabError` as `openAttention` does. */
  async inspect(path: string, rows: RowKind | undefined, index: number): Promise<ImportPreview> {
    const file = await openAttention(path, { rows });
    try {
      const example = file.examples[index];
      if (example === undefined) {
        throw new LabError(
          'bad-input',
          `no example ${index + 1}, it has ${file.examples.length}: ${file.name}`,
        );
      }
      const part = { layer: 0, head: 0 };
      return {
        name: file.name,
        format: file.format,
        examples: file.examples.map(({ readMatrix: _, keyTokens: _k, queryTokens: _q, ...found }) => found),
        preview: await bundleFromFile(file.name, example, example.rowKind ?? 'queries', part),
      };
    } finally {
      await file.close();
    }
  }

  /** Keeps a file's attention; the same attention again is the import that is there. Throws `LabError`. */
  async keep(path: string, rows: RowKind | undefined, name: string | undefined): Promise<ImportSummary> {
    const file = await openAttention(path, { rows });
    try {
      const { hash, bytes, examples } = await keepAttention(file, this.#folder);
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
    } finally {
      await file.close();
    }
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

  async remove(id: string): Promise<void> {
    this.#get(id);
    this.#store.durably(() => this.#store.imports.remove(id));
    await rm(keptFile(this.#folder, id), { force: true });
  }

  #get(id: string): StoredImport {
    const kept = this.#store.imports.get(id);
    if (kept !== null) return kept;
    throw new LabError('not-found', `no such import: ${id.slice(0, 12)}…`, {
      hint: 'It may have been removed, perhaps from another window',
    });
  }
}

function toSummary({ examples, ...kept }: StoredImport): ImportSummary {
  return {
    ...kept,
    examples: examples.map(({ keyTokens: _k, queryTokens: _q, ...example }) => example),
  };
}
