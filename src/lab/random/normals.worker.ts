import { workerData } from 'node:worker_threads';
import { fillNormals, type NormalsRange } from './normals.ts';

/** Worker entry: fills its shards of shared tensors, then ends. Started by drawNormals. */

/** Part of a tensor and the shared memory it goes to, `to − from` floats from `byteOffset`. */
export interface NormalsShard {
  readonly range: NormalsRange;
  readonly memory: SharedArrayBuffer;
  readonly byteOffset: number;
}

const shards = workerData as readonly NormalsShard[];
for (const { range, memory, byteOffset } of shards) {
  fillNormals(range, new Float32Array(memory, byteOffset, range.to - range.from));
}
