import type { Command } from 'commander';
import { mkdirSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { LabError } from '../../../shared/errors.ts';
import { specOfRuns, usualFlags } from '../figureSpec.ts';
import type { CommandContext } from '../openLabFor.ts';
import { withLab } from '../openLabFor.ts';
import { readExperiment } from '../readExperiment.ts';
import { trainRun } from '../trainRun.ts';

export function addDemo(program: Command, context: CommandContext): void {
  program
    .command('demo')
    .summary('train the quick start and draw its figures, in seconds')
    .description(
      'Trains the quick-start preset with seed 0 on the documents that come with the app, compares it with the ' +
        'untrained measures, and draws its losses, map and heads.',
    )
    .option('--out-dir <folder>', 'where the figures go; default exports/demo in the data folder')
    .action(async ({ outDir }: { readonly outDir?: string }) => {
      const { io } = context;
      const experiment = readExperiment('quick-start', { seed: 0 }, io.cwd);
      await withLab(context, 'train', async (lab) => {
        const folder = outDir === undefined ? join(lab.folder.exports, 'demo') : resolve(io.cwd, outDir);
        makeFolder(folder);
        const run = await trainRun(context, lab, lab.startRun(experiment), {});
        if (run.state !== 'finished') return;
        const { saveFigure } = await import('../../figures/saveFigure.ts');
        for (const view of ['loss', 'heatmap', 'heads'] as const) {
          const spec = specOfRuns([run.id], { ...usualFlags, view: [view] });
          for (const format of ['svg', 'png']) {
            const path = join(folder, `${view}.${format}`);
            await saveFigure(lab.api, spec, path);
            io.out(fromHere(path, io.cwd));
          }
        }
      });
    });
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new LabError('io', `cannot make the folder: ${folder}`, {
      hint: 'Choose another with --out-dir',
      cause,
    });
  }
}

/** Relative to where the person stands if it lies below, else absolute. */
function fromHere(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') || isAbsolute(short) ? path : short;
}
