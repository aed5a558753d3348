import type { ConfigValue } from './configPaths.ts';

/** A setting as a person types it: 1e-5 stays 1e-5. */
export function settingText(value: unknown): string {
  if (value === undefined) return '';
  if (value === null) return 'none';
  if (typeof value === 'number') {
    const magnitude = Math.abs(value);
    const short =
      magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e7) && !Number.isSafeInteger(value)
        ? value.toExponential()
        : `${value}`;
    return short.replace('e+', 'e');
  }
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(settingText).join(', ');
  return String(value as string | boolean);
}

/** "0–2" for seeds 0, 1, 2; else the different values one after the other. */
export function settingRange(values: readonly (ConfigValue | undefined)[]): string {
  const distinct = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  const numbers = distinct.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const [low, high] = [numbers[0], numbers.at(-1)];
  const isRange =
    numbers.length === distinct.length &&
    numbers.length > 1 &&
    low !== undefined &&
    high !== undefined &&
    numbers.every((value, index) => value === low + index);
  if (isRange) return `${settingText(low)}–${settingText(high)}`;
  return distinct.map(settingText).join(', ');
}
