/**
 * A process that dies while it writes a checkpoint: one whole checkpoint at step 1, then one at step 2 in which
 * point number `argv[3]` (from 0) is a kill -9 of itself. Prints how many points there are if it lives.
 */
import { writeCheckpoint } from '../../../src/lab/checkpoint/write.ts';
import { adamTensors } from '../../../src/lab/engine/engine.ts';
import { fill, stateAt, tinyEngine } from './tinyEngine.ts';

const [runDir, killAt] = process.argv.slice(2) as [string, string];
const engine = tinyEngine();
const options = { chunkBytes: 3 * 7 * 4 };
await fill(engine, adamTensors, 1);
await writeCheckpoint(runDir, engine, stateAt(1, engine), true, options);
await fill(engine, adamTensors, 2);
let points = 0;
await writeCheckpoint(runDir, engine, stateAt(2, engine), true, {
  ...options,
  onPoint: () => {
    if (points++ === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write(String(points));
