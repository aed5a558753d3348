import { extname } from 'node:path';
import { LabError } from '../../shared/errors.ts';

/** What can be drawn, and into which files. By itself, so that naming a view loads no drawing code. */
export const attentionViews = ['heatmap', 'heads'] as const;
export type AttentionView = (typeof attentionViews)[number];
export const figureViews = ['loss', ...attentionViews] as const;
export type FigureView = (typeof figureViews)[number];

/** Throws `LabError('bad-input')` unless the file's name ends in .svg or .png. */
export function figureFormat(path: string): 'svg' | 'png' {
  const extension = extname(path).toLowerCase();
  if (extension === '.svg') return 'svg';
  if (extension === '.png') return 'png';
  throw new LabError('bad-input', `unknown figure format: ${extension === '' ? path : extension}`, {
    hint: 'End the file’s name in .svg or .png',
  });
}
