import type { Command } from 'commander';
import { resolve } from 'node:path';
import { formatCount } from '../../../shared/scales.ts';
import { findRun } from '../findRun.ts';
import type { CommandContext } from '../openLabFor.ts';
import { withLab } from '../openLabFor.ts';
import { readComparisonFile } from '../readComparisonFile.ts';

/** `runs export` and `runs import`: how runs get from one lab into another. */
export function addShare(runs: Command, context: CommandContext): void {
  addExport(runs, context);
  addImport(runs, context);
}

interface ExportFlags {
  readonly out: string;
  readonly documents: boolean;
  readonly comparison?: string;
}

function addExport(runs: Command, context: CommandContext): void {
  runs
    .command('export')
    .summary('write runs into one file to share')
    .description(
      'Writes runs with their losses, results and attention into one .attlab file. Checkpoints stay behind.',
    )
    .argument('[run...]', 'id, beginning of an id or name of each, "last", or "all"')
    .requiredOption('--out <file>', 'file to write, ending in .attlab')
    .option('--no-documents', 'leave out the documents’ texts and titles')
    .option('--comparison <file>', 'a saved comparison that goes with them; its runs are written, too')
    .action(async (asked: string[], options: ExportFlags) => {
      const comparison =
        options.comparison === undefined ? null : readComparisonFile(context.io.cwd, options.comparison);
      await withLab(context, 'read', async (lab) => {
        const { api } = lab;
        const found =
          asked.join() === 'all'
            ? await api.listRuns({})
            : await Promise.all(asked.map((one) => findRun(api, one)));
        const runIds = [...new Set([...found.map(({ id }) => id), ...(comparison?.runs ?? [])])];
        if (runIds.length === 0) await findRun(api, 'last'); // says that there are none
        const path = resolve(context.io.cwd, options.out);
        await api.exportRuns({ runIds, path, documents: options.documents, comparison });
        context.io.out(`${counted(runIds.length)} written to ${options.out}.`);
      });
    });
}

function addImport(runs: Command, context: CommandContext): void {
  runs
    .command('import')
    .summary('add the runs of shared files; what is here already is left alone')
    .argument('<file...>', '.attlab files')
    .option('--json', 'print JSON, one object a file')
    .action(async (files: string[], { json = false }: { readonly json?: boolean }) => {
      await withLab(context, 'write', async (lab) => {
        for (const file of files) {
          const { added, known, comparison } = await lab.api.importRuns({
            path: resolve(context.io.cwd, file),
          });
          if (json) context.io.out(JSON.stringify({ file, added, known, comparison }));
          else
            context.io.out(
              `${file}: ${counted(added.length)} added, ${formatCount(known.length)} here already${comparison === null ? '' : ', with a comparison'}.`,
            );
        }
      });
    });
}

const counted = (count: number): string => `${formatCount(count)} ${count === 1 ? 'run' : 'runs'}`;
