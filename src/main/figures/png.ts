import { crc32, deflateSync } from 'node:zlib';
import type { CellsMark } from '../../renderer/charts/plan.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A matrix of cells as a lossless indexed PNG, `side` × `side` pixels a cell. */
export function cellsPng(mark: CellsMark, side = 1): Buffer {
  const { columns, rows, levels, palette } = side === 1 ? mark : enlarged(mark, side);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns, 0);
  header.writeUInt32BE(rows, 4);
  header.set([8, 3, 0, 0, 0], 8); // 8 bits, indexed, deflate, no filter method but 0, not interlaced
  const lines = Buffer.alloc(rows * (columns + 1)); // each line begins with its filter: 0, none
  for (let row = 0; row < rows; row += 1) {
    lines.set(levels.subarray(row * columns, (row + 1) * columns), row * (columns + 1) + 1);
  }
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette)),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function enlarged(mark: CellsMark, side: number): CellsMark {
  const [columns, rows] = [mark.columns * side, mark.rows * side];
  const levels = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    const from = Math.floor(row / side) * mark.columns;
    for (let column = 0; column < columns; column += 1) {
      levels[row * columns + column] = mark.levels[from + Math.floor(column / side)] ?? 0;
    }
  }
  return { ...mark, columns, rows, levels };
}

const metre = 39.3701; // inches

/**
 * A PNG that says how large its dots are and carries a text, both before its pixels (PNG 1.2, sections 4.2.4.2 and
 * 4.2.3.3). The text is ASCII and stays uncompressed, so that anything can read it.
 */
export function describedPng(
  png: Buffer,
  about: { readonly dpi: number; readonly keyword: string; readonly text: string },
): Buffer {
  const headerEnd = 8 + 12 + 13;
  const dots = Buffer.alloc(9);
  dots.writeUInt32BE(Math.round(about.dpi * metre), 0);
  dots.writeUInt32BE(Math.round(about.dpi * metre), 4);
  dots.writeUInt8(1, 8); // a metre
  const text = Buffer.from(`${about.keyword}\0\0\0\0\0${about.text}`, 'latin1');
  return Buffer.concat([
    png.subarray(0, headerEnd),
    chunk('pHYs', dots),
    chunk('iTXt', text),
    png.subarray(headerEnd),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  const checksum = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
