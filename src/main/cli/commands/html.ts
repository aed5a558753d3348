import type { Command } from 'commander';
import { resolve } from 'node:path';
import { pageDocuments, pageSteps, type PageOptions } from '../../../shared/attentionPage.ts';
import type { FigureSource } from '../../../shared/figureSource.ts';
import { measureId, measureSpecs } from '../../../shared/metrics.ts';
import { formatCount } from '../../../shared/scales.ts';
import { findRun } from '../findRun.ts';
import { formatBytes } from '../format.ts';
import { choice, wholeNumber } from '../options.ts';
import type { CommandContext } from '../openLabFor.ts';
import { withLab } from '../openLabFor.ts';

interface Flags {
  readonly out: string;
  readonly step?: number;
  readonly sequence: number;
  readonly measure?: string;
  readonly documents: PageOptions['documents'];
  readonly steps: PageOptions['steps'];
  readonly theme?: 'light' | 'dark';
  readonly locale: PageOptions['locale'];
}

export function addHtml(program: Command, context: CommandContext): void {
  program
    .command('html')
    .summary('write a page of a run’s attention for people without the app')
    .description(
      'Writes one .html file with heads, map and exact values of every kept step, which any browser opens from disk, ' +
        'without a network.',
    )
    .argument('<run>', 'its id, the beginning of its id, its name, or "last"')
    .requiredOption('--out <file>', 'file to write, ending in .html')
    .option(
      '--step <n>',
      'the snapshot at or before this step, shown first; default the newest',
      wholeNumber(0, 1_000_000),
    )
    .option('--sequence <n>', 'which test sequence, from 0', wholeNumber(0, 1_000_000), 0)
    .option(
      '--measure <id>',
      'an untrained measure on the run’s documents instead of its attention',
      choice(measureSpecs.map(measureId)),
    )
    .option(
      '--documents <what>',
      'what of the documents goes with it: none, titles or texts',
      choice(pageDocuments),
      'titles',
    )
    .option(
      '--steps <which>',
      'all kept steps with a way through them, or one: the step looked at',
      choice(pageSteps),
      'all',
    )
    .option('--theme <name>', 'light or dark; default as the reader has it', choice(['light', 'dark']))
    .option('--locale <name>', 'language of the page: en or pt-BR', choice(['en', 'pt-BR']), 'en')
    .action(async (asked: string, flags: Flags) => {
      await withLab(context, 'read', async (lab) => {
        const { id: runId } = await findRun(lab.api, asked);
        const { sequence, step = null, measure, documents, steps, theme = null, locale } = flags;
        const source: FigureSource =
          measure === undefined
            ? { kind: 'run', runId, step, sequence }
            : { kind: 'measure', runId, sequence, measure };
        const path = resolve(context.io.cwd, flags.out);
        const page = await lab.api.saveAttentionPage({ source, path, documents, steps, theme, locale });
        const of = page.keptSteps > page.steps ? ` of ${formatCount(page.keptSteps)}` : '';
        const many = page.steps > 1 ? `, ${formatCount(page.steps)}${of} steps` : '';
        context.io.out(`Written to ${flags.out}: ${formatBytes(page.bytes)}${many}.`);
      });
    });
}
