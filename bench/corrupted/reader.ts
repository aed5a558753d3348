/** Reads and keeps the files its parent names, one after the other, and tells how each ended and its peak memory. */
import { readFileSync } from 'node:fs';
import { openAttention } from '../../src/lab/bundle/attentionFile.ts';
import { keepAttention } from '../../src/lab/bundle/keep.ts';
import { LabError } from '../../src/shared/errors.ts';
import { isClear } from '../fuzz/fuzz.ts';

export interface Reading {
  readonly outcome: 'refused' | 'accepted' | 'unclear' | 'bug';
  readonly words: string;
  /** Most this process has held at any time, in bytes. */
  readonly peakBytes: number;
}

/** Linux's own count: that of `resourceUsage` begins with what the parent held when it forked. */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1]) * 1024;
}

async function read(path: string, folder: string): Promise<Omit<Reading, 'peakBytes'>> {
  try {
    const file = await openAttention(path, { rows: 'queries' });
    try {
      await keepAttention(file, folder);
    } finally {
      await file.close();
    }
    return { outcome: 'accepted', words: '' };
  } catch (error) {
    if (!(error instanceof LabError)) return { outcome: 'bug', words: String(error) };
    return { outcome: isClear(error) ? 'refused' : 'unclear', words: error.sentence };
  }
}

process.on('message', ({ path, folder }: { path: string; folder: string }) => {
  void read(path, folder).then((end) => process.send?.({ ...end, peakBytes: peakBytes() } satisfies Reading));
});
process.send?.({ outcome: 'accepted', words: '', peakBytes: peakBytes() } satisfies Reading);
