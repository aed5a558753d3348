import type { Command } from 'commander';
import type { DatasetSummary } from '../../../shared/datasets.ts';
import { findDataset } from '../findDataset.ts';
import { formatCount } from '../../../shared/scales.ts';
import { formatTable, listWords } from '../format.ts';
import { list, listOf, share, wholeNumber } from '../options.ts';
import type { CommandContext } from '../openLabFor.ts';
import { withLab } from '../openLabFor.ts';
import { progressView } from '../progress.ts';
import type { DatasetFlags } from '../readDataset.ts';
import { readDataset } from '../readDataset.ts';
import { whileInterruptible } from '../whileInterruptible.ts';

export function addDataset(program: Command, context: CommandContext): void {
  const dataset = program.command('dataset').summary('import, list and show datasets');
  addImport(dataset, context);
  addList(dataset, context);
  addShow(dataset, context);
}

interface ImportFlags extends Omit<DatasetFlags, 'categories'> {
  readonly categories?: string[];
  readonly json?: boolean;
}

function addImport(parent: Command, context: CommandContext): void {
  parent
    .command('import')
    .summary('read a dataset and keep its documents')
    .description(
      'Reads a dataset and keeps its documents. 20 Newsgroups is downloaded (14 MB) unless it is there.',
    )
    .argument(
      '<path|20newsgroups|embedded>',
      'a folder with a folder per class, a CSV, TSV or JSONL file, the 20 Newsgroups archive, or a name',
    )
    .option('--categories <a,b>', 'classes to take; default all', list)
    .option(
      '--remove <parts>',
      'of 20 Newsgroups: headers, footers, quotes',
      listOf(['headers', 'footers', 'quotes']),
    )
    .option('--shuffle-seed <n>', 'seed of the documents’ order', wholeNumber(0))
    .option('--test-share <x>', 'share of documents for the test split where none is given', share)
    .option('--text-column <name>', 'of a table: the column of texts')
    .option('--label-column <name>', 'of a table: the column of classes')
    .option('--split-column <name>', 'of a table: the column that says "train" or "test"')
    .option('--json', 'print events as JSON, one a line')
    .action(async (what: string, { json = false, ...flags }: ImportFlags) => {
      await withLab(context, 'write', async (lab) => {
        const { io } = context;
        const config = await readDataset(lab.api, what, flags, io.cwd);
        const progress = progressView(io);
        const manifest = await whileInterruptible(io, (signal) =>
          lab.importDataset(config, {
            signal,
            onProgress: (message) => {
              if (!json) progress.update(message);
              else io.out(JSON.stringify({ event: 'progress', ...message, type: undefined }));
            },
          }),
        );
        progress.clear();
        const summary = findDataset(lab.listDatasets(), manifest.hash);
        io.out(json ? JSON.stringify({ event: 'imported', ...summary }) : describe(summary));
      });
    });
}

function addList(parent: Command, context: CommandContext): void {
  parent
    .command('list')
    .summary('list the datasets that are kept')
    .option('--json', 'print JSON, one dataset a line')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      await withLab(context, 'read', async (lab) => {
        const datasets = lab.listDatasets();
        if (json) {
          for (const dataset of datasets) context.io.out(JSON.stringify(dataset));
        } else if (datasets.length === 0) {
          context.io.out('No datasets yet: import one with "attention-lab dataset import".');
        } else {
          context.io.out(datasetTable(datasets));
        }
      });
    });
}

function datasetTable(datasets: readonly DatasetSummary[]): string {
  return formatTable(
    [
      { title: 'hash' },
      { title: 'title' },
      { title: 'classes', align: 'right' },
      { title: 'training', align: 'right' },
      { title: 'test', align: 'right' },
      { title: 'imported' },
    ],
    datasets.map((dataset) => [
      dataset.hash.slice(0, 12),
      dataset.title,
      String(dataset.classes.length),
      formatCount(dataset.trainDocuments),
      formatCount(dataset.testDocuments),
      dataset.createdAt.slice(0, 16).replace('T', ' '),
    ]),
  );
}

interface ShowFlags {
  readonly limit: number;
  readonly json?: boolean;
}

function addShow(parent: Command, context: CommandContext): void {
  parent
    .command('show')
    .summary('show a dataset’s classes and first documents')
    .argument('<dataset>', 'its hash, the beginning of its hash, its title, or "last"')
    .option('--limit <n>', 'documents of each split to list', wholeNumber(0), 5)
    .option('--json', 'print JSON: the dataset, then one document a line')
    .action(async (asked: string, { limit, json = false }: ShowFlags) => {
      await withLab(context, 'read', async (lab) => {
        const { io } = context;
        const dataset = findDataset(lab.listDatasets(), asked);
        const documents = lab.datasetDocuments(dataset.hash).filter(({ position }) => position < limit);
        if (json) {
          for (const line of [dataset, ...documents]) io.out(JSON.stringify(line));
          return;
        }
        io.out(describe(dataset));
        if (documents.length === 0) return;
        const rows = documents.map(({ split, position, label, name, title }) => [
          split,
          String(position),
          dataset.classes[label] ?? '',
          name,
          title.length > 60 ? `${title.slice(0, 59)}…` : title,
        ]);
        const columns = ['split', 'place', 'class', 'name', 'title'].map((title) => ({ title }));
        io.out(`\n${formatTable(columns, rows)}`);
      });
    });
}

function describe(dataset: DatasetSummary): string {
  return [
    `${dataset.title}  ${dataset.hash.slice(0, 12)}`,
    `classes   ${listWords(dataset.classes)}`,
    `training  ${formatCount(dataset.trainDocuments)} documents`,
    `test      ${formatCount(dataset.testDocuments)} documents`,
  ].join('\n');
}
