import { resolve } from 'node:path';
import type { RunId } from '../../shared/ids.ts';
import type { RunDetail } from '../../shared/run.ts';
import type { Lab } from '../lab.ts';
import { errorLine, exitCodeOfRun, exitCodes } from './exitCodes.ts';
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

/** Follows a run to its end, prints how it went and sets the exit code. Null if it was interrupted by a Ctrl-C. */
export async function trainRun(
  context: CommandContext,
  lab: Lab,
  runId: RunId,
  { json = false, out }: TrainOptions,
): Promise<RunDetail | null> {
  const { io } = context;
  if (json) io.out(JSON.stringify({ event: 'queued', runId, dataDir: lab.dataDir }));
  const run = await followRun(lab, runId, json ? jsonView(io) : personView(io), io);
  if (run === null) {
    context.end(exitCodes.interrupted);
    await tellInterrupted(context, lab.dataDir, runId, json);
    return null;
  }
  context.end(exitCodeOfRun(run));
  const report = lab.trainReport(runId);
  if (out !== undefined && report !== null) {
    const series = await lab.api.getLosses({ runId, fromStep: 1 });
    writeJson(resolve(io.cwd, out), trainOutput(run, series, report));
  }
  if (json) tellJson(context, run);
  else tellPerson(context, run);
  if (!json && out !== undefined) {
    io.out(report === null ? `Nothing to write to ${out}: the run did not train.` : `Written to ${out}.`);
  }
  return run;
}

function tellPerson({ io }: CommandContext, run: RunDetail): void {
  if (run.state === 'finished') {
    const summary = runSummary(run);
    if (summary !== '') io.out(`\n${summary}\n`);
  }
  io.out(endLine(run));
  if (run.state === 'diverged') {
    io.err(`attention-lab: the run diverged at step ${run.step}: lower the learning rate.`);
  }
  const line = run.error === null ? null : errorLine(fromErrorMessage(run.error));
  if (line !== null) io.err(line);
}

function tellJson({ io }: CommandContext, run: RunDetail): void {
  const metrics = run.lastEvaluation?.metrics ?? null;
  io.out(
    JSON.stringify({
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
    }),
  );
  const line = run.error === null ? null : errorLine(fromErrorMessage(run.error));
  if (line !== null) io.err(line);
}

/** Says what was kept and how to go on; the lab that trained is closed, so another one looks. */
async function tellInterrupted(
  context: CommandContext,
  dataDir: string,
  runId: RunId,
  json: boolean,
): Promise<void> {
  const run = await withLab(context, 'read', async (lab) => lab.api.getRun({ runId }));
  const canResume = run.checkpoints.some(({ resumable }) => resumable) || run.state === 'queued';
  const asked = context.dataDir() === undefined ? '' : ` --data-dir ${quoted(dataDir)}`;
  const resume = `attention-lab runs resume ${runId}${asked}`;
  if (json) {
    const { state, step } = run;
    context.io.out(JSON.stringify({ event: 'ended', runId, state, step, resume: canResume ? resume : null }));
    return;
  }
  const how = canResume ? `Go on with: ${resume}` : 'It had no checkpoint yet: train it again.';
  context.io.out(`Run ${runId}, ${run.name}: ${run.state} at step ${run.step} and kept. ${how}`);
}

function quoted(path: string): string {
  return /^[\w./~:\\-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
