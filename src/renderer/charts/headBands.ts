import type { HeadViewLayout, RowRange } from './headViewLayout.ts';
import type { PixelBox } from './lineRaster.ts';

/** A strip of a head view from edge to edge: what is painted at once, so that what is out of sight can wait. */
export interface HeadBand {
  /** CSS px; edges lie on whole device pixels, so that no seam shows. */
  readonly top: number;
  readonly height: number;
  /** Rows that reach into it, with the labels that overhang theirs. */
  readonly rows: RowRange;
  /** The part between the columns, where the lines are. */
  readonly lines: PixelBox;
}

const bandHeight = 160;

export function headBands(layout: HeadViewLayout, ratio: number): HeadBand[] {
  const { top, rowHeight, labelStep, lineStart, lineEnd } = layout;
  const step = Math.round(bandHeight * ratio);
  const end = Math.round(layout.height * ratio);
  const left = Math.floor((lineStart - 2) * ratio);
  const width = Math.max(1, Math.ceil((lineEnd + 2) * ratio) - left);
  const rowAt = (y: number): number => (y / ratio - top) / rowHeight;
  return Array.from({ length: Math.ceil(end / step) }, (_, index) => {
    const y = index * step;
    const height = Math.min(step, end - y);
    return {
      top: y / ratio,
      height: height / ratio,
      rows: {
        from: Math.max(0, Math.floor(rowAt(y)) - labelStep),
        after: Math.max(0, Math.ceil(rowAt(y + height)) + labelStep),
      },
      lines: { x: left, y, width, height, ratio },
    };
  });
}
