import type { Command } from 'commander';
import { formatCount, formatNumber } from '../../../shared/scales.ts';
import type { RunDetail, RunSummary } from '../../../shared/run.ts';
import { findRun } from '../findRun.ts';
import { formatTable } from '../format.ts';
import type { CommandContext } from '../openLabFor.ts';
import { withLab } from '../openLabFor.ts';
import { runSummary } from '../runSummary.ts';
import { endLine } from '../runViews.ts';
import { trainRun } from '../trainRun.ts';
import { addShare } from './share.ts';

const runArgument = 'its id, the beginning of its id, its name, or "last"';

export function addRuns(program: Command, context: CommandContext): void {
  const runs = program.command('runs').summary('list, show, resume, delete and share runs');
  addList(runs, context);
  addShow(runs, context);
  addResume(runs, context);
  addDelete(runs, context);
  addShare(runs, context);
}

function addList(parent: Command, context: CommandContext): void {
  parent
    .command('list')
    .summary('list the runs, newest first')
    .option('--json', 'print JSON, one run a line')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      await withLab(context, 'read', async (lab) => {
        const runs = await lab.api.listRuns({});
        if (json) {
          for (const run of runs) context.io.out(JSON.stringify(run));
        } else if (runs.length === 0) {
          context.io.out('No runs yet: train one with "attention-lab train quick-start".');
        } else {
          context.io.out(runTable(runs));
        }
      });
    });
}

function runTable(runs: readonly RunSummary[]): string {
  const loss = (value: number | null | undefined): string =>
    value === null || value === undefined ? '' : formatNumber(value, 4);
  return formatTable(
    [
      { title: 'id' },
      { title: 'name' },
      { title: 'state' },
      { title: 'seed', align: 'right' },
      { title: 'step', align: 'right' },
      { title: 'loss, last', align: 'right' },
      { title: 'test loss, last', align: 'right' },
      { title: 'engine' },
      { title: 'made' },
    ],
    runs.map((run) => [
      run.id,
      run.name,
      run.state,
      String(run.experiment.seed),
      run.shape === null
        ? formatCount(run.step)
        : `${formatCount(run.step)} / ${formatCount(run.shape.totalSteps)}`,
      loss(run.lastLoss),
      loss(run.lastEvaluation?.metrics.loss),
      run.engine?.name ?? '',
      run.createdAt.slice(0, 16).replace('T', ' '),
    ]),
  );
}

function addShow(parent: Command, context: CommandContext): void {
  parent
    .command('show')
    .summary('show a run: settings, test results beside the untrained measures, checkpoints')
    .argument('<run>', runArgument)
    .option('--json', 'print everything about it as one JSON object')
    .action(async (asked: string, { json = false }: { readonly json?: boolean }) => {
      await withLab(context, 'read', async (lab) => {
        const { id } = await findRun(lab.api, asked);
        const run = await lab.api.getRun({ runId: id });
        context.io.out(json ? JSON.stringify(run) : describe(run));
      });
    });
}

function describe(run: RunDetail): string {
  const { dataset, model, training } = run.experiment;
  const path = 'path' in dataset && dataset.path !== null ? `, ${dataset.path}` : '';
  const lines = [
    endLine(run),
    `dataset   ${dataset.source}${path}`,
    `model     ${model.heads} ${model.heads === 1 ? 'head' : 'heads'} of ${model.headDim === 'full' ? 'the vocabulary’s' : model.headDim} rows, ${model.init} start`,
    `training  ${training.loss} loss, ${training.optimiser}, learning rate ${training.learningRate}, ${training.epochs} epochs, sequences of ${training.sequenceLength}, seed ${run.experiment.seed}`,
  ];
  if (run.engine !== null)
    lines.push(`engine    ${run.engine.name} ${run.engine.version} on ${run.engine.device}`);
  if (run.checkpoints.length > 0) {
    const steps = run.checkpoints.map(
      ({ step, resumable }) => `step ${step}${resumable ? ', resumable' : ''}`,
    );
    lines.push(`kept      ${steps.join('; ')}`);
  }
  const summary = runSummary(run);
  return summary === '' ? lines.join('\n') : `${lines.join('\n')}\n\n${summary}`;
}

function addResume(parent: Command, context: CommandContext): void {
  parent
    .command('resume')
    .summary('go on with a run that was interrupted or cancelled')
    .argument('<run>', runArgument)
    .option('--out <file>', 'write settings, every loss and the test results as JSON')
    .option('--json', 'print events as JSON, one a line')
    .action(async (asked: string, options: { readonly out?: string; readonly json?: boolean }) => {
      await withLab(context, 'train', async (lab) => {
        const { id, state } = await findRun(lab.api, asked);
        if (state !== 'queued' && state !== 'running') await lab.api.resumeRun({ runId: id });
        await trainRun(context, lab, id, options);
      });
    });
}

function addDelete(parent: Command, context: CommandContext): void {
  parent
    .command('delete')
    .summary('delete runs with their checkpoints, for good')
    .argument('<run...>', runArgument)
    .action(async (asked: string[]) => {
      await withLab(context, 'write', async (lab) => {
        const runs: RunSummary[] = [];
        for (const one of asked) runs.push(await findRun(lab.api, one));
        const runIds = [...new Set(runs.map(({ id }) => id))];
        await lab.api.deleteRuns({ runIds });
        await lab.purgeRuns(runIds);
        for (const run of runs) context.io.out(`Deleted ${run.id}, ${run.name}.`);
      });
    });
}
