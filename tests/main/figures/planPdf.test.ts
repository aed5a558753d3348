import { execFileSync } from 'node:child_process';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawFigure } from '../../../src/main/figures/drawFigure.ts';
import { fontRuns } from '../../../src/main/figures/pdfFonts.ts';
import { planPdf } from '../../../src/main/figures/planPdf.ts';
import type { Mark, Plan } from '../../../src/renderer/charts/plan.ts';
import { boxLine, lineThrough } from '../../../src/renderer/charts/plan.ts';
import { sampleFigureApi, sampleSpec, sampleViewNames, sampleViews } from '../../helpers/sampleFigures.ts';

const planOf = (...marks: Mark[]): Plan => ({
  width: 96,
  height: 48,
  background: '#ffffff',
  marks,
  description: 'a < b & c',
});
const options = {
  title: 'A < B & C',
  creator: 'Attention Lab',
  zoom: 1,
  font: 'inter',
  transparent: false,
  metadata: '<x:y xmlns:x="urn:x">1</x:y>',
} as const;
const pdfOf = async (plan: Plan): Promise<Buffer> => Buffer.from(await planPdf(plan, options));

/** Operators of the page, which the file holds deflated. */
function contentOf(pdf: Buffer): string {
  const found: string[] = [];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    if (pdf.toString('latin1', at - 3, at) === 'end') continue;
    try {
      found.push(inflateSync(pdf.subarray(at + 7, pdf.indexOf('\nendstream', at))).toString('latin1'));
    } catch {
      // Not deflated: the metadata.
    }
  }
  return found.find((text) => text.includes(' cm')) ?? '';
}

/** What a program of the machine says of a PDF; null where it is not installed. */
function ask(program: string, argv: readonly string[], pdf: Buffer): string | null {
  try {
    return execFileSync(program, argv, { input: pdf, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

describe('plan as PDF', () => {
  it('is one page of the plan’s size in points, with metadata that is XML', async () => {
    const pdf = (await pdfOf(planOf())).toString('latin1');
    expect(pdf).toMatch(/\/MediaBox \[0 0 72 36\]/);
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
    const xml = /<x:xmpmeta[^]*<\/x:xmpmeta>/.exec(pdf)![0];
    expect(xml).toContain('<x:y xmlns:x="urn:x">1</x:y>');
    expect(xml).toContain('a &lt; b &amp; c');
    expect(xml).not.toMatch(/A < B|& C/);
  });

  it('writes each kind of mark as what it is', async () => {
    const content = contentOf(
      await pdfOf(
        planOf(
          { kind: 'rect', x: 1, y: 2, width: 3, height: 4, fill: '#ff0000' },
          {
            kind: 'path',
            lines: [lineThrough(0, 0, 10, 5)],
            stroke: '#0000ff',
            strokeWidth: 2,
            dash: [9, 3, 2, 3],
          },
          { kind: 'area', line: boxLine({ x: 1, y: 1, width: 2, height: 2 }), fill: '#00ff00' },
          { kind: 'circle', x: 20, y: 20, radius: 3, stroke: '#000000' },
          { kind: 'group', x: 5, y: 6, clip: { x: 0, y: 0, width: 4, height: 4 }, marks: [] },
          {
            kind: 'cells',
            x: 0,
            y: 0,
            width: 8,
            height: 8,
            columns: 2,
            rows: 2,
            levels: Uint8Array.of(0, 1, 1, 0),
            palette: Uint8Array.of(0, 0, 0, 255, 255, 255),
          },
          { kind: 'text', x: 5, y: 40, text: 'keys', size: 11, fill: '#000000', rotate: -90 },
        ),
      ),
    );
    expect(content).toMatch(/1 2 3 4 re\n1 0 0 scn|1 2 3 4 re/);
    expect(content).toContain('[9.00 3.00 2.00 3.00] 0 d');
    expect(content).toMatch(/0 0 m\n10 5 l\nS/);
    expect(content).toMatch(/1 1 m\n3 1 l\n3 3 l\n1 3 l\nh/);
    expect(content).toMatch(/0 0 4 4 re\nW n/);
    expect(content).toMatch(/\/I1 Do/);
    expect(content).toMatch(/BT[^]*T[jJ][^]*ET/);
  });

  it('gives the same bytes twice', async () => {
    const plan = planOf({ kind: 'text', x: 5, y: 20, text: 'ab', size: 11, fill: '#000000' });
    expect((await pdfOf(plan)).equals(await pdfOf(plan))).toBe(true);
  });

  it('sets every script in a font that has it', () => {
    expect(fontRuns('loss −0.5', 'inter', 'num', 600)).toEqual([
      { text: 'loss −0.5', file: 'jetbrains-mono-latin-600-normal.ttf' },
    ]);
    expect(fontRuns('Łódź αβ Привет Việt', 'serif', 'ui', 500).map(({ file }) => file)).toEqual([
      'stix-two-text-latin-ext-400-normal.ttf',
      'stix-two-text-latin-500-normal.ttf',
      'stix-two-text-latin-ext-400-normal.ttf',
      'stix-two-text-latin-500-normal.ttf',
      'stix-two-text-greek-400-normal.ttf',
      'stix-two-text-latin-500-normal.ttf',
      'stix-two-text-cyrillic-400-normal.ttf',
      'stix-two-text-latin-500-normal.ttf',
      'stix-two-text-vietnamese-400-normal.ttf',
      'stix-two-text-latin-500-normal.ttf',
    ]);
  });

  it.each(sampleViewNames)('holds text as text, in embedded fonts: %s', async (view) => {
    const spec = sampleSpec([sampleViews[view]], { width: { value: 120, unit: 'mm' } });
    const pdf = Buffer.from((await drawFigure(sampleFigureApi(), spec, 'pdf')).bytes);
    const text = ask('pdftotext', ['-', '-'], pdf);
    const fonts = ask('pdffonts', ['-'], pdf);
    if (text === null || fonts === null) return;
    expect(text).toContain('Sample & test');
    const [, , ...rows] = fonts.trimEnd().split('\n');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatch(/ yes yes yes +\d+ +0$/);
  });
});
