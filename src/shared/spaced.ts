/** At most `most` of ascending steps, evenly spread, the first and the last and `kept` among them. */
export function spaced(steps: readonly number[], most: number, kept: number | null): readonly number[] {
  if (steps.length <= most) return steps;
  const chosen = new Set(
    Array.from({ length: most }, (_, i) => steps[Math.round((i * (steps.length - 1)) / (most - 1))] ?? 0),
  );
  if (kept !== null && steps.includes(kept) && !chosen.has(kept)) {
    const inner = [...chosen].slice(1, -1);
    const nearest = inner.reduce(
      (best, step) => (Math.abs(step - kept) < Math.abs(best - kept) ? step : best),
      inner[0] ?? kept,
    );
    chosen.delete(nearest);
    chosen.add(kept);
  }
  return [...chosen].sort((a, b) => a - b);
}
