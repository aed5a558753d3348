import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import type { FigureApi, FigureOptions } from './drawFigure.ts';
import { drawFigure } from './drawFigure.ts';
import type { FigureView } from './figureViews.ts';
import { figureFormat } from './figureViews.ts';
import { rasterise } from './rasterise.ts';

export { figureFormat };

/** Pixels of a PNG a CSS pixel: sharp in print and on dense screens. */
const pngScale = 2;

/**
 * Writes a view of a run to `path`, whole or not at all; its ending chooses SVG or PNG. Throws
 * `LabError('bad-input')` for another ending and `LabError('io')` if the file cannot be written.
 */
export async function writeFigure(
  api: FigureApi,
  runId: RunId,
  view: FigureView,
  path: string,
  options: FigureOptions = {},
): Promise<void> {
  figureFormat(path);
  writeDrawing(path, await drawFigure(api, runId, view, options));
}

/** Writes a drawing to `path` as its ending says, whole or not at all. Throws as `writeFigure` does. */
export function writeDrawing(path: string, svg: string): void {
  writeWhole(path, figureFormat(path) === 'svg' ? svg : rasterise(svg, pngScale));
}

/** Writes beside the target and renames, so that nobody ever reads half a figure. */
function writeWhole(path: string, content: string | Buffer): void {
  if (!existsSync(dirname(path))) {
    throw new LabError('io', `no such folder: ${dirname(path)}`, { hint: 'Make it, or choose another' });
  }
  const unfinished = `${path}.tmp-${process.pid}`;
  try {
    writeFileSync(unfinished, content);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError('io', `cannot write the figure: ${reason}`, { cause: error });
  }
}
