import { fontFamilies } from '../../renderer/charts/fonts.ts';
import type {
  AreaMark,
  Box,
  CellsMark,
  CircleMark,
  FontFamily,
  Mark,
  PathMark,
  Plan,
  RectMark,
  TextMark,
} from '../../renderer/charts/plan.ts';
import { toHex } from '../../shared/colours.ts';
import { escapeXml } from './escapeXml.ts';
import { cellsPng } from './png.ts';

export interface SvgOptions {
  /** Size of the file, as SVG says it: "85mm"; default the plan's own pixels. */
  readonly size?: { readonly width: string; readonly height: string };
  readonly families?: Readonly<Record<FontFamily, string>>;
  readonly transparent?: boolean;
  /** Elements for the file's metadata. */
  readonly metadata?: string;
}

/**
 * A plan as a stand-alone SVG file. Text stays text; a small map becomes rectangles, a large one an image, one pixel
 * a cell. The same plan always gives the same bytes.
 */
export function planSvg(plan: Plan, title: string, options: SvgOptions = {}): string {
  const { families = fontFamilies, transparent = false, metadata } = options;
  const [width, height] = [format(plan.width), format(plan.height)];
  const size = options.size ?? { width, height };
  const writer = new SvgWriter(families);
  writer.marks(plan.marks);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(plan.description)}</desc>`,
    ...(metadata === undefined ? [] : [`<metadata>${metadata}</metadata>`]),
    ...(transparent ? [] : [`<rect width="${width}" height="${height}" fill="${plan.background}"/>`]),
    ...writer.lines,
    '</svg>',
    '',
  ].join('\n');
}

/** Up to this many cells are drawn as rectangles, which any program shows sharp at any size. */
const mostRectangles = 4096;

class SvgWriter {
  readonly lines: string[] = [];
  readonly #families: Readonly<Record<FontFamily, string>>;
  #clips = 0;

  constructor(families: Readonly<Record<FontFamily, string>>) {
    this.#families = families;
  }

  marks(marks: readonly Mark[]): void {
    for (const mark of marks) {
      switch (mark.kind) {
        case 'rect':
          this.#rect(mark);
          break;
        case 'path':
          this.#path(mark);
          break;
        case 'area':
          this.#area(mark);
          break;
        case 'circle':
          this.#circle(mark);
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
    this.lines.push(`<rect ${boxAttributes(mark)}${paints(mark, radius)}/>`);
  }

  #circle(mark: CircleMark): void {
    const place = `cx="${format(mark.x)}" cy="${format(mark.y)}" r="${format(mark.radius)}"`;
    this.lines.push(`<circle ${place}${paints(mark)}/>`);
  }

  #area({ line, fill, opacity }: AreaMark): void {
    if (line.length === 0) return;
    const paint = ` fill="${fill}"${opacity === undefined ? '' : paintOpacity('fill', { opacity })}`;
    this.lines.push(`<path d="${lineData(line, true)}"${paint}/>`);
  }

  #path(mark: PathMark): void {
    if (mark.lines.length === 0) return;
    const data = mark.lines.map((line) => lineData(line, mark.closed === true)).join('');
    const dash =
      mark.dash === undefined || mark.dash.length === 0 ? '' : ` stroke-dasharray="${mark.dash.join(' ')}"`;
    const crisp = mark.crisp === true ? ' shape-rendering="crispEdges"' : '';
    const round = mark.round === true ? ' stroke-linecap="round"' : '';
    this.lines.push(
      `<path d="${data}" fill="none" stroke="${mark.stroke}" stroke-width="${format(mark.strokeWidth)}"${dash}${round}${paintOpacity('stroke', mark)}${crisp}/>`,
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
      `<text x="${format(mark.x)}" y="${format(mark.y)}" font-family="${this.#families[mark.family ?? 'ui']}" font-size="${format(mark.size)}"${weight} fill="${mark.fill}"${anchor}${turn}>${escapeXml(mark.text)}</text>`,
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

interface Paints {
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly opacity?: number;
}

function paints(mark: Paints, between = ''): string {
  const fill = ` fill="${mark.fill ?? 'none'}"${paintOpacity('fill', mark)}`;
  if (mark.stroke === undefined) return `${fill}${between}`;
  const width = format(mark.strokeWidth ?? 1);
  return `${fill}${between} stroke="${mark.stroke}" stroke-width="${width}"${paintOpacity('stroke', mark)}`;
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
