import type { Command } from 'commander';
import { resolve } from 'node:path';
import { choice, wholeNumber } from '../options.ts';
import type { CommandContext } from '../openLabFor.ts';
import { withLab } from '../openLabFor.ts';
import type { ExperimentFlags } from '../readExperiment.ts';
import { readExperiment } from '../readExperiment.ts';
import { expectWritable } from '../trainOutput.ts';
import { trainRun } from '../trainRun.ts';

interface Flags extends ExperimentFlags {
  readonly threads?: number;
  readonly out?: string;
  readonly json?: boolean;
}

export function addTrain(program: Command, context: CommandContext): void {
  program
    .command('train')
    .summary('train an experiment and keep it')
    .description(
      'Trains a preset (quick-start, notebook, notebook-scaled) or an experiment file, and keeps the run.',
    )
    .argument('<preset|config.json>', 'preset or experiment file')
    .option('--data <path>', 'where the documents are, in place of the experiment’s own path')
    .option('--seed <n>', 'seed of weights and order', wholeNumber(0, 0xffff_fffe))
    .option(
      '--engine <name>',
      'auto, reference, wasm or tensorflow',
      choice(['auto', 'reference', 'wasm', 'tensorflow']),
    )
    .option('--threads <n>', 'worker threads; 0 is one a core', wholeNumber(0, 1024))
    .option('--epochs <n>', 'times through the training split', wholeNumber(1, 100_000))
    .option('--out <file>', 'write settings, every loss and the test results as JSON')
    .option('--json', 'print events as JSON, one a line')
    .action(async (what: string, { threads, out, json, ...changes }: Flags) => {
      const experiment = readExperiment(what, changes, context.io.cwd);
      if (out !== undefined) expectWritable(resolve(context.io.cwd, out));
      await withLab(context, 'train', async (lab) => {
        const runId = lab.startRun(experiment, threads === undefined ? {} : { threads });
        await trainRun(context, lab, runId, {
          ...(json !== undefined && { json }),
          ...(out !== undefined && { out }),
        });
      });
    });
}
