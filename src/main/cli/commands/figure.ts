import type { Command } from 'commander';
import { resolve } from 'node:path';
import { orderKinds } from '../../../shared/order.ts';
import type { OrderKind } from '../../../shared/order.ts';
import { scaleKinds } from '../../../shared/scales.ts';
import type { ScaleKind } from '../../../shared/scales.ts';
import type { Theme } from '../../../shared/colours.ts';
import type { FigureView } from '../../figures/figureViews.ts';
import { figureFormat, figureViews } from '../../figures/figureViews.ts';
import { findRun } from '../findRun.ts';
import { choice, wholeNumber } from '../options.ts';
import type { CommandContext } from '../openLabFor.ts';
import { withLab } from '../openLabFor.ts';

interface Flags {
  readonly view: FigureView;
  readonly out: string;
  readonly step?: number;
  readonly sequence?: number;
  readonly theme?: Theme;
  readonly width?: number;
  readonly order?: OrderKind;
  readonly scale?: ScaleKind;
}

export function addFigure(program: Command, context: CommandContext): void {
  program
    .command('figure')
    .summary('draw a run’s losses, map or heads into a file')
    .description('Draws a view of a run into an SVG or PNG file, as the window shows it.')
    .argument('<run>', 'its id, the beginning of its id, its name, or "last"')
    .requiredOption('--view <name>', 'loss, heatmap or heads', choice(figureViews))
    .requiredOption('--out <file>', 'file to write; its ending, .svg or .png, says how')
    .option(
      '--step <n>',
      'attention: the snapshot at or before this step; loss: where the cursor stands',
      wholeNumber(0),
    )
    .option('--sequence <n>', 'which of the test sequences the run follows, from 0', wholeNumber(0, 63))
    .option('--theme <name>', 'light or dark', choice(['light', 'dark']))
    .option('--width <px>', 'width in CSS pixels; a PNG has two pixels for each', wholeNumber(240, 4000))
    .option('--order <name>', 'given, class or similarity', choice(orderKinds))
    .option('--scale <name>', 'linear, sqrt or log', choice(scaleKinds))
    .action(async (asked: string, { view, out, ...options }: Flags) => {
      figureFormat(out);
      await withLab(context, 'read', async (lab) => {
        const run = await findRun(lab.api, asked);
        const { writeFigure } = await import('../../figures/writeFigure.ts');
        await writeFigure(lab.api, run.id, view, resolve(context.io.cwd, out), options);
        context.io.out(`Written to ${out}.`);
      });
    });
}
