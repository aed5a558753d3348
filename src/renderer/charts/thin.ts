/** A polyline in pixels: x and y in turn. */
export type PixelLine = Float64Array;

/**
 * The indices of the points a line needs so that it passes within `tolerance` px of every one it leaves out: ends,
 * turns and peaks stay. From a kept point it looks ahead for as long as one direction hits all points so far, and
 * none turns back by more than the tolerance; one pass, whatever the line.
 */
export function thin(line: PixelLine, tolerance: number): readonly number[] {
  const count = line.length / 2;
  if (count < 3) return Array.from({ length: count }, (_, i) => i);
  const kept = [0];
  let anchor = 0;
  while (anchor < count - 1) {
    anchor = lastInSight(line, anchor, tolerance);
    kept.push(anchor);
  }
  return kept;
}

/** The furthest point to which a straight line from `anchor` serves all points between. */
function lastInSight(line: PixelLine, anchor: number, tolerance: number): number {
  const count = line.length / 2;
  const [x0, y0] = [line[2 * anchor]!, line[2 * anchor + 1]!];
  /** Directions from the anchor that pass every point, about the first one's; the widest there can be at first. */
  let [axis, low, high] = [Number.NaN, -Math.PI, Math.PI];
  let [furthest, end] = [0, anchor + 1];
  for (let i = anchor + 1; i < count; i += 1) {
    const [dx, dy] = [line[2 * i]! - x0, line[2 * i + 1]! - y0];
    const distance = Math.hypot(dx, dy);
    if (distance <= tolerance) {
      if (furthest > 0) return end;
      // As good as at the anchor itself: any line from there passes it.
      end = i;
      continue;
    }
    if (Number.isNaN(axis)) axis = Math.atan2(dy, dx);
    const turn = turnFrom(axis, Math.atan2(dy, dx));
    if (distance < furthest || turn < low || turn > high) return end;
    const half = Math.asin(tolerance / distance);
    low = Math.max(low, turn - half);
    high = Math.min(high, turn + half);
    furthest = distance;
    end = i;
  }
  return end;
}

/** From one direction to another, in (−π, π]. */
function turnFrom(axis: number, angle: number): number {
  const turn = angle - axis;
  if (turn > Math.PI) return turn - 2 * Math.PI;
  return turn <= -Math.PI ? turn + 2 * Math.PI : turn;
}
