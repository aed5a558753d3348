import PDFDocument from 'pdfkit';
import type {
  AreaMark,
  Box,
  CellsMark,
  CircleMark,
  Mark,
  PathMark,
  Plan,
  RectMark,
  TextMark,
} from '../../renderer/charts/plan.ts';
import type { FigureFont } from '../../shared/figureLook.ts';
import { escapeXml } from './escapeXml.ts';
import { fontPath, fontRuns } from './pdfFonts.ts';
import { cellsPng } from './png.ts';

export interface PdfOptions {
  readonly title: string;
  readonly creator: string;
  /** CSS pixels of a px of the plan. */
  readonly zoom: number;
  readonly font: FigureFont;
  readonly transparent: boolean;
  /** XML for the file's metadata. */
  readonly metadata: string;
}

const pointsPerPixel = 72 / 96;
/** The file says no time of its own, so that the same figure is the same bytes. */
const noTime = new Date(0);

/**
 * A plan as a PDF of one page: lines are lines, text is text in embedded fonts, cells are one lossless image. The same
 * plan always gives the same bytes.
 */
export async function planPdf(plan: Plan, options: PdfOptions): Promise<Uint8Array> {
  const scale = options.zoom * pointsPerPixel;
  const doc = new PDFDocument({
    size: [plan.width * scale, plan.height * scale],
    margin: 0,
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    // No font to begin with: the usual Helvetica is a file that the app's bundle does not carry.
    font: '',
    info: {
      // The library writes these into XML without escaping them.
      Title: options.title.replaceAll('&', 'and').replace(/[<>]/g, ' '),
      Creator: options.creator,
      Producer: options.creator,
      CreationDate: noTime,
    },
  });
  doc.appendXML(
    `<rdf:Description rdf:about="">${options.metadata}</rdf:Description>` +
      `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>` +
      `<rdf:li xml:lang="x-default">${escapeXml(plan.description)}</rdf:li></rdf:Alt></dc:description></rdf:Description>`,
  );
  const chunks: Uint8Array[] = [];
  doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  doc.scale(scale);
  if (!options.transparent) doc.rect(0, 0, plan.width, plan.height).fill(plan.background);
  new PdfPainter(doc, options.font).marks(plan.marks);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

/** A map is written with so many pixels a side at least: viewers that smooth images then blur no cell. */
const sharpPixels = 512;

class PdfPainter {
  readonly #doc: PDFKit.PDFDocument;
  readonly #font: FigureFont;

  constructor(doc: PDFKit.PDFDocument, font: FigureFont) {
    this.#doc = doc;
    this.#font = font;
  }

  marks(marks: readonly Mark[]): void {
    for (const mark of marks) this.#mark(mark);
  }

  #mark(mark: Mark): void {
    switch (mark.kind) {
      case 'rect':
        return this.#rect(mark);
      case 'path':
        return this.#path(mark);
      case 'area':
        return this.#area(mark);
      case 'circle':
        return this.#circle(mark);
      case 'text':
        return this.#text(mark);
      case 'cells':
        return this.#cells(mark);
      case 'group':
        return this.#group(mark.marks, mark.x ?? 0, mark.y ?? 0, mark.clip);
    }
  }

  #group(marks: readonly Mark[], x: number, y: number, clip: Box | undefined): void {
    const doc = this.#doc.save();
    if (x !== 0 || y !== 0) doc.translate(x, y);
    if (clip !== undefined) doc.rect(clip.x, clip.y, clip.width, clip.height).clip();
    this.marks(marks);
    doc.restore();
  }

  #rect(mark: RectMark): void {
    const { x, y, width, height, radius = 0 } = mark;
    if (width <= 0 || height <= 0) return;
    this.#paint(mark, () =>
      radius > 0 ? this.#doc.roundedRect(x, y, width, height, radius) : this.#doc.rect(x, y, width, height),
    );
  }

  #circle(mark: CircleMark): void {
    this.#paint(mark, () => this.#doc.circle(mark.x, mark.y, mark.radius));
  }

  #area({ line, fill, opacity = 1 }: AreaMark): void {
    this.#paint({ fill, opacity }, () => this.#trace(line, true));
  }

  #path({
    lines,
    stroke,
    strokeWidth,
    dash = [],
    opacity = 1,
    closed = false,
    round = false,
  }: PathMark): void {
    if (lines.length === 0) return;
    const doc = this.#doc.save().lineJoin('round');
    doc
      .lineCap(round ? 'round' : 'butt')
      .lineWidth(strokeWidth)
      .strokeOpacity(opacity)
      .strokeColor(stroke);
    if (dash.length > 0) doc.dash(dash[0] ?? 1, { space: dash[1] ?? dash[0] ?? 1 });
    // Longer patterns than a line and a gap have no type in the library, but a command of the format.
    if (dash.length > 2) doc.addContent(`[${dash.map((part) => part.toFixed(2)).join(' ')}] 0 d`);
    for (const line of lines) this.#trace(line, closed);
    doc.stroke();
    doc.restore();
  }

  #trace(line: Float64Array, closed: boolean): void {
    for (let i = 0; i + 1 < line.length; i += 2) {
      const [x, y] = [line[i] ?? 0, line[i + 1] ?? 0];
      if (i === 0) this.#doc.moveTo(x, y);
      else this.#doc.lineTo(x, y);
    }
    if (closed) this.#doc.closePath();
  }

  #paint(
    { fill, stroke, strokeWidth = 1, opacity = 1 }: Omit<RectMark, 'kind' | keyof Box>,
    trace: () => void,
  ): void {
    const doc = this.#doc.save();
    if (fill !== undefined) {
      trace();
      doc.fillOpacity(opacity).fill(fill);
    }
    if (stroke !== undefined) {
      trace();
      doc.lineWidth(strokeWidth).strokeOpacity(opacity).stroke(stroke);
    }
    doc.restore();
  }

  #text({
    x,
    y,
    text,
    size,
    fill,
    family = 'ui',
    weight = 400,
    anchor = 'start',
    rotate = 0,
  }: TextMark): void {
    if (text === '') return;
    const doc = this.#doc.save();
    const runs = fontRuns(text, this.#font, family, weight).map((run) => ({
      ...run,
      width: doc.font(fontPath(run.file), size).widthOfString(run.text),
    }));
    const width = runs.reduce((sum, run) => sum + run.width, 0);
    if (rotate !== 0) doc.rotate(rotate, { origin: [x, y] });
    let left = anchor === 'start' ? x : x - (anchor === 'middle' ? width / 2 : width);
    for (const run of runs) {
      doc
        .font(fontPath(run.file), size)
        .fillColor(fill)
        .text(run.text, left, y, { lineBreak: false, baseline: 'alphabetic' });
      left += run.width;
    }
    doc.restore();
  }

  #cells(mark: CellsMark): void {
    const { x, y, width, height, columns, rows } = mark;
    const side = Math.max(1, Math.ceil(sharpPixels / Math.max(columns, rows)));
    this.#doc.image(cellsPng(mark, side), x, y, { width, height });
  }
}
