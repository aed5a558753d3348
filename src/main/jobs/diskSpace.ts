import { statfsSync, statSync } from 'node:fs';
import { LabError } from '../../shared/errors.ts';

/** Throws `LabError('out-of-disk')` unless `bytes` are free on the folder's disk; `what` is "for another run". */
export function expectSpace(folder: string, bytes: number, what: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  throw new LabError(
    'out-of-disk',
    `not enough disk space ${what}: ${megabytes(bytes)} needed, ${megabytes(free)} free in ${folder}`,
    { hint: 'Free some space, or choose another data folder' },
  );
}

/** Bytes of a file; 0 for a folder and for what is not there, about which the job itself has more to say. */
export function fileBytes(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true ? found.size : 0;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
