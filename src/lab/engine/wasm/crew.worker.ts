import { parentPort, workerData } from 'node:worker_threads';
import { Hand, type Tools } from './hand.ts';
import { JobBoard } from './jobBoard.ts';

/** Worker entry: takes part in every job of the crew until it is terminated. Started by crew.ts. */

export interface CrewWorkerData {
  readonly thread: number;
  readonly threads: number;
  readonly board: SharedArrayBuffer;
  readonly tools: Tools;
}

const { thread, threads, board: buffer, tools } = workerData as CrewWorkerData;
const board = new JobBoard(threads, buffer);
const hand = new Hand(thread, board, tools);
parentPort?.postMessage('ready');

for (let seen = 0; ;) {
  seen = board.awaitJob(seen);
  if (!board.enter()) continue;
  try {
    hand.begin();
    while (hand.work());
  } catch (error) {
    board.fail(String(error));
    throw error;
  } finally {
    board.leave();
  }
}
