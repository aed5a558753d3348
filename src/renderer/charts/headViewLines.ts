import type { HeadLines, LineField, LineStyle } from './lineField.ts';
import type { PathMark } from './plan.ts';
import { lineThrough } from './plan.ts';

/** A field of lines as marks: one path a head, sign, query and opacity, the faint ones below. */
export function headViewLines(field: LineField): PathMark[] {
  return field.heads.flatMap((lines) => [
    ...signedMarks(field, lines, -1, lines.negative),
    ...signedMarks(field, lines, 1, lines.positive),
  ]);
}

function signedMarks(field: LineField, { steps }: HeadLines, sign: 1 | -1, style: LineStyle): PathMark[] {
  const { start, end, queryRows, keyRows, opacities, strokeWidth } = field;
  const marks: PathMark[] = [];
  queryRows.forEach((queryRow, query) => {
    const byOpacity = new Map<number, Float64Array[]>();
    keyRows.forEach((keyRow, key) => {
      const step = sign * steps[query * keyRows.length + key]!;
      if (step <= 0) return;
      const opacity = opacities[step]!;
      const line = lineThrough(start, queryRow, end, keyRow);
      const lines = byOpacity.get(opacity);
      if (lines === undefined) byOpacity.set(opacity, [line]);
      else lines.push(line);
    });
    for (const [opacity, lines] of [...byOpacity].sort(([a], [b]) => a - b)) {
      marks.push({ kind: 'path', lines, strokeWidth, opacity, ...style });
    }
  });
  return marks;
}
