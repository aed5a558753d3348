import type { FigureSpec } from '../../shared/figure.ts';
import { drawFigure, drawRecipe } from './drawFigure.ts';
import type { FigureApi } from './figureApi.ts';
import { figureFormat, writeWhole } from './figureFile.ts';

/**
 * Draws a figure into a file whose ending says how, whole or not at all. A CSV cannot carry its recipe: that lies
 * beside it as JSON. Returns the files written.
 */
export async function saveFigure(api: FigureApi, spec: FigureSpec, path: string): Promise<readonly string[]> {
  const format = figureFormat(path);
  const { bytes } = await drawFigure(api, spec, format);
  writeWhole(path, bytes);
  if (format !== 'csv') return [path];
  const beside = path.replace(/\.csv$/i, '.recipe.json');
  writeWhole(beside, await drawRecipe(api, spec));
  return [path, beside];
}
