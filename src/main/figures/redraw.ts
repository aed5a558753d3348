import { basename } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import type { RedrawnFigures } from '../../shared/figureList.ts';
import type { Recipe } from '../../shared/recipe.ts';
import type { FigureApi } from './figureApi.ts';
import { saveFigure } from './saveFigure.ts';

/** Draws figures again, one after the other, each where it lies; one that cannot be drawn does not keep the others. */
export async function redraw(
  api: FigureApi,
  figures: readonly { readonly path: string; readonly recipe: Pick<Recipe, 'spec'> }[],
): Promise<RedrawnFigures> {
  const drawn: string[] = [];
  const failed: { name: string; why: string }[] = [];
  for (const { path, recipe } of figures) {
    try {
      await saveFigure(api, recipe.spec, path);
      drawn.push(basename(path));
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      failed.push({ name: basename(path), why: error.sentence });
    }
  }
  return { drawn, failed };
}
