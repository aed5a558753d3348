import { InvalidArgumentError, type Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { LabError } from '../../../shared/errors.ts';
import { measureId, measureSpecs } from '../../../shared/metrics.ts';
import { paperTable, paperTables, type PaperTable } from '../../../shared/paperTables.ts';
import type { RunDetail } from '../../../shared/run.ts';
import { resolveField, settingPaths } from '../../../shared/runFields.ts';
import { tableMoments, type TableMoment } from '../../../shared/tableGroups.ts';
import { tableEndings, tableFormats, tableText, type TableFormat } from '../../../shared/tables.ts';
import type { Lab } from '../../lab.ts';
import { findRun } from '../findRun.ts';
import { choice, list } from '../options.ts';
import type { CommandContext } from '../openLabFor.ts';
import { withLab } from '../openLabFor.ts';
import { readComparisonFile } from '../readComparisonFile.ts';

interface Flags {
  readonly what: PaperTable;
  readonly format?: TableFormat;
  readonly groupBy?: string;
  readonly at: TableMoment;
  readonly measures?: readonly string[];
  readonly out?: string;
}

/** What a table is of: runs, and what a comparison says of them. */
interface Subject {
  readonly runs: readonly RunDetail[];
  readonly groupBy: string;
  readonly measures: readonly string[] | null;
}

export function addTable(program: Command, context: CommandContext): void {
  program
    .command('table')
    .summary('write runs, settings or metrics as a table for a paper')
    .description(
      'Writes a table as CSV, Markdown or LaTeX (booktabs): runs with the settings in which they differ and their ' +
        'test results, these settings alone, or test results beside the untrained measures. Results are mean ± SD ' +
        'over the runs of a row, the best in bold; CSV has every digit.',
    )
    .argument(
      '[what...]',
      'runs by id, beginning of an id, name or "last", or a comparison’s .json file; default all',
    )
    .option('--what <name>', 'runs, differences or metrics', choice(paperTables), 'runs')
    .option('--format <name>', 'csv, md or latex; default as the file’s ending says, else md', format)
    .option(
      '--group-by <name>',
      'what a row is: experiment (all settings but the seed), group, none, or a setting',
    )
    .option('--at <name>', 'which test results: last or best', choice(tableMoments), 'last')
    .option('--measures <ids>', 'metrics: which untrained measures, all or none', list)
    .option('--out <file>', 'file to write, ending in .csv, .md or .tex; default the terminal')
    .action(async (asked: string[], flags: Flags) => {
      const written = formatOf(flags);
      await withLab(context, 'read', async (lab) => {
        const subject = await subjectOf(lab, asked, context.io.cwd);
        const rows = paperTable(flags.what, subject.runs, {
          groupBy: groupingOf(subject, flags.groupBy),
          moment: flags.at,
          format: written,
          measures: measuresOf(flags.measures) ?? subject.measures,
        });
        const text = tableText(rows, written);
        if (flags.out === undefined) context.io.out(text.trimEnd());
        else write(resolve(context.io.cwd, flags.out), text);
      });
    });
}

function format(text: string): TableFormat {
  const found = tableFormats.find((name) => name === text || tableEndings[name] === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError('use one of csv, md, latex');
}

function formatOf({ format: asked, out }: Flags): TableFormat {
  if (asked !== undefined) return asked;
  if (out === undefined) return 'markdown';
  const ending = extname(out).slice(1).toLowerCase();
  const found = tableFormats.find((name) => tableEndings[name] === ending);
  if (found !== undefined) return found;
  throw new LabError('bad-input', `not a name for a table: ${out}`, {
    hint: 'End it in .csv, .md or .tex, or say --format',
  });
}

async function subjectOf({ api }: Lab, asked: readonly string[], cwd: string): Promise<Subject> {
  const [only = ''] = asked;
  if (asked.length === 1 && /\.json$/i.test(only)) {
    const { runs, hidden, groupBy, baselines } = readComparisonFile(cwd, only);
    const shown = runs.filter((id) => !hidden.includes(id));
    return {
      runs: await Promise.all(shown.map((runId) => api.getRun({ runId }))),
      groupBy,
      measures: baselines,
    };
  }
  if (asked.length === 0) await findRun(api, 'last'); // says that there are none
  const found =
    asked.length === 0 ? await api.listRuns({}) : await Promise.all(asked.map((one) => findRun(api, one)));
  const ids = [...new Set(found.map(({ id }) => id))];
  return {
    runs: await Promise.all(ids.map((runId) => api.getRun({ runId }))),
    groupBy: 'experiment',
    measures: null,
  };
}

function groupingOf({ runs, groupBy }: Subject, asked: string | undefined): string {
  if (asked === undefined) return groupBy;
  if (['experiment', 'group', 'none'].includes(asked)) return asked;
  const field = resolveField(asked, settingPaths(runs));
  if (field !== undefined) return field;
  throw new LabError('bad-input', `no such setting to group by: ${asked}`, {
    hint: 'Use experiment, group, none, or a setting such as model.heads',
  });
}

const ids = measureSpecs.map(measureId);

function measuresOf(asked: readonly string[] | undefined): readonly string[] | undefined {
  if (asked === undefined) return undefined;
  const unknown = asked.find((id) => !['all', 'none', ...ids].includes(id));
  if (unknown !== undefined) {
    throw new LabError('bad-input', `no such measure: ${unknown}`, {
      hint: `Use all, none, or ${ids.join(', ')}`,
    });
  }
  return asked.includes('all') ? ids : asked;
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LabError('io', `cannot write the table: ${reason}`, { cause });
  }
}
