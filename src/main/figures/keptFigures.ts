import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import {
  readFigureList,
  writeFigureList,
  type FigureListEntry,
  type KeptFigure,
} from '../../shared/figureList.ts';
import type { Recipe } from '../../shared/recipe.ts';
import { writeWhole } from './figureFile.ts';

/** The most that are kept: the oldest make room. */
const mostKept = 1000;

/**
 * The figures that were saved from a data folder, in `exports/figures.json`. What was made for a browser to fetch lies
 * in the cache for a day: of it the name is kept, and it is drawn again into `exports`.
 */
export class KeptFigures {
  readonly #exports: string;
  readonly #cache: string;

  constructor(folders: { readonly exports: string; readonly cache: string }) {
    this.#exports = folders.exports;
    this.#cache = folders.cache;
  }

  get file(): string {
    return join(this.#exports, 'figures.json');
  }

  /** Newest first. */
  all(): readonly KeptFigure[] {
    return this.#entries().map(({ file, drawnAt, recipe }) => ({
      id: idOf(file),
      name: basename(file),
      drawnAt,
      recipe,
    }));
  }

  /** Throws `LabError('bad-input')` for the one place where no figure may lie. */
  expectElsewhere(path: string): void {
    if (resolve(path) !== this.file) return;
    throw new LabError('bad-input', `the list of figures lies there: ${path}`, {
      hint: 'Choose another name',
    });
  }

  /** Takes up a figure, in the place of the one that lay there. */
  add(path: string, recipe: Recipe, now: Date): void {
    const isPassing = !relative(this.#cache, resolve(path)).startsWith('..');
    const file = isPassing ? basename(path) : relativeIfInside(this.#exports, resolve(path));
    const others = this.#entries().filter((entry) => entry.file !== file);
    this.#write([{ file, drawnAt: now.toISOString(), recipe }, ...others].slice(0, mostKept));
  }

  /** Takes figures off the list; their files stay. */
  remove(ids: readonly string[]): void {
    this.#write(this.#entries().filter(({ file }) => !ids.includes(idOf(file))));
  }

  /** Where each of them lies; all of them for null. `here`: in `exports`, whatever place was chosen. */
  places(
    ids: readonly string[] | null,
    here: boolean,
  ): readonly { readonly path: string; readonly recipe: Recipe }[] {
    return this.#entries()
      .filter(({ file }) => ids?.includes(idOf(file)) ?? true)
      .map(({ file, recipe }) => ({
        path: here ? join(this.#exports, basename(file)) : resolve(this.#exports, file),
        recipe,
      }));
  }

  /** A list that cannot be read is as good as none: no figure stays unsaved for it. */
  #entries(): readonly FigureListEntry[] {
    if (!existsSync(this.file)) return [];
    try {
      return readFigureList(readFileSync(this.file, 'utf8'), this.file);
    } catch {
      return [];
    }
  }

  #write(entries: readonly FigureListEntry[]): void {
    this.#setAsideDamaged();
    mkdirSync(dirname(this.file), { recursive: true });
    writeWhole(this.file, writeFigureList(entries));
  }

  /** What is not understood is not written over: it may be mended, or of a newer version. */
  #setAsideDamaged(): void {
    if (!existsSync(this.file)) return;
    try {
      readFigureList(readFileSync(this.file, 'utf8'), this.file);
    } catch {
      renameSync(this.file, `${this.file}.damaged`);
    }
  }
}

const idOf = (file: string): string => createHash('sha256').update(file).digest('hex').slice(0, 16);

/** So that the list still fits when the data folder is moved. */
function relativeIfInside(folder: string, path: string): string {
  const inside = relative(folder, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside;
}
