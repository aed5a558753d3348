import { fontFamilies } from './fonts.ts';
import type { CellsMark, GroupMark, Mark, PathMark, Plan, RectMark, TextMark } from './plan.ts';

/**
 * Draws a plan on a canvas: the size is set, in device pixels, and the ground filled. Call it with the
 * `devicePixelRatio` of the moment; the same plan in an SVG file looks the same.
 */
export function paintPlan(canvas: HTMLCanvasElement, plan: Plan, ratio: number): void {
  canvas.width = Math.round(plan.width * ratio);
  canvas.height = Math.round(plan.height * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(ratio, ratio);
  context.fillStyle = plan.background;
  context.fillRect(0, 0, plan.width, plan.height);
  paintMarks(context, plan.marks);
}

/** Draws marks over what is there, for layers above a plan. */
export function paintMarks(context: CanvasRenderingContext2D, marks: readonly Mark[]): void {
  for (const mark of marks) {
    context.save();
    switch (mark.kind) {
      case 'rect':
        paintRect(context, mark);
        break;
      case 'path':
        paintPath(context, mark);
        break;
      case 'text':
        paintText(context, mark);
        break;
      case 'cells':
        paintCells(context, mark);
        break;
      case 'group':
        paintGroup(context, mark);
        break;
    }
    context.restore();
  }
}

function paintRect(context: CanvasRenderingContext2D, mark: RectMark): void {
  context.globalAlpha = mark.opacity ?? 1;
  context.beginPath();
  if (mark.radius === undefined) context.rect(mark.x, mark.y, mark.width, mark.height);
  else context.roundRect(mark.x, mark.y, mark.width, mark.height, mark.radius);
  if (mark.fill !== undefined) {
    context.fillStyle = mark.fill;
    context.fill();
  }
  if (mark.stroke !== undefined) {
    context.strokeStyle = mark.stroke;
    context.lineWidth = mark.strokeWidth ?? 1;
    context.stroke();
  }
}

function paintPath(context: CanvasRenderingContext2D, mark: PathMark): void {
  context.globalAlpha = mark.opacity ?? 1;
  context.strokeStyle = mark.stroke;
  context.lineWidth = mark.strokeWidth;
  if (mark.dash !== undefined) context.setLineDash([...mark.dash]);
  context.beginPath();
  for (const line of mark.lines) {
    for (let i = 0; i + 1 < line.length; i += 2) {
      if (i === 0) context.moveTo(line[0]!, line[1]!);
      else context.lineTo(line[i]!, line[i + 1]!);
    }
    if (mark.closed === true) context.closePath();
  }
  context.stroke();
}

function paintText(context: CanvasRenderingContext2D, mark: TextMark): void {
  context.font = `${mark.weight ?? 400} ${mark.size}px ${fontFamilies[mark.family ?? 'ui']}`;
  context.fillStyle = mark.fill;
  context.textAlign = mark.anchor === undefined ? 'left' : alignments[mark.anchor];
  context.textBaseline = 'alphabetic';
  context.translate(mark.x, mark.y);
  if (mark.rotate !== undefined) context.rotate((mark.rotate * Math.PI) / 180);
  context.fillText(mark.text, 0, 0);
}

const alignments = { start: 'left', middle: 'center', end: 'right' } as const;

function paintCells(context: CanvasRenderingContext2D, mark: CellsMark): void {
  const { columns, rows, levels, palette } = mark;
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let i = 0; i < levels.length; i += 1) {
    const colour = levels[i]! * 3;
    pixels[i * 4] = palette[colour]!;
    pixels[i * 4 + 1] = palette[colour + 1]!;
    pixels[i * 4 + 2] = palette[colour + 2]!;
    pixels[i * 4 + 3] = 255;
  }
  const image = new OffscreenCanvas(columns, rows);
  image.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(image, mark.x, mark.y, mark.width, mark.height);
}

function paintGroup(context: CanvasRenderingContext2D, mark: GroupMark): void {
  context.translate(mark.x ?? 0, mark.y ?? 0);
  if (mark.clip !== undefined) {
    const { x, y, width, height } = mark.clip;
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
  }
  paintMarks(context, mark.marks);
}
