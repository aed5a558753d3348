import type { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LabError } from '../../../shared/errors.ts';
import { runsTable, tableGroupings, type TableGrouping } from '../../../shared/runsTable.ts';
import { tableFormats, tableText, type TableFormat } from '../../../shared/tables.ts';
import { findRun } from '../findRun.ts';
import { choice } from '../options.ts';
import type { CommandContext } from '../openLabFor.ts';
import { withLab } from '../openLabFor.ts';

interface Flags {
  readonly format: TableFormat;
  readonly group: TableGrouping;
  readonly out?: string;
}

/** `runs table`: results for a paper. */
export function addTable(runs: Command, context: CommandContext): void {
  runs
    .command('table')
    .summary('a table of runs for a paper: mean ± SD over seeds, the best in bold')
    .argument('[run...]', 'id, beginning of an id or name of each; default all')
    .option('--format <name>', 'csv, markdown or latex (booktabs)', choice(tableFormats), 'markdown')
    .option(
      '--group <name>',
      'what a row is: experiment, group or none',
      choice(tableGroupings),
      'experiment',
    )
    .option('--out <file>', 'file to write; default the terminal')
    .action(async (asked: string[], { format, group, out }: Flags) => {
      await withLab(context, 'read', async ({ api }) => {
        if (asked.length === 0) await findRun(api, 'last'); // says that there are none
        const found =
          asked.length === 0
            ? await api.listRuns({})
            : await Promise.all(asked.map((one) => findRun(api, one)));
        const text = tableText(runsTable(found, group, format), format);
        if (out === undefined) context.io.out(text.trimEnd());
        else write(resolve(context.io.cwd, out), text);
      });
    });
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LabError('io', `cannot write the table: ${reason}`, { cause });
  }
}
