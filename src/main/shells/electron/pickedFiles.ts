import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { pickedId } from '../../../shared/pickedFiles.ts';
import { isBelow } from '../isBelow.ts';

const fileSchema = z.strictObject({
  version: z.literal(1),
  picked: z.array(z.strictObject({ id: z.string().max(5000), path: z.string().min(1).max(4096) })),
  /** How many of the newest are listed as recent. */
  recent: z.int().min(0).default(0),
});

type Remembered = Pick<z.output<typeof fileSchema>, 'picked' | 'recent'>;
const nothing: Remembered = { picked: [], recent: 0 };

/** So many choices are remembered, the newest. */
const remembered = 500;
/** So many of them a menu lists. */
const listed = 10;

/**
 * What a person chose in a dialog, dropped on the window or agreed to: all of the disk that the window may name. It names
 * a choice by the id it was given (docs/adr/0020). Choices outlast the app, so that a run of last week can be run again;
 * a place to write to is good for this session alone.
 */
export class PickedFiles {
  readonly #file: string | null;
  /** Path by id, oldest first. */
  readonly #read: Map<string, string>;
  readonly #write = new Map<string, string>();
  /** How many of the newest are listed as recent. */
  #recent: number;
  #tell: (newest: string | undefined) => void = () => undefined;

  /** Remembers in the data folder; with null, of one that may not be written, until the app ends. */
  constructor(dataDir: string | null) {
    this.#file = dataDir === null ? null : join(dataDir, 'picked-files.json');
    const known = this.#file === null ? nothing : recall(this.#file);
    this.#read = new Map(known.picked.map(({ id, path }) => [id, path]));
    this.#recent = known.recent;
  }

  /** The id of a file or folder that a person let the window read; the same for the same. */
  giveToRead(path: string): string {
    const known = [...this.#read].find(([, picked]) => picked === path)?.[0];
    const id = known ?? idFor(path);
    if (!this.recent().includes(path)) this.#recent = Math.min(listed, this.#recent + 1);
    this.#read.delete(id);
    this.#read.set(id, path);
    for (const [oldest] of this.#read) {
      if (this.#read.size <= remembered) break;
      this.#read.delete(oldest);
    }
    this.#remember();
    this.#tell(path);
    return id;
  }

  /** What was opened last, the newest first. */
  recent(): readonly string[] {
    return this.#recent === 0 ? [] : [...this.#read.values()].slice(-this.#recent).toReversed();
  }

  /** Empties that list; the window may read what it might. */
  clearRecent(): void {
    this.#recent = 0;
    this.#remember();
    this.#tell(undefined);
  }

  /** Tells when that list changes, and of what is new in it. */
  onRecent(listener: (newest: string | undefined) => void): void {
    this.#tell = listener;
  }

  /** The id of a file that a person let the window write. */
  giveToWrite(path: string): string {
    const id = idFor(path);
    this.#write.set(id, path);
    return id;
  }

  /** The place to read behind an id, or behind a path that was chosen or lies in a folder that was; else undefined. */
  toRead(named: string): string | undefined {
    const picked = this.#read.get(named);
    if (picked !== undefined) return picked;
    return isAbsolute(named) && isBelow([...this.#read.values()], named) ? named : undefined;
  }

  toWrite(named: string): string | undefined {
    return this.#write.get(named);
  }

  #remember(): void {
    if (this.#file === null) return;
    const picked = [...this.#read].map(([id, path]) => ({ id, path }));
    try {
      writeFileSync(`${this.#file}.part`, JSON.stringify({ version: 1, picked, recent: this.#recent }), {
        mode: 0o600,
      });
      renameSync(`${this.#file}.part`, this.#file);
    } catch {
      // A full disk or a folder just gone: the choice holds until the app ends, then is made again.
    }
  }
}

function idFor(path: string): string {
  return pickedId(randomBytes(16).toString('hex'), basename(path) || path);
}

/** A file that cannot be read is as good as none: what was chosen is chosen again. */
function recall(file: string): Remembered {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return nothing;
  }
}
