/**
 * How a value becomes a position on a map or an axis: linear, square root or logarithm, over one range that every
 * panel shares until a person unlocks it.
 */

export const scaleKinds = ['linear', 'sqrt', 'log'] as const;
export type ScaleKind = (typeof scaleKinds)[number];

export interface ValueScale {
  readonly kind: ScaleKind;
  /** Largest magnitude; positive unless `low` is given. Greater values are drawn as this one. */
  readonly max: number;
  /** Where a scale without signs begins, below `max`; 0 if not given. Lesser values are drawn as this one. */
  readonly low?: number;
  /** Signed scales run from −max to max with zero in the middle. */
  readonly signed: boolean;
  /** Shared by every panel; false is said in the panel. */
  readonly locked: boolean;
}

/** The log scale shows four decades; smaller magnitudes are drawn as zero. */
const logDecades = 4;

/** Position 0 to 1 of a value; on a signed scale zero lies at 0.5. Not a number lies at zero's place. */
export function scalePosition(scale: ValueScale, value: number): number {
  if (scale.low !== undefined)
    return Number.isNaN(value) ? 0 : sharePosition(scale.kind, shareFrom(scale, value));
  const magnitude = Number.isNaN(value) ? 0 : magnitudePosition(scale, Math.abs(value));
  if (scale.signed) return 0.5 + (value < 0 ? -magnitude : magnitude) / 2;
  return value > 0 ? magnitude : 0;
}

function shareFrom({ low = 0, max }: ValueScale, value: number): number {
  return Math.min(1, Math.max(0, (value - low) / (max - low)));
}

function magnitudePosition({ kind, max }: ValueScale, magnitude: number): number {
  return sharePosition(kind, Math.min(1, magnitude / max));
}

function sharePosition(kind: ScaleKind, share: number): number {
  switch (kind) {
    case 'linear':
      return share;
    case 'sqrt':
      return Math.sqrt(share);
    case 'log':
      return share === 0 ? 0 : Math.max(0, 1 + Math.log10(share) / logDecades);
  }
}

/**
 * The scale that fits all the given panels at once: the largest magnitude, rounded up to one digit so that its end
 * can be read. All zeros give 1.
 */
export function fitScale(
  panels: readonly ArrayLike<number>[],
  kind: ScaleKind,
  options: { readonly signed: boolean; readonly locked?: boolean },
): ValueScale {
  let largest = 0;
  for (const values of panels) {
    for (let i = 0; i < values.length; i += 1) {
      const magnitude = Math.abs(values[i] ?? 0);
      if (magnitude > largest && Number.isFinite(magnitude)) largest = magnitude;
    }
  }
  return {
    kind,
    max: largest === 0 ? 1 : roundUpToDigit(largest),
    signed: options.signed,
    locked: options.locked ?? true,
  };
}

/**
 * The scale of plain scores, each in a unit of its own: with signs where there are both; from 0 where that is their least or
 * not far below it; else from their least to their largest, which would be one colour from 0 on. Round ends.
 */
export function fitScores(values: ArrayLike<number>, kind: ScaleKind): ValueScale {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const isFarFromZero = most <= 0 ? least < 0 : least > most / 4;
  if (!isFarFromZero || !(most > least))
    return fitScale([values], kind, { signed: least < 0, locked: false });
  const step = niceStep((most - least) / 20);
  const round = (value: number): number => Number((value * step).toPrecision(12));
  const low = round(Math.floor(least / step + 1e-6));
  return { kind, low, max: round(Math.ceil(most / step - 1e-6)), signed: false, locked: false };
}

/** The least value a scale tells from the next. */
export function scaleLow({ low = 0, max, signed }: ValueScale): number {
  return signed ? -max : low;
}

/** 0.0312 → 0.04, 0.8 → 0.8, 1.2 → 2. */
function roundUpToDigit(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  // The float32 of 0.8 is a hair above it and must not become 0.9.
  const digit = Math.ceil(value / power - 1e-6);
  return Number((digit * power).toPrecision(1));
}

/**
 * Values to mark on a colour bar: the ends, zero, and round numbers between at least `gap` apart in position,
 * ascending. They stand at values, not at equal distances.
 */
export function scaleTicks(scale: ValueScale, gap: number): number[] {
  if (scale.low !== undefined) return ticksBetween(scale, scale.low, gap);
  const spread = scale.signed ? gap * 2 : gap;
  const ticks = [scale.max];
  let last = 1;
  const top = Math.floor(Math.log10(scale.max));
  for (let power = top; power >= top - 6; power -= 1) {
    for (const digit of [5, 2, 1]) {
      const tick = Number((digit * 10 ** power).toPrecision(1));
      const position = magnitudePosition(scale, tick);
      if (tick >= scale.max || last - position < spread || position < spread) continue;
      ticks.push(tick);
      last = position;
    }
  }
  const positive = ticks.reverse();
  return scale.signed ? [...positive.map((tick) => -tick).reverse(), 0, ...positive] : [0, ...positive];
}

/** Of a scale with a beginning of its own: its ends, and round values between them that keep their distance. */
function ticksBetween(scale: ValueScale, low: number, gap: number): number[] {
  const places = niceTicks(low, scale.max, Math.max(2, Math.round(1 / gap)));
  const ticks = [low];
  for (const tick of places) {
    const position = scalePosition(scale, tick);
    const last = scalePosition(scale, ticks.at(-1) ?? low);
    if (position - last >= gap && 1 - position >= gap) ticks.push(tick);
  }
  return [...ticks, scale.max];
}

/**
 * Round values from `low` to `high`, both inside, about `count` of them: steps of 1, 2 or 5 times a power of ten.
 */
export function niceTicks(low: number, high: number, count: number): number[] {
  const step = niceStep((high - low) / Math.max(1, count));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The smallest of 1, 2, 5, 10 times a power of ten not below `size`. */
export function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const digit = [1, 2, 5, 10].find((candidate) => candidate * power >= size * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/** The signs of a language between whole and part, and between thousands. */
export interface NumberStyle {
  readonly decimal: string;
  readonly group: string;
}

/** As files, figures and the command line write numbers, whatever the language of the window. */
export const plainNumbers: NumberStyle = { decimal: '.', group: ',' };

/** A plainly written number with the signs of a language. */
export function withSigns(plain: string, { decimal, group }: NumberStyle): string {
  if (decimal === '.' && group === ',') return plain;
  return plain.replace(/[.,]/g, (sign) => (sign === '.' ? decimal : group));
}

/** A number as it is written on an axis: true minus sign, no superfluous zeros. */
export function formatTick(value: number, style = plainNumbers): string {
  return withSigns(String(value).replace('-', '−'), style);
}

/** Fixed decimals with a true minus sign, as on screen; a rounded zero has no sign. */
export function formatNumber(value: number, decimals: number, style = plainNumbers): string {
  const text = Math.abs(value).toFixed(decimals);
  return withSigns(value < 0 && Number(text) !== 0 ? `−${text}` : text, style);
}

/** A count as it is written: separators from 10,000 on. */
export function formatCount(count: number, style = plainNumbers): string {
  return count < 10_000 ? String(count) : withSigns(count.toLocaleString('en'), style);
}

/** With its sign always shown. */
export function formatSigned(value: number, decimals: number, style = plainNumbers): string {
  const text = formatNumber(value, decimals);
  return withSigns(text.startsWith('−') || Number(text) === 0 ? text : `+${text}`, style);
}
