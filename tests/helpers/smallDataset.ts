import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a folder per class with documents that can be learnt apart: most words from the class's own twelve, some
 * common to all. Words are drawn by a fixed linear congruential generator, so that every call writes the same bytes.
 */
export async function writeSmallDataset(folder: string, documentsPerClass = 40): Promise<void> {
  let state = 12345;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 16) % below;
  };
  for (const name of ['gardens', 'harbours', 'rockets']) {
    await mkdir(join(folder, name), { recursive: true });
    for (let i = 0; i < documentsPerClass; i++) {
      const words = Array.from({ length: 30 }, () =>
        draw(3) === 0 ? `common${draw(20)}` : `${name}${draw(12)}`,
      );
      await writeFile(join(folder, name, `${i}.txt`), `${words.join(' ')}\n`);
    }
  }
}
