import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { LabError } from '../../shared/errors.ts';
import { figureFormats, type FigureFormat } from '../../shared/figure.ts';

/** Throws `LabError('bad-input')` unless the file's ending names a format. */
export function figureFormat(path: string): FigureFormat {
  const ending = extname(path).toLowerCase();
  const format = figureFormats.find((candidate) => `.${candidate}` === ending);
  if (format !== undefined) return format;
  throw new LabError('bad-input', `unknown figure format: ${ending === '' ? path : ending}`, {
    hint: `End the file’s name in ${figureFormats.map((name) => `.${name}`).join(', ')}`,
  });
}

/** Writes beside the target and renames, so that nobody ever reads half a figure. Throws `LabError('io')`. */
export function writeWhole(path: string, content: string | Uint8Array): void {
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
