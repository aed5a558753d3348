import type { FigureSpec } from '../../shared/figure.ts';
import { recipeText, type Recipe } from '../../shared/recipe.ts';
import { drawnFigure } from './drawFigure.ts';
import type { FigureApi } from './figureApi.ts';
import { figureFormat, writeWhole } from './figureFile.ts';

/**
 * Draws a figure into a file whose ending says how, whole or not at all. A CSV cannot carry its recipe: that lies
 * beside it as JSON. Returns the files written.
 */
export async function saveFigure(
  api: FigureApi,
  spec: FigureSpec,
  path: string,
): Promise<{ readonly files: readonly string[]; readonly recipe: Recipe }> {
  const format = figureFormat(path);
  const { bytes, recipe } = await drawnFigure(api, spec, format);
  writeWhole(path, bytes);
  if (format !== 'csv') return { files: [path], recipe };
  const beside = path.replace(/\.csv$/i, '.recipe.json');
  writeWhole(beside, `${recipeText(recipe)}\n`);
  return { files: [path, beside], recipe };
}
