import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { escapeXml } from '../../../src/main/figures/escapeXml.ts';
import { planSvg } from '../../../src/main/figures/planSvg.ts';
import { cellsPng } from '../../../src/main/figures/png.ts';
import { rasterise } from '../../../src/main/figures/rasterise.ts';
import type { CellsMark, Mark, Plan } from '../../../src/renderer/charts/plan.ts';
import { boxLine, lineThrough } from '../../../src/renderer/charts/plan.ts';
import { pixelsOf } from './pixels.ts';

const palette = Uint8Array.of(255, 255, 255, 200, 0, 0, 0, 0, 200);
const planOf = (...marks: Mark[]): Plan => ({
  width: 40,
  height: 30,
  background: '#ffffff',
  marks,
  description: 'a < b & "c"',
});
const cells = (columns: number, rows: number, cell: number): CellsMark => ({
  kind: 'cells',
  x: 2,
  y: 3,
  width: columns * cell,
  height: rows * cell,
  columns,
  rows,
  levels: Uint8Array.from({ length: columns * rows }, (_, i) => ((i * 7) % 5) % 3),
  palette,
});

describe('plan as SVG', () => {
  it('names and describes the drawing, with text escaped', () => {
    const svg = planSvg(planOf(), 'Heads <1>');
    expect(svg).toContain('<title>Heads &lt;1&gt;</title>');
    expect(svg).toContain('<desc>a &lt; b &amp; &quot;c&quot;</desc>');
  });

  it('leaves out characters that XML cannot hold', () => {
    expect(escapeXml('a\u0000b\u001fc\ud800')).toBe('abc\ufffd');
    expect(escapeXml('tab\tline\n日本 🙂')).toBe('tab\tline\n日本 🙂');
  });

  it('writes each kind of mark', () => {
    const svg = planSvg(
      planOf(
        { kind: 'rect', x: 1, y: 2, width: 3, height: 4, fill: '#112233', radius: 2, opacity: 0.5 },
        {
          kind: 'path',
          lines: [lineThrough(0, 0, 10.123, 5)],
          stroke: '#445566',
          strokeWidth: 1,
          dash: [2, 1],
        },
        {
          kind: 'path',
          lines: [boxLine({ x: 1, y: 1, width: 2, height: 2 })],
          stroke: '#000000',
          strokeWidth: 1,
          closed: true,
        },
        {
          kind: 'text',
          x: 5,
          y: 6,
          text: 'keys',
          size: 11,
          fill: '#000000',
          anchor: 'middle',
          rotate: -90,
          weight: 600,
        },
        { kind: 'group', x: 3, y: 4, clip: { x: 0, y: 0, width: 5, height: 5 }, marks: [] },
      ),
      'marks',
    );
    expect(svg).toContain(
      '<rect x="1" y="2" width="3" height="4" fill="#112233" fill-opacity="0.5" rx="2"/>',
    );
    expect(svg).toContain(
      'd="M0 0L10.12 5" fill="none" stroke="#445566" stroke-width="1" stroke-dasharray="2 1"',
    );
    expect(svg).toContain('d="M1 1L3 1L3 3L1 3z"');
    expect(svg).toMatch(
      /<text x="5" y="6" font-family="Inter,[^"]*" font-size="11" font-weight="600" fill="#000000" text-anchor="middle" transform="rotate\(-90 5 6\)">keys<\/text>/,
    );
    expect(svg).toContain('<g transform="translate(3 4)" clip-path="url(#clip1)">');
  });

  it('gives the same bytes twice', () => {
    const plan = planOf(cells(5, 4, 4));
    expect(planSvg(plan, 'x')).toBe(planSvg(plan, 'x'));
  });

  it.each([
    ['rectangles', 5, 4, 4],
    ['an image', 80, 60, 0.25],
  ])('draws cells as %s in exactly their colours', (_, columns, rows, cell) => {
    const mark = cells(columns, rows, cell);
    const scale = cell < 1 ? 4 : 1;
    const { width, rgb } = pixelsOf(rasterise(planSvg(planOf(mark), 'cells'), scale));
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const x = Math.floor((2 + (column + 0.5) * cell) * scale);
        const y = Math.floor((3 + (row + 0.5) * cell) * scale);
        const level = mark.levels[row * columns + column]! * 3;
        expect(rgb(x, y)).toEqual([...palette.subarray(level, level + 3)]);
      }
    }
    expect(width).toBe(40 * scale);
  });

  it('leaves no seam between neighbouring cells of one colour', () => {
    const mark = { ...cells(8, 8, 3), levels: new Uint8Array(64).fill(1) };
    mark.levels[0] = 2;
    const { rgb } = pixelsOf(rasterise(planSvg(planOf(mark), 'cells'), 1));
    for (let y = 3; y < 27; y += 1) {
      for (let x = 2; x < 26; x += 1) {
        const level = x < 5 && y < 6 ? 2 : 1;
        expect(rgb(x, y)).toEqual([...palette.subarray(level * 3, level * 3 + 3)]);
      }
    }
  });
});

describe('cells as PNG', () => {
  it('hold one indexed pixel a cell and the palette as it is', () => {
    const mark = cells(3, 2, 1);
    const png = cellsPng(mark);
    expect(png.readUInt32BE(16)).toBe(3);
    expect(png.readUInt32BE(20)).toBe(2);
    expect(png.includes(Buffer.from(palette))).toBe(true);
    const data = png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8);
    expect([...inflateSync(data)]).toEqual([0, ...mark.levels.subarray(0, 3), 0, ...mark.levels.subarray(3)]);
  });
});
