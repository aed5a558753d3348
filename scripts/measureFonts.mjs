/**
 * Writes src/renderer/charts/fontWidths.ts: the advance widths of the fonts that plans are laid out for, so that a
 * plan, which sees no screen, can measure its texts. Run by hand when a font package changes; a test compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const fonts = join(root, 'resources/generated/fonts');

/** Advance widths in 1/1000 em of the characters of `text`, from an sfnt with a format 4 cmap. */
export function advanceWidths(sfnt, text) {
  const table = (tag) => {
    const count = sfnt.readUInt16BE(4);
    for (let i = 0; i < count; i += 1) {
      const at = 12 + 16 * i;
      if (sfnt.toString('latin1', at, at + 4) === tag) return sfnt.subarray(sfnt.readUInt32BE(at + 8));
    }
    throw new Error(`no table ${tag}`);
  };
  const unitsPerEm = table('head').readUInt16BE(18);
  const longMetrics = table('hhea').readUInt16BE(34);
  const metrics = table('hmtx');
  const glyphOf = characterMap(table('cmap'));
  return Array.from(text, (character) => {
    const glyph = Math.min(glyphOf(character.codePointAt(0)), longMetrics - 1);
    return Math.round((metrics.readUInt16BE(glyph * 4) * 1000) / unitsPerEm);
  });
}

function characterMap(cmap) {
  const count = cmap.readUInt16BE(2);
  const subtables = Array.from({ length: count }, (_, i) => cmap.subarray(cmap.readUInt32BE(8 + 8 * i)));
  const subtable = subtables.find((candidate) => candidate.readUInt16BE(0) === 4);
  const segments = subtable.readUInt16BE(6) / 2;
  return (code) => {
    for (let i = 0; i < segments; i += 1) {
      const [end, start, delta, range] = [14, 16 + 2 * segments, 16 + 4 * segments, 16 + 6 * segments].map(
        (base) => subtable.readUInt16BE(base + 2 * i),
      );
      if (code > end || code < start) continue;
      if (range === 0) return (code + delta) & 0xffff;
      return (subtable.readUInt16BE(16 + 6 * segments + 2 * i + range + 2 * (code - start)) + delta) & 0xffff;
    }
    return 0;
  };
}

/** Printable ASCII, of which nearly all names and numbers are made. */
export const measured = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i));

export function measureFonts() {
  const widths = (file) => advanceWidths(readFileSync(join(fonts, file)), measured);
  return {
    regular: widths('inter-latin-400-normal.ttf'),
    strong: widths('inter-latin-600-normal.ttf'),
    mono: widths('jetbrains-mono-latin-400-normal.ttf')[0],
  };
}

if (process.argv[1] === import.meta.filename) {
  const { regular, strong, mono } = measureFonts();
  const source = `/** Written by scripts/measureFonts.mjs: advance widths in 1/1000 em of the characters 32 to 126. */
/* prettier-ignore */
export const interRegular: readonly number[] = [${regular.join(', ')}];
/* prettier-ignore */
export const interStrong: readonly number[] = [${strong.join(', ')}];
/** Of every character of JetBrains Mono. */
export const monoAdvance = ${mono};
`;
  writeFileSync(join(root, 'src/renderer/charts/fontWidths.ts'), source);
}
