import { statfs } from 'node:fs/promises';
import { LabError } from '../../shared/errors.ts';

/** Bytes that may still be written to the disk of a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Throws `LabError('out-of-disk')` if a folder's disk has no room for that many bytes. */
export async function requireSpace(
  folder: string,
  needed: number,
  measure: (folder: string) => Promise<number> = freeBytes,
): Promise<void> {
  const free = await measure(folder);
  if (free >= needed) return;
  throw new LabError(
    'out-of-disk',
    `not enough disk space for TensorFlow: ${gigabytes(needed)} needed, ${gigabytes(free)} free in ${folder}`,
    { hint: 'Free some space, or choose another data folder with --data-dir' },
  );
}

/** "0.27 GB", of 10⁹ bytes. */
export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;
