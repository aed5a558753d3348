import { workerData } from 'node:worker_threads';
import { JobBoard } from '../../../../src/lab/engine/wasm/jobBoard.ts';

/** Worker of jobBoard.test.ts: enters the first job and does with it what it was told. */

const { buffer, deed } = workerData as { buffer: SharedArrayBuffer; deed: 'vanish' | 'fail' | 'dawdle' };
const board = new JobBoard(2, buffer);
board.awaitJob(0);
board.enter();
if (deed === 'vanish') process.exit(3);
if (deed === 'fail') board.fail('no such kernel: ünknown');
const end = performance.now() + 2500;
while (deed === 'dawdle' && performance.now() < end) board.advance();
board.leave();
