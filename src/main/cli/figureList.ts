import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import { figureFormats } from '../../shared/figure.ts';
import { readFigureList } from '../../shared/figureList.ts';
import { readRecipe, refuseTooLarge, type Recipe } from '../../shared/recipe.ts';
import { redraw } from '../figures/redraw.ts';
import type { Lab } from '../lab.ts';
import type { CliIo } from './io.ts';

interface Listed {
  readonly path: string;
  readonly recipe: Pick<Recipe, 'spec'>;
}

/**
 * Draws every figure of a list, or of a folder of figures with their recipes, again: where they lie, or into `out`.
 * Throws `LabError` after the last if some could not be drawn.
 */
export async function redrawList(
  lab: Lab,
  { list, out }: { readonly list: string; readonly out: string | null },
  io: Pick<CliIo, 'out' | 'err'>,
): Promise<void> {
  const found = isFolder(list) ? inFolder(list, io) : inFile(list);
  const figures =
    out === null ? found : found.map((one) => ({ ...one, path: join(out, basename(one.path)) }));
  if (figures.length === 0) {
    throw new LabError('not-found', `no figure with a recipe: ${list}`, {
      hint: 'Figures carry theirs; export some first',
    });
  }
  const { drawn, failed } = await redraw(lab.api, figures);
  for (const { name, why } of failed) io.err(`${name}: ${why}`);
  io.out(`Drawn again: ${drawn.length} of ${figures.length} figures.`);
  if (failed.length > 0) {
    throw new LabError('not-found', `${failed.length} of ${figures.length} figures could not be drawn`);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    throw new LabError('not-found', `no such list or folder: ${path}`, { cause });
  }
}

function inFile(path: string): readonly Listed[] {
  refuseTooLarge(statSync(path).size, path);
  return readFigureList(readFileSync(path, 'utf8'), path).map(({ file, recipe }) => ({
    path: resolve(dirname(path), file),
    recipe,
  }));
}

/** Figures by their endings; the recipe of a CSV lies beside it. */
function inFolder(folder: string, io: Pick<CliIo, 'err'>): readonly Listed[] {
  const names = readdirSync(folder).sort();
  return names.flatMap((name): Listed[] => {
    const ending = extname(name).slice(1).toLowerCase();
    if (!figureFormats.some((format) => format === ending) || name.endsWith('.recipe.json')) return [];
    const path = join(folder, name);
    const from = ending === 'csv' ? path.replace(/\.csv$/i, '.recipe.json') : path;
    try {
      refuseTooLarge(statSync(from).size, basename(from));
      return [{ path, recipe: readRecipe(readFileSync(from), basename(from)) }];
    } catch (error) {
      io.err(`${name}: ${error instanceof LabError ? error.message : 'no recipe beside it'}, left as it is`);
      return [];
    }
  });
}
