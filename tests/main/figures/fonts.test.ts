import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rasterise } from '../../../src/main/figures/rasterise.ts';
import { resourceFile } from '../../../src/lab/resources.ts';
import { interRegular, interStrong, monoAdvance } from '../../../src/renderer/charts/fontWidths.ts';
import { fontFamilies } from '../../../src/renderer/charts/fonts.ts';
import type { FontFamily, FontWeight } from '../../../src/renderer/charts/plan.ts';
import { textWidth } from '../../../src/renderer/charts/textWidth.ts';
import { pixelsOf } from './pixels.ts';

const textSvg = (text: string, family: FontFamily, weight: FontWeight): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="40"><rect width="600" height="40" fill="#fff"/>` +
  `<text x="0" y="30" font-family="${fontFamilies[family]}" font-weight="${weight}" font-size="24">${text}</text></svg>`;

/** Ink of a line of text: its right edge in px, and how many pixels are dark. */
function ink(text: string, family: FontFamily, weight: FontWeight): { right: number; dark: number } {
  const { width, height, rgb } = pixelsOf(rasterise(textSvg(text, family, weight), 1));
  let [right, dark] = [0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (rgb(x, y)[0]! > 128) continue;
      right = Math.max(right, x + 1);
      dark += 1;
    }
  }
  return { right, dark };
}

describe('fonts of figures', () => {
  it('are sfnt files whose tables add up', () => {
    const font = readFileSync(resourceFile('generated/fonts/inter-latin-400-normal.ttf'));
    expect(font.readUInt32BE(0)).toBe(0x0001_0000);
    const count = font.readUInt16BE(4);
    for (let i = 0; i < count; i += 1) {
      const at = 12 + 16 * i;
      const [checksum, offset, length] = [4, 8, 12].map((field) => font.readUInt32BE(at + field));
      let sum = 0;
      for (let k = offset!; k < offset! + length!; k += 4) sum = (sum + font.readUInt32BE(k)) >>> 0;
      expect(sum).toBe(checksum);
    }
  });

  it('have the widths that plans are laid out with', () => {
    const script = `const {measureFonts} = await import('./scripts/measureFonts.mjs'); console.log(JSON.stringify(measureFonts()))`;
    const found: unknown = JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }),
    );
    expect(found).toEqual({ regular: interRegular, strong: interStrong, mono: monoAdvance });
  });

  it.each([
    ['ui', 400],
    ['ui', 600],
    ['num', 400],
  ] as const)('draw text as wide as it was measured: %s %i', (family, weight) => {
    const text = 'comp.graphics 12, loss 0.5206';
    const width = textWidth(text, { size: 24, family, weight });
    expect(Math.abs(ink(text, family, weight).right - width) / width).toBeLessThan(0.03);
  });

  it('draw three weights', () => {
    const dark = ([400, 500, 600] as const).map((weight) => ink('Same-class mass', 'ui', weight).dark);
    expect(dark[1]).toBeGreaterThan(dark[0]!);
    expect(dark[2]).toBeGreaterThan(dark[1]!);
  });

  it('draw Polish, Greek, Cyrillic and Vietnamese names and the minus sign, each letter its own', () => {
    for (const text of ['Łódź', 'αβγ', 'Привет', 'Việt', '−0.5']) {
      const missing = ink('\u{10ffff}'.repeat(text.length), 'ui', 400).dark;
      expect(ink(text, 'ui', 400).dark).not.toBe(missing);
      expect(ink(text, 'ui', 400).dark).toBeGreaterThan(20);
    }
  });
});
