import { resolve } from 'node:path';
import type { RunId } from '../../shared/ids.ts';
import type { RunDetail } from '../../shared/run.ts';
import type { Lab } from '../lab.ts';
import { errorLine, exitCodeOfRun, sentenceLine } from './exitCodes.ts';
import { followRun } from './followRun.ts';
import { compareWithMeasures, runSummary } from './runSummary.ts';
import { endLine, jsonView, personView } from './runViews.ts';
import type { CommandContext } from './openLabFor.ts';
import { withLab } from './openLabFor.ts';
import { trainOutput, writeJson } from './trainOutput.ts';
import { fromErrorMessage } from '../../shared/errors.ts';

export interface TrainOptions {
  readonly json?: boolean;
  /** Where to write the run as JSON once it has ended. */
  readonly out?: string;
}

/** Follows a run to its end, prints how it went, sets the exit code and returns the run as it ended. */
export async function trainRun(
  context: CommandContext,
  lab: Lab,
  runId: RunId,
  options: TrainOptions,
): Promise<RunDetail> {
  const { io } = context;
  const json = options.json === true;
  const how = await followRun(lab, runId, json ? jsonView(io) : personView(io), io);
  // After a Ctrl-C the lab that trained is closed, so another one looks.
  if (how === 'closed') return withLab(context, 'read', (after) => tellEnd(context, after, runId, options));
  return tellEnd(context, lab, runId, options);
}

async function tellEnd(
  context: CommandContext,
  lab: Lab,
  runId: RunId,
  { json = false, out }: TrainOptions,
): Promise<RunDetail> {
  const { io } = context;
  const run = await lab.api.getRun({ runId });
  context.end(exitCodeOfRun(run));
  const report = lab.trainReport(runId);
  if (out !== undefined && report !== null) {
    const series = await lab.api.getLosses({ runId, fromStep: 1 });
    writeJson(resolve(io.cwd, out), trainOutput(run, series, report));
  }
  if (json) {
    io.out(JSON.stringify(endEvent(context, run)));
  } else {
    const summary = run.state === 'finished' ? runSummary(run) : '';
    if (summary !== '') io.out(`\n${summary}\n`);
    io.out(endLine(run));
    if (hasStopped(run)) {
      const resume = resumeCommand(context, run);
      const how =
        resume === null ? 'it has no checkpoint to go on from: train it again' : `go on with: ${resume}`;
      io.out(`It is kept; ${how}`);
    }
    if (out !== undefined) {
      io.out(report === null ? `Nothing to write to ${out}: the run did not train.` : `Written to ${out}.`);
    }
  }
  if (run.state === 'diverged') {
    io.err(sentenceLine(`the run diverged at step ${run.step}`, 'Lower the learning rate'));
  }
  const line = run.error === null ? null : errorLine(fromErrorMessage(run.error));
  if (line !== null) io.err(line);
  return run;
}

function endEvent(context: CommandContext, run: RunDetail): object {
  const metrics = run.lastEvaluation?.metrics ?? null;
  return {
    event: 'ended',
    runId: run.id,
    state: run.state,
    step: run.step,
    error: run.error,
    test: metrics,
    baselines: run.baselines.map(({ id, title, metrics: values }) => ({ id, title, ...values })),
    verdict: metrics === null ? null : compareWithMeasures(run, metrics),
    secondsPerStep: run.secondsPerStep,
    trainSeconds: run.trainSeconds,
    peakRssBytes: run.peakRssBytes,
    resume: resumeCommand(context, run),
  };
}

/** Before its end, and of nobody's fault. */
function hasStopped({ state }: RunDetail): boolean {
  return state === 'interrupted' || state === 'cancelled' || state === 'queued';
}

/** How to go on with a run that stopped before its end; null if it did not, or has nothing to go on from. */
function resumeCommand(context: CommandContext, run: RunDetail): string | null {
  const canResume = run.checkpoints.some(({ resumable }) => resumable) || run.startedAt === null;
  if (!hasStopped(run) || !canResume) return null;
  const folder = context.dataDir();
  return `attention-lab runs resume ${run.id}${folder === undefined ? '' : ` --data-dir ${quoted(folder)}`}`;
}

function quoted(path: string): string {
  return /^[\w./~:\\-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
