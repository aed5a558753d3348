import { expect, it } from 'vitest';
import { killMany } from '../../bench/kills/killMany.ts';
import { killsIn } from '../../bench/kills/tally.ts';
import { temporaryFolder } from '../helpers/scriptedLab.ts';

it('labs killed while they train, import and migrate lose nothing and end with the same bits', async () => {
  const folder = temporaryFolder();
  try {
    const tally = await killMany({
      folder: folder.path,
      kills: 4,
      killsARound: 1,
      seed: 20,
      epochs: 100,
      documentsPerClass: 300,
    });
    expect(killsIn(tally)).toBeGreaterThanOrEqual(4);
    expect(tally.sameBits).toBe(tally.rounds);
  } finally {
    folder.remove();
  }
}, 180_000);
