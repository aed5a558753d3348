import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { JobBoard } from '../../../../src/lab/engine/wasm/jobBoard.ts';

function claims(board: JobBoard, thread: number): number[] {
  const tasks: number[] = [];
  for (let task = board.claim(thread); task !== -1; task = board.claim(thread)) tasks.push(task);
  return tasks;
}

describe('a job board', () => {
  it('gives each thread its own run of tasks first, then those of the others', () => {
    const board = new JobBoard(3);
    board.open(1, 8);
    expect(claims(board, 1)).toEqual([2, 3, 4, 5, 6, 7, 0, 1]);
    expect(claims(board, 0)).toEqual([]);
  });

  it('gives tasks of an ordered job in ascending order to whoever asks', () => {
    const board = new JobBoard(3);
    board.open(1, 5, true);
    expect([board.claim(2), board.claim(0), ...claims(board, 1)]).toEqual([0, 1, 2, 3, 4]);
  });

  it('lets nobody into a closed job', () => {
    const board = new JobBoard(2);
    expect(board.enter()).toBe(false);
    board.open(7, 1);
    expect(board.enter()).toBe(true);
    expect(board.job).toBe(7);
    expect(board.empty).toBe(false);
    board.leave();
    board.close();
    expect(board.enter()).toBe(false);
    expect(board.awaitEmpty(1)).toBe(true);
  });

  it('keeps the first failure it is told, cut to its length', () => {
    const board = new JobBoard(1);
    expect(board.failure).toBeNull();
    board.fail('é'.repeat(2000));
    board.fail('later');
    expect(board.failure).toBe('é'.repeat(512));
  });

  describe('with another thread inside', () => {
    const withDeserter = async (
      deed: 'vanish' | 'fail' | 'dawdle',
      use: (board: JobBoard) => void,
    ): Promise<void> => {
      const board = new JobBoard(2);
      const worker = new Worker(new URL('./deserter.worker.ts', import.meta.url), {
        workerData: { buffer: board.buffer, deed },
      });
      await once(worker, 'online');
      board.open(1, 1);
      while (board.empty && board.failure === null);
      board.close();
      use(board);
      await worker.terminate();
    };

    it('gives it up if it vanished', () =>
      withDeserter('vanish', (board) => expect(board.awaitEmpty(2)).toBe(false)));

    it('hears why it failed', () =>
      withDeserter('fail', (board) => {
        expect(board.awaitEmpty(10)).toBe(true);
        expect(board.failure).toBe('no such kernel: ünknown');
      }));

    it('waits for as long as it makes progress', () =>
      withDeserter('dawdle', (board) => expect(board.awaitEmpty(2)).toBe(true)));
  });
});
