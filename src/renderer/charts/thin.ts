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

/**
 * The furthest point to which a straight line from `anchor` serves all points between. The directions that serve are a
 * cone between two of them, `low` and `high`; it is narrower than a half turn, so that two cross products say whether a
 * point is in it, without an angle being worked out.
 */
function lastInSight(line: PixelLine, anchor: number, tolerance: number): number {
  const count = line.length / 2;
  const [x0, y0] = [line[2 * anchor]!, line[2 * anchor + 1]!];
  const near = tolerance * tolerance;
  let [lowX, lowY, highX, highY] = [0, 0, 0, 0];
  let [furthest, end] = [0, anchor + 1];
  for (let i = anchor + 1; i < count; i += 1) {
    const dx = line[2 * i]! - x0;
    const dy = line[2 * i + 1]! - y0;
    const distance = dx * dx + dy * dy;
    if (distance <= near) {
      if (furthest > 0) return end;
      // As good as at the anchor itself: any line from there passes it.
      end = i;
      continue;
    }
    const isOutside = lowX * dy - lowY * dx < 0 || highX * dy - highY * dx > 0;
    if (distance < furthest || isOutside) return end;
    // The point's own direction turned by the tolerance at its distance, either way; not of length one.
    const along = Math.sqrt(distance - near);
    const fromX = dx * along + dy * tolerance;
    const fromY = dy * along - dx * tolerance;
    const toX = dx * along - dy * tolerance;
    const toY = dy * along + dx * tolerance;
    const isFirst = furthest === 0;
    if (isFirst || lowX * fromY - lowY * fromX > 0) [lowX, lowY] = [fromX, fromY];
    if (isFirst || highX * toY - highY * toX < 0) [highX, highY] = [toX, toY];
    furthest = distance;
    end = i;
  }
  return end;
}
