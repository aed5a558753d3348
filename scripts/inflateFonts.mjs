/**
 * The fonts of exported figures as plain sfnt files (.ttf), which the PNG renderer reads. The packages ship WOFF 1,
 * an sfnt whose tables are deflated one by one (W3C WOFF 1.0, sections 3 to 5), so unpacking needs zlib alone.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

/** The cuts that figures use; other scripts in one weight, so that any document's name can be drawn. */
const cuts = [
  ...[400, 500, 600].map((weight) => ['inter', 'latin', weight]),
  ...['latin-ext', 'greek', 'cyrillic', 'vietnamese'].map((subset) => ['inter', subset, 400]),
  ...[400, 600].map((weight) => ['jetbrains-mono', 'latin', weight]),
  // For figures in papers that are set in a serif.
  ...[400, 500, 600].map((weight) => ['stix-two-text', 'latin', weight]),
  ...['latin-ext', 'greek', 'cyrillic', 'vietnamese'].map((subset) => ['stix-two-text', subset, 400]),
];
const families = { inter: 'Inter', 'jetbrains-mono': 'JetBrains Mono', 'stix-two-text': 'STIX Two Text' };

const align4 = (length) => (length + 3) & ~3;

/** Tables of a WOFF 1 file, inflated, in its order. Throws on any other file. */
export function readWoff(woff) {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('not a WOFF 1 file');
  const tables = Array.from({ length: woff.readUInt16BE(12) }, (_, i) => {
    const at = 44 + 20 * i;
    const [offset, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(at + field));
    const bytes = woff.subarray(offset, offset + packed);
    const data = packed < length ? inflateSync(bytes) : bytes;
    if (data.length !== length) throw new Error(`WOFF table ${i} has the wrong length`);
    return { tag: woff.toString('latin1', at, at + 4), data };
  });
  return { flavor: woff.readUInt32BE(4), tables };
}

/** An sfnt of the tables (OpenType 1.9, "Font file"). */
export function writeSfnt({ flavor, tables }) {
  const header = Buffer.alloc(12 + 16 * tables.length);
  const power = Math.floor(Math.log2(tables.length));
  header.writeUInt32BE(flavor, 0);
  header.writeUInt16BE(tables.length, 4);
  header.writeUInt16BE(16 << power, 6); // searchRange
  header.writeUInt16BE(power, 8); // entrySelector
  header.writeUInt16BE(16 * tables.length - (16 << power), 10); // rangeShift

  const parts = [header];
  let offset = header.length;
  tables.forEach(({ tag, data }, i) => {
    const padded = Buffer.alloc(align4(data.length));
    data.copy(padded);
    let checksum = 0;
    for (let at = 0; at < padded.length; at += 4) checksum = (checksum + padded.readUInt32BE(at)) >>> 0;
    const entry = 12 + 16 * i;
    header.write(tag, entry, 'latin1');
    header.writeUInt32BE(checksum, entry + 4);
    header.writeUInt32BE(offset, entry + 8);
    header.writeUInt32BE(data.length, entry + 12);
    parts.push(padded);
    offset += padded.length;
  });
  return Buffer.concat(parts);
}

/**
 * The `name` table with `family` as its family (name 1). The static cuts call themselves "Inter Medium", "Inter
 * SemiBold": a figure asks for Inter in weight 500 or 600, which their OS/2 table already states.
 */
export function renameFamily(name, family) {
  const count = name.readUInt16BE(2);
  const strings = name.readUInt16BE(4);
  const added = Buffer.from(family, 'utf16le').swap16();
  const renamed = Buffer.concat([name, added]);
  for (let at = 6; at < 6 + 12 * count; at += 12) {
    const isUnicode = name.readUInt16BE(at) !== 1; // platform 1 is Macintosh, one byte a character
    if (name.readUInt16BE(at + 6) !== 1 || !isUnicode) continue;
    renamed.writeUInt16BE(added.length, at + 8);
    renamed.writeUInt16BE(name.length - strings, at + 10);
  }
  return renamed;
}

/** Writes every cut to the folder `output`, all or none. */
export function inflateFonts(root, output) {
  const unfinished = `${output}.tmp-${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  for (const [font, subset, weight] of cuts) {
    const file = `${font}-${subset}-${weight}-normal`;
    const { flavor, tables } = readWoff(
      readFileSync(join(root, 'node_modules/@fontsource', font, 'files', `${file}.woff`)),
    );
    const named = tables.map(({ tag, data }) => ({
      tag,
      data: tag === 'name' ? renameFamily(data, families[font]) : data,
    }));
    writeFileSync(join(unfinished, `${file}.ttf`), writeSfnt({ flavor, tables: named }));
  }
  rmSync(output, { recursive: true, force: true });
  renameSync(unfinished, output);
}
