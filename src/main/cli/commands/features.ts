import type { Command } from 'commander';
import { featuresSchema } from '../../../shared/experiment.ts';
import { findPreset } from '../../../shared/presets.ts';
import { formatCount } from '../../../shared/scales.ts';
import type { FeaturesReport } from '../../../shared/trainerMessages.ts';
import { formatDuration, listWords } from '../format.ts';
import { frequency, list, listOf, wholeNumber } from '../options.ts';
import type { CommandContext } from '../openLabFor.ts';
import { withLab } from '../openLabFor.ts';
import { progressView } from '../progress.ts';
import type { DatasetFlags } from '../readDataset.ts';
import { readDataset } from '../readDataset.ts';
import { squareRows } from '../trainOutput.ts';
import { whileInterruptible } from '../whileInterruptible.ts';

interface Flags extends Pick<DatasetFlags, 'remove' | 'shuffleSeed'> {
  readonly data: string;
  readonly categories?: string[];
  readonly minDf?: number;
  readonly maxDf?: number;
  readonly json?: boolean;
}

export function addFeatures(program: Command, context: CommandContext): void {
  program
    .command('features')
    .summary('turn documents into numbers and say what came of it')
    .description(
      'Reads a dataset, makes its TF-IDF features and reports their sizes, first names and vocabulary.',
    )
    .option(
      '--data <path>',
      'archive, folder or table; or "embedded", or "20newsgroups" for the downloaded copy',
      'embedded',
    )
    .option(
      '--categories <a,b>',
      'classes to take, or "all"; of 20 Newsgroups the notebook’s four unless said otherwise',
      list,
    )
    .option(
      '--remove <parts>',
      'of 20 Newsgroups: headers, footers, quotes',
      listOf(['headers', 'footers', 'quotes']),
    )
    .option('--shuffle-seed <n>', 'seed of the documents’ order', wholeNumber(0))
    .option('--min-df <x>', 'least documents a term is in: a share, or a number', frequency)
    .option('--max-df <x>', 'most documents a term is in: a share, or a number', frequency)
    .option('--json', 'print the whole report as JSON')
    .action(async (flags: Flags) => {
      await withLab(context, 'work', async (lab) => {
        const { io } = context;
        const { categories, remove, shuffleSeed } = flags;
        const dataset = await readDataset(
          lab.api,
          flags.data,
          {
            ...(categories !== undefined && categories.join() !== 'all' && { categories }),
            ...(remove !== undefined && { remove }),
            ...(shuffleSeed !== undefined && { shuffleSeed }),
          },
          io.cwd,
        );
        const features = featuresSchema.parse({ minDf: flags.minDf, maxDf: flags.maxDf });
        const progress = flags.json === true ? null : progressView(io);
        const report = await whileInterruptible(io, (signal) =>
          lab.features(
            dataset.source === '20newsgroups' && categories === undefined
              ? { ...dataset, categories: notebookCategories() }
              : dataset,
            features,
            { signal, onProgress: (message) => progress?.update(message) },
          ),
        );
        progress?.clear();
        io.out(flags.json === true ? JSON.stringify(reportJson(report)) : reportText(report));
      });
    });
}

function notebookCategories(): string[] | null {
  return findPreset('notebook')?.experiment.dataset.categories ?? null;
}

function reportJson({ train, test, vocabulary, targetNames, tokens32, attention32 }: FeaturesReport): object {
  return { train, test, vocabulary, targetNames, tokens32, attention32: squareRows(attention32) };
}

function reportText({ train, test, vocabulary, targetNames, seconds }: FeaturesReport): string {
  const split = (name: string, { documents, nnz, firstNames }: FeaturesReport['train']): string =>
    `${name}  ${formatCount(documents)} documents, ${formatCount(nnz)} values that are not zero; first: ${firstNames.slice(0, 3).join(', ')}`;
  return [
    `classes     ${listWords(targetNames)}`,
    split('training  ', train),
    split('test      ', test),
    `vocabulary  ${formatCount(vocabulary.size)} terms, md5 ${vocabulary.md5}`,
    `time        ${formatDuration(seconds)}`,
  ].join('\n');
}
