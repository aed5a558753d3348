import { describe, expect, it } from 'vitest';
import { CancelledError, LabError } from '../../../src/shared/errors.ts';
import type { JobSummary } from '../../../src/shared/jobs.ts';
import { JobBoard, type DoWork } from '../../../src/main/jobs/jobBoard.ts';

const work = { kind: 'measure' } as const;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Work that ends only when it is asked to. */
const untilAborted: DoWork = ({ signal }) =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new CancelledError())));

function openBoard(): { board: JobBoard; told: JobSummary[]; bugs: unknown[] } {
  const told: JobSummary[] = [];
  const bugs: unknown[] = [];
  const board = new JobBoard(
    (event) => event.type === 'job' && told.push(event.job),
    (error) => bugs.push(error),
  );
  return { board, told, bugs };
}

describe('the board of jobs', () => {
  it('tells of a job’s start, its progress and its end', async () => {
    const { board, told } = openBoard();
    const id = board.start(work, ({ onProgress }) => {
      onProgress?.({ type: 'progress', stage: 'measuring', done: 1, total: 2, unit: 'values' });
      return Promise.resolve({ datasetHash: 'hash' });
    });
    await settle();
    expect(told.map(({ state, progress }) => [state, progress?.done])).toEqual([
      ['running', undefined],
      ['running', 1],
      ['finished', undefined],
    ]);
    expect(board.list()).toMatchObject([{ id, datasetHash: 'hash', error: null }]);
  });

  it('starts the same work once while it is under way', async () => {
    const { board } = openBoard();
    const first = board.start(work, untilAborted);
    expect(board.start(work, untilAborted)).toBe(first);
    board.cancel(first);
    await settle();
    expect(board.list()).toMatchObject([{ state: 'cancelled', error: null }]);
    expect(board.start(work, untilAborted)).not.toBe(first);
    await board.close();
  });

  it('keeps an expected error with its job, and reports a bug as well', async () => {
    const { board, bugs } = openBoard();
    board.start(work, () => Promise.reject(new LabError('io', 'no disk')));
    await settle();
    board.start(work, () => Promise.reject(new TypeError('a fault')));
    await settle();
    expect(board.list().map(({ error }) => error?.kind)).toEqual(['bug', 'expected']);
    expect(bugs).toHaveLength(1);
  });

  it('refuses to stop a job it does not know, and leaves an ended one alone', async () => {
    const { board } = openBoard();
    expect(() => board.cancel('nothing')).toThrow(LabError);
    const id = board.start(work, () => Promise.resolve({}));
    await settle();
    board.cancel(id);
    expect(board.list()).toMatchObject([{ state: 'finished' }]);
  });

  it('keeps the last twenty that ended', async () => {
    const { board } = openBoard();
    for (let i = 0; i < 30; i += 1) {
      board.start(work, () => Promise.resolve({}));
      await settle();
    }
    expect(board.list()).toHaveLength(20);
  });

  it('ends what is under way when it closes', async () => {
    const { board } = openBoard();
    board.start(work, untilAborted);
    await board.close();
    expect(board.list()).toMatchObject([{ state: 'cancelled' }]);
  });
});
