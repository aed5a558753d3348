import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/ids.ts';
import type { FigureApi, FigureOptions, FigureView } from './drawFigure.ts';
import { drawFigure } from './drawFigure.ts';
import { rasterise } from './rasterise.ts';

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
  const format = figureFormat(path);
  const svg = await drawFigure(api, runId, view, options);
  writeWhole(path, format === 'svg' ? svg : rasterise(svg, pngScale));
}

/** Throws `LabError('bad-input')` unless the file's name ends in .svg or .png. */
export function figureFormat(path: string): 'svg' | 'png' {
  const extension = extname(path).toLowerCase();
  if (extension === '.svg') return 'svg';
  if (extension === '.png') return 'png';
  throw new LabError('bad-input', `unknown figure format: ${extension === '' ? path : extension}`, {
    hint: 'End the file’s name in .svg or .png',
  });
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
