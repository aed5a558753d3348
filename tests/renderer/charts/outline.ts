import type { Mark } from '../../../src/renderer/charts/plan.ts';

/** A plan's marks as a snapshot can show them: numbers rounded, arrays named by what they hold. */
export function outline(marks: readonly Mark[]): unknown[] {
  const round = (value: unknown): unknown => {
    if (typeof value === 'number') return Math.round(value * 100) / 100;
    if (value instanceof Float64Array) return Array.from(value, round).join(' ');
    if (value instanceof Uint8Array) return value.length > 96 ? `${value.length} levels` : value.join(' ');
    if (Array.isArray(value)) return value.map(round);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, round(entry)]));
  };
  return marks.map((mark) =>
    mark.kind === 'group' ? { group: round(mark.clip), marks: outline(mark.marks) } : round(mark),
  );
}
