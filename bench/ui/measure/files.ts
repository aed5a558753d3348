import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLab } from '../../../src/main/lab.ts';
import { seededNumbers } from '../../../tests/helpers/seededNumbers.ts';
import { median, repeat, type Measurement, type Stage, type Subject } from '../measurement.ts';
import { Opened } from '../opened.ts';

/** Attention of other programs: taken in, shown, and a large map moved under the hand. */
export const files: Subject = {
  name: 'files',
  measure: async (stage) => {
    const shapes = [
      { shape: [12, 12, 128, 128], limit: 500 },
      { shape: [12, 12, 512, 512], limit: 2000 },
      { shape: [1, 1, 2048, 2048], limit: 2000 },
    ] as const;
    const taken: { readonly id: string; readonly milliseconds: number }[] = [];
    const lab = await openLab({ dataDir: stage.dataDir });
    for (const { shape } of shapes) {
      const path = join(stage.dataDir, `${shape.join('x')}.npy`);
      writeNpy(path, shape);
      const start = performance.now();
      const { id } = await lab.api.importAttention({ path, rows: 'queries' });
      taken.push({ id, milliseconds: performance.now() - start });
    }
    await lab.close();

    const { url } = await stage.serve();
    const found: Measurement[] = [];
    for (const [i, { shape, limit }] of shapes.entries()) {
      const { id, milliseconds } = taken[i]!;
      const shown = await repeat(stage, async () => {
        const opened = await ready(stage, url);
        const time = await opened.show(`/attention/heads?file=${id}`, { selector: '.map', marks: 1 });
        await opened.close();
        return time + milliseconds;
      });
      const name = `file of ${shape.join(' × ')}: taken in, first picture`;
      found.push({ name, limit, unit: 'ms', values: shown });
    }
    return [...found, await movedMap(stage, url, taken[2]!.id)];
  },
};

/** A window whose attention page has been seen once. */
async function ready(stage: Stage, url: string): Promise<Opened> {
  const opened = await Opened.at(stage.browser, url);
  await opened.page.evaluate("location.hash = '#/attention/heads?run=none0000'");
  await opened.page.waitForTimeout(1500);
  return opened;
}

async function movedMap(stage: Stage, url: string, id: string): Promise<Measurement> {
  const values = await repeat(stage, async () => {
    const opened = await ready(stage, url);
    await opened.show(`/attention/heads?file=${id}`, { selector: '.map', marks: 1 });
    await opened.page.waitForTimeout(2000);
    const { x, y, width, height } = await opened.box('.map');
    const [middle, down] = [x + width / 2, y + height / 2];
    await opened.page.mouse.move(middle, down);
    const { frames } = await opened.record([], async () => {
      for (let turn = 0; turn < 12; turn += 1) {
        await opened.page.mouse.wheel(0, turn < 8 ? -100 : 100);
        await opened.page.waitForTimeout(50);
      }
      await opened.page.mouse.down();
      await opened.moveOver(Array.from({ length: 40 }, (_, i) => [middle - 3 * i, down - 2 * i] as const));
      await opened.page.mouse.up();
    });
    await opened.close();
    // One late frame among hundreds is the machine's; what a hand feels is the slow ones together.
    return median(frames.toSorted((a, b) => b - a).slice(0, 3));
  });
  return { name: '– zoomed and moved: the second longest frame', limit: 33, unit: 'ms', values };
}

/** Rows that sum to one, as NumPy writes them. */
function writeNpy(path: string, shape: readonly [number, number, number, number]): void {
  const keys = shape[3];
  const numbers = seededNumbers(1);
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (let row = 0; row < values.length; row += keys) {
    let sum = 0;
    for (let key = 0; key < keys; key += 1) sum += values[row + key] = numbers.uniform() ** 6;
    for (let key = 0; key < keys; key += 1) values[row + key]! /= sum;
  }
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const header = `${text.padEnd(Math.ceil((11 + text.length) / 64) * 64 - 11)}\n`;
  const preamble = Buffer.from([
    0x93,
    ...Buffer.from('NUMPY'),
    1,
    0,
    header.length & 255,
    header.length >> 8,
  ]);
  writeFileSync(path, Buffer.concat([preamble, Buffer.from(header, 'latin1'), Buffer.from(values.buffer)]));
}
