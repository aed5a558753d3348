import { afterEach, describe, expect, it } from 'vitest';
import { judgeEnd, judgeHang } from '../../../../src/main/jobs/processEnds.ts';
import { i18n } from '../../../../src/renderer/i18n/index.ts';
import { endingOf } from '../../../../src/renderer/views/run/endingOf.ts';
import { toErrorMessage, LabError, type ErrorMessage } from '../../../../src/shared/errors.ts';
import { asRunId } from '../../../../src/shared/ids.ts';
import { presets } from '../../../../src/shared/presets.ts';
import type { RunDetail, RunState } from '../../../../src/shared/run.ts';
import { sampleDetail } from '../../../helpers/sampleData.ts';

const recipe = { step: 812, from: -0.2, to: -0.5, noise: 0, seed: 1, secondsPerStep: 0.1 } as const;

/** A run of 812 steps in some state, with a checkpoint of step 800 unless a test says otherwise. */
function ended(
  state: RunState,
  error: ErrorMessage | null = null,
  resumable: number | null = 800,
): RunDetail {
  const detail = sampleDetail(asRunId('abcd'), presets[2]!.experiment, { ...recipe, state }, 1);
  const checkpoints = resumable === null ? [] : [{ step: resumable, bytes: 1, resumable: true, folder: 'c' }];
  return { ...detail, error, checkpoints };
}
const says = (run: RunDetail): string | null => endingOf(run)?.text ?? null;
const process = { code: null, signal: null, stderr: '', problem: null } as const;
const resume = 'Resume goes on from its checkpoint at step 800.';
const again = 'It has no checkpoint to go on from: duplicate it to start again.';

describe('how a run ended, in the window', () => {
  afterEach(() => {
    i18n.global.locale.value = 'en';
  });

  it('is nothing to tell while it is under way and when it is done', () => {
    for (const state of ['queued', 'running', 'paused', 'finished'] as const) {
      expect(endingOf(ended(state))).toBeNull();
    }
  });

  it('tells of a run that was stopped where, and from where it goes on', () => {
    expect(endingOf(ended('cancelled'))).toEqual({ tone: 'warn', text: `Stopped at step 812. ${resume}` });
    expect(says(ended('cancelled', null, null))).toBe(`Stopped at step 812. ${again}`);
  });

  it('tells of a diverged run its step, what to change, and which checkpoint is kept', () => {
    expect(endingOf(ended('diverged'))).toEqual({
      tone: 'bad',
      text: 'The loss is no number from step 812 on: the run diverged. Lower the learning rate, or use scaled initialisation. Its last good checkpoint, of step 800, is kept: it can be forked from there.',
    });
    expect(says(ended('diverged', null, null))).not.toContain('checkpoint');
  });

  it.each<[string, ErrorMessage, string]>([
    [
      'crashed',
      judgeEnd({ ...process, signal: 'SIGSEGV' }).error,
      `the training process crashed in native code (SIGSEGV: it touched memory that is not its own). If it comes back, report it: logs/lab.log in the data folder has the details. ${resume}`,
    ],
    [
      'killed, probably for its memory',
      judgeEnd({ ...process, signal: 'SIGKILL' }).error,
      `the training process was killed from outside (SIGKILL), probably because memory ran out. Fewer heads or a smaller head dimension need less memory. ${resume}`,
    ],
    ['hung', judgeHang(61).error, `the training process did not answer for 61 s and was ended. ${resume}`],
    [
      'on a full disk',
      toErrorMessage(new LabError('out-of-disk', 'no space left to write the database: /data')),
      `no space left to write the database: /data. Make room on the disk first; the page Compute clears caches. ${resume}`,
    ],
    [
      'ended from outside',
      judgeEnd({ ...process, signal: 'SIGTERM' }).error,
      `the training process was ended from outside (SIGTERM). ${resume}`,
    ],
  ])('tells of a run that was interrupted: %s', (_, error, text) => {
    expect(endingOf(ended('interrupted', error))).toEqual({
      tone: 'bad',
      text: `Interrupted at step 812: ${text}`,
    });
  });

  it('tells of a run whose app was closed', () => {
    expect(endingOf(ended('interrupted'))).toEqual({
      tone: 'warn',
      text: `The app was closed at step 812. ${resume}`,
    });
  });

  it('tells of a failed run why, what to change, and that nothing is lost', () => {
    const full = judgeEnd({ ...process, signal: 'SIGABRT', stderr: 'JavaScript heap out of memory' }).error;
    expect(says(ended('failed', full))).toBe(
      'Failed at step 812: the training process ran out of memory. Use fewer heads or a smaller head dimension. All it had told is kept.',
    );
    expect(says(ended('failed', judgeEnd({ ...process, code: 0 }).error))).toBe(
      'Failed at step 812: the training process ended and told neither a result nor a reason (exit code 0). If it comes back, report it: logs/lab.log in the data folder has the details. All it had told is kept.',
    );
  });

  it('tells of a queued run what it waits for', () => {
    const error = new LabError('out-of-disk', 'not enough disk space for another run: 64 MB needed', {
      hint: 'Free some space, or choose another data folder',
    });
    expect(says(ended('queued', toErrorMessage(error)))).toBe(
      'It waits: not enough disk space for another run: 64 MB needed. Free some space, or choose another data folder.',
    );
  });

  it('is told in Portuguese as well', () => {
    i18n.global.locale.value = 'pt-BR';
    expect(says(ended('cancelled'))).toBe(
      'Parada no passo 812. Retomar continua do ponto de controle do passo 800.',
    );
  });
});
