import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readComparison, type Comparison } from '../../shared/comparison.ts';
import { LabError } from '../../shared/errors.ts';

/** A comparison that the window saved. Throws `LabError`: `not-found`, `bad-input`. */
export function readComparisonFile(cwd: string, file: string): Comparison {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch (cause) {
    throw new LabError('not-found', `no such comparison: ${file}`, { cause });
  }
  return readComparison(text, file);
}
