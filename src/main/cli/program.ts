import { Command, CommanderError } from 'commander';
import { appVersion } from '../../shared/version.ts';
import { addDataset } from './commands/dataset.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addFeatures } from './commands/features.ts';
import { addFigure } from './commands/figure.ts';
import { addHtml } from './commands/html.ts';
import { addOpen } from './commands/open.ts';
import { addRuns } from './commands/runs.ts';
import { addServe } from './commands/serve.ts';
import { addTable } from './commands/table.ts';
import { addTensorflow } from './commands/tensorflow.ts';
import { addTrain } from './commands/train.ts';
import { errorLine, exitCodeOf, exitCodes, sentenceLine } from './exitCodes.ts';
import type { CliIo } from './io.ts';
import type { CommandContext } from './openLabFor.ts';

/** Runs one command line (without node and script) and resolves with the exit code; nothing is thrown. */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  let code: number = exitCodes.done;
  const program = new Command('attention-lab');
  const context: CommandContext = {
    io,
    dataDir: () => program.opts<{ dataDir?: string }>().dataDir,
    end: (ended) => {
      code = ended;
    },
  };
  build(program, context);
  try {
    if (argv.length === 0) {
      io.out(program.helpInformation().trimEnd());
      return exitCodes.done;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return usageEnd(error, io);
    const line = errorLine(error);
    if (line !== null) io.err(line);
    return exitCodeOf(error);
  }
}

function build(program: Command, context: CommandContext): void {
  const { io } = context;
  program
    .description('Configure, train, keep and compare attention experiments.')
    .version(appVersion)
    .option(
      '--data-dir <folder>',
      'where runs, documents and figures are kept; default the platform’s folder',
    )
    .exitOverride()
    // Errors are printed once, as one sentence, by `run`.
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: () => undefined })
    .configureHelp({ showGlobalOptions: true });
  for (const add of [
    addDemo,
    addTrain,
    addFeatures,
    addDataset,
    addRuns,
    addFigure,
    addTable,
    addHtml,
    addOpen,
    addDoctor,
    addTensorflow,
    addServe,
  ]) {
    add(program, context);
  }
}

/** Help and version were asked for; anything else is a command line that cannot be understood. */
function usageEnd(error: CommanderError, io: CliIo): number {
  if (error.exitCode === 0) return exitCodes.done;
  if (error.code === 'commander.help') {
    io.err(sentenceLine('a command is missing', 'see its --help'));
    return exitCodes.badInput;
  }
  // "… is invalid. use a whole number": what an option's parser says becomes part of the sentence.
  const [problem = '', hint] = error.message.replace(/^error: /, '').split(/(?<=is invalid)\. /);
  io.err(sentenceLine(problem, hint));
  return exitCodes.badInput;
}
