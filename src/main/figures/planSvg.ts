import { fontFamilies } from '../../renderer/charts/fonts.ts';
import type { Box, CellsMark, Mark, PathMark, Plan, RectMark, TextMark } from '../../renderer/charts/plan.ts';
import { toHex } from '../../shared/colours.ts';
import { escapeXml } from './escapeXml.ts';
import { cellsPng } from './png.ts';

/**
 * A plan as a stand-alone SVG file. Text stays text; a small map becomes rectangles, a large one an image, one pixel
 * a cell. The same plan always gives the same bytes.
 */
export function planSvg(plan: Plan, title: string): string {
  const [width, height] = [format(plan.width), format(plan.height)];
  const writer = new SvgWriter();
  writer.marks(plan.marks);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(plan.description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${plan.background}"/>`,
    ...writer.lines,
    '</svg>',
    '',
  ].join('\n');
}

/** Up to this many cells are drawn as rectangles, which any program shows sharp at any size. */
const mostRectangles = 4096;

class SvgWriter {
  readonly lines: string[] = [];
  #clips = 0;

  marks(marks: readonly Mark[]): void {
    for (const mark of marks) {
      switch (mark.kind) {
        case 'rect':
          this.#rect(mark);
          break;
        case 'path':
          this.#path(mark);
          break;
        case 'text':
          this.#text(mark);
          break;
        case 'cells':
          if (mark.rows * mark.columns <= mostRectangles) this.#rectangles(mark);
          else this.#image(mark);
          break;
        case 'group':
          this.#group(mark.marks, mark.x ?? 0, mark.y ?? 0, mark.clip);
          break;
      }
    }
  }

  #group(marks: readonly Mark[], x: number, y: number, clip: Box | undefined): void {
    const move = x === 0 && y === 0 ? '' : ` transform="translate(${format(x)} ${format(y)})"`;
    let clipped = '';
    if (clip !== undefined) {
      const id = `clip${(this.#clips += 1)}`;
      this.lines.push(`<clipPath id="${id}"><rect ${boxAttributes(clip)}/></clipPath>`);
      clipped = ` clip-path="url(#${id})"`;
    }
    this.lines.push(`<g${move}${clipped}>`);
    this.marks(marks);
    this.lines.push('</g>');
  }

  #rect(mark: RectMark): void {
    const radius = mark.radius === undefined ? '' : ` rx="${format(mark.radius)}"`;
    const stroke =
      mark.stroke === undefined
        ? ''
        : ` stroke="${mark.stroke}" stroke-width="${format(mark.strokeWidth ?? 1)}"${paintOpacity('stroke', mark)}`;
    this.lines.push(
      `<rect ${boxAttributes(mark)} fill="${mark.fill ?? 'none'}"${paintOpacity('fill', mark)}${radius}${stroke}/>`,
    );
  }

  #path(mark: PathMark): void {
    if (mark.lines.length === 0) return;
    const data = mark.lines.map((line) => lineData(line, mark.closed === true)).join('');
    const dash =
      mark.dash === undefined || mark.dash.length === 0 ? '' : ` stroke-dasharray="${mark.dash.join(' ')}"`;
    const crisp = mark.crisp === true ? ' shape-rendering="crispEdges"' : '';
    this.lines.push(
      `<path d="${data}" fill="none" stroke="${mark.stroke}" stroke-width="${format(mark.strokeWidth)}"${dash}${paintOpacity('stroke', mark)}${crisp}/>`,
    );
  }

  #text(mark: TextMark): void {
    if (mark.text === '') return;
    const anchor =
      mark.anchor === undefined || mark.anchor === 'start' ? '' : ` text-anchor="${mark.anchor}"`;
    const weight = mark.weight === undefined || mark.weight === 400 ? '' : ` font-weight="${mark.weight}"`;
    const turn =
      mark.rotate === undefined
        ? ''
        : ` transform="rotate(${format(mark.rotate)} ${format(mark.x)} ${format(mark.y)})"`;
    this.lines.push(
      `<text x="${format(mark.x)}" y="${format(mark.y)}" font-family="${fontFamilies[mark.family ?? 'ui']}" font-size="${format(mark.size)}"${weight} fill="${mark.fill}"${anchor}${turn}>${escapeXml(mark.text)}</text>`,
    );
  }

  /**
   * The most frequent level as one ground, the others as one path a level: a stroke one cell high along each stretch
   * of equal cells, in units of cells, which takes the fewest bytes.
   */
  #rectangles(mark: CellsMark): void {
    const { columns, rows, levels } = mark;
    const [width, height] = [mark.width / columns, mark.height / rows];
    const counts = new Uint32Array(256);
    for (const level of levels) counts[level] = (counts[level] ?? 0) + 1;
    const ground = counts.indexOf(Math.max(...counts));
    const paths = new Map<number, string>();
    for (let row = 0; row < rows; row += 1) {
      for (let from = 0, to = 1; from < columns; from = to, to = from + 1) {
        const level = levels[row * columns + from] ?? 0;
        while (to < columns && levels[row * columns + to] === level) to += 1;
        if (level !== ground) paths.set(level, `${paths.get(level) ?? ''}M${from} ${row}h${to - from}`);
      }
    }
    const place = `translate(${format(mark.x)} ${format(mark.y + height / 2)}) scale(${format(width, 6)} ${format(height, 6)})`;
    this.lines.push(`<rect ${boxAttributes(mark)} fill="${levelColour(mark, ground)}"/>`);
    this.lines.push(`<g transform="${place}" fill="none" shape-rendering="crispEdges">`);
    for (const level of [...paths.keys()].sort((a, b) => a - b)) {
      this.lines.push(`<path stroke="${levelColour(mark, level)}" d="${paths.get(level) ?? ''}"/>`);
    }
    this.lines.push('</g>');
  }

  #image(mark: CellsMark): void {
    const data = cellsPng(mark).toString('base64');
    this.lines.push(
      `<image ${boxAttributes(mark)} preserveAspectRatio="none" image-rendering="optimizeSpeed" style="image-rendering:pixelated" href="data:image/png;base64,${data}"/>`,
    );
  }
}

function levelColour({ palette }: CellsMark, level: number): string {
  const [red = 0, green = 0, blue = 0] = palette.subarray(level * 3, level * 3 + 3);
  return toHex([red, green, blue]);
}

function lineData(line: Float64Array, closed: boolean): string {
  let data = '';
  for (let i = 0; i + 1 < line.length; i += 2) {
    data += `${i === 0 ? 'M' : 'L'}${format(line[i] ?? 0)} ${format(line[i + 1] ?? 0)}`;
  }
  return closed ? `${data}z` : data;
}

function boxAttributes({ x, y, width, height }: Box): string {
  return `x="${format(x)}" y="${format(y)}" width="${format(width)}" height="${format(height)}"`;
}

/** Of the paint and not of the element, which a renderer would have to draw apart first. */
function paintOpacity(paint: 'fill' | 'stroke', { opacity }: { readonly opacity?: number }): string {
  return opacity === undefined || opacity === 1 ? '' : ` ${paint}-opacity="${format(opacity, 3)}"`;
}

/** At most two decimals: a hundredth of a pixel. */
function format(value: number, decimals = 2): string {
  const text = value.toFixed(decimals);
  return String(Number(text));
}
