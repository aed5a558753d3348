import type {
  AreaMark,
  CellsMark,
  CircleMark,
  FontFamily,
  Mark,
  PathMark,
  Plan,
  RectMark,
  TextMark,
} from '../charts/plan.ts';

/** Where to paint: the context, and device pixels a CSS pixel. */
interface Paper {
  readonly context: CanvasRenderingContext2D;
  readonly ratio: number;
}

const families: Readonly<Record<FontFamily, string>> = {
  ui: '"Inter Variable", Inter, system-ui, sans-serif',
  num: '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace',
};

/** Paints a plan on a canvas of `plan.width × plan.height` CSS pixels at the given density; replaces what was there. */
export function paintPlan(canvas: HTMLCanvasElement, plan: Plan, ratio: number): void {
  const context = prepare(canvas, plan.width, plan.height, ratio);
  if (context === null) return;
  context.fillStyle = plan.background;
  context.fillRect(0, 0, plan.width, plan.height);
  for (const mark of plan.marks) paintMark({ context, ratio }, mark);
}

/** Paints marks alone on a transparent canvas, or on pixels `x` device pixels from its left: a layer above a plan. */
export function paintMarks(
  canvas: HTMLCanvasElement,
  marks: readonly Mark[],
  size: { readonly width: number; readonly height: number },
  ratio: number,
  ground: { readonly image: ImageData; readonly x: number } | null = null,
): void {
  const context = prepare(canvas, size.width, size.height, ratio);
  if (context === null) return;
  context.clearRect(0, 0, size.width, size.height);
  if (ground !== null) context.putImageData(ground.image, ground.x, 0);
  for (const mark of marks) paintMark({ context, ratio }, mark);
}

function prepare(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  ratio: number,
): CanvasRenderingContext2D | null {
  const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

function paintMark(paper: Paper, mark: Mark): void {
  switch (mark.kind) {
    case 'rect':
      return paintRect(paper, mark);
    case 'path':
      return paintPath(paper, mark);
    case 'area':
      return paintArea(paper, mark);
    case 'circle':
      return paintCircle(paper, mark);
    case 'text':
      return paintText(paper, mark);
    case 'cells':
      return paintCells(paper, mark);
    case 'group': {
      const { context } = paper;
      context.save();
      context.translate(mark.x ?? 0, mark.y ?? 0);
      if (mark.clip !== undefined) {
        const { x, y, width, height } = mark.clip;
        context.beginPath();
        context.rect(x, y, width, height);
        context.clip();
      }
      for (const child of mark.marks) paintMark(paper, child);
      context.restore();
    }
  }
}

function paintRect({ context }: Paper, mark: RectMark): void {
  const { x, y, width, height, fill, stroke, strokeWidth = 1, radius = 0, opacity = 1 } = mark;
  context.globalAlpha = opacity;
  context.beginPath();
  if (radius > 0) context.roundRect(x, y, width, height, radius);
  else context.rect(x, y, width, height);
  if (fill !== undefined) {
    context.fillStyle = fill;
    context.fill();
  }
  if (stroke !== undefined) {
    context.strokeStyle = stroke;
    context.lineWidth = strokeWidth;
    context.setLineDash([]);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function paintPath({ context, ratio }: Paper, mark: PathMark): void {
  const { lines, stroke, strokeWidth, dash, opacity = 1, closed = false, crisp = false } = mark;
  context.globalAlpha = opacity;
  context.strokeStyle = stroke;
  context.lineWidth = strokeWidth;
  context.lineJoin = 'round';
  context.lineCap = mark.round === true ? 'round' : 'butt';
  context.setLineDash(dash === undefined ? [] : [...dash]);
  const half = (Math.round(strokeWidth * ratio) % 2) / 2 / ratio;
  const place = (value: number): number =>
    crisp ? Math.round((value - half) * ratio) / ratio + half : value;
  context.beginPath();
  for (const points of lines) {
    for (let i = 0; i + 1 < points.length; i += 2) {
      const x = place(points[i] ?? 0);
      const y = place(points[i + 1] ?? 0);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    if (closed) context.closePath();
  }
  context.stroke();
  context.setLineDash([]);
  context.lineCap = 'butt';
  context.globalAlpha = 1;
}

function paintArea({ context }: Paper, { line, fill, opacity = 1 }: AreaMark): void {
  context.globalAlpha = opacity;
  context.fillStyle = fill;
  context.beginPath();
  for (let i = 0; i + 1 < line.length; i += 2) context.lineTo(line[i] ?? 0, line[i + 1] ?? 0);
  context.fill();
  context.globalAlpha = 1;
}

function paintCircle({ context }: Paper, mark: CircleMark): void {
  const { x, y, radius, fill, stroke, strokeWidth = 1, opacity = 1 } = mark;
  context.globalAlpha = opacity;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  if (fill !== undefined) {
    context.fillStyle = fill;
    context.fill();
  }
  if (stroke !== undefined) {
    context.strokeStyle = stroke;
    context.lineWidth = strokeWidth;
    context.setLineDash([]);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function paintText({ context }: Paper, mark: TextMark): void {
  const { x, y, text, size, fill, family = 'ui', weight = 400, anchor = 'start', rotate } = mark;
  context.font = `${weight} ${size}px ${families[family]}`;
  context.fillStyle = fill;
  context.textAlign = anchor === 'middle' ? 'center' : anchor;
  context.textBaseline = 'alphabetic';
  if (rotate === undefined) {
    context.fillText(text, x, y);
    return;
  }
  context.save();
  context.translate(x, y);
  context.rotate((rotate * Math.PI) / 180);
  context.fillText(text, 0, 0);
  context.restore();
}

/** Bitmaps of matrices that are painted again and again: a map that is moved under a window. */
const bitmaps = new WeakMap<Uint8Array, { readonly palette: Uint8Array; readonly bitmap: OffscreenCanvas }>();

/** One image pixel a cell, enlarged without smoothing: as fast for 512 × 512 as for 32 × 32. */
function paintCells({ context }: Paper, mark: CellsMark): void {
  const { x, y, width, height } = mark;
  context.imageSmoothingEnabled = false;
  context.drawImage(bitmapOf(mark), x, y, width, height);
}

function bitmapOf({ columns, rows, levels, palette }: CellsMark): OffscreenCanvas {
  const known = bitmaps.get(levels);
  if (known !== undefined && known.bitmap.width === columns && samePalette(known.palette, palette)) {
    return known.bitmap;
  }
  // A pixel as one word, red in its lowest byte: every machine a browser runs on is little-endian.
  const colours = new Uint32Array(palette.length / 3);
  for (let level = 0; level < colours.length; level += 1) {
    const [red = 0, green = 0, blue = 0] = palette.subarray(level * 3, level * 3 + 3);
    colours[level] = 0xff00_0000 + (blue << 16) + (green << 8) + red;
  }
  const image = new ImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let cell = 0; cell < levels.length; cell += 1) pixels[cell] = colours[levels[cell] ?? 0] ?? 0;
  const bitmap = new OffscreenCanvas(columns, rows);
  bitmap.getContext('2d')?.putImageData(image, 0, 0);
  bitmaps.set(levels, { palette, bitmap });
  return bitmap;
}

function samePalette(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && a.every((channel, index) => channel === b[index]));
}
