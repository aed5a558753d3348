import { metrics, type MetricName } from '../../shared/metrics.ts';
import * as plain from '../../shared/scales.ts';
import { withSigns, type NumberStyle } from '../../shared/scales.ts';
import { settingText } from '../../shared/settingText.ts';
import { chartWords } from './index.ts';

/**
 * Numbers as the window writes them (design/LANGUAGE.md, section 5): fixed decimals, a true minus sign, the decimal
 * sign of its language (docs/adr/0021). Missing values are empty, never a dash.
 */

const ofWindow = (): NumberStyle => chartWords();

export const formatNumber = (value: number, decimals: number, signs = ofWindow()): string =>
  plain.formatNumber(value, decimals, signs);

export const formatSigned = (value: number, decimals: number): string =>
  plain.formatSigned(value, decimals, ofWindow());

export const formatTick = (value: number): string => plain.formatTick(value, ofWindow());

/** A number that came written with a point. */
export const inWindow = (written: string): string => withSigns(written, ofWindow());

/** A number with its unit apart, for a strip of figures. */
export interface Figure {
  readonly value: string;
  readonly unit: string;
}

export function formatLoss(value: number | null | undefined, signs = ofWindow()): string {
  if (value === null || value === undefined) return '';
  return Number.isFinite(value)
    ? formatNumber(value, 4, signs)
    : String(value).replace('-', '−').replace('Infinity', '∞');
}

/** A metric with its own decimals and no unit. */
export function formatMetric(name: MetricName, value: number | null | undefined, signs = ofWindow()): string {
  if (value === null || value === undefined) return '';
  return Number.isFinite(value) ? formatNumber(value, metrics[name].decimals, signs) : formatLoss(value);
}

/** "0.09 s", "32 s", "3:12", "1 h 04". */
export function durationFigure(seconds: number | null | undefined): Figure {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return { value: '', unit: '' };
  if (seconds < 0.001) return { value: (seconds * 1e6).toFixed(0), unit: 'µs' };
  if (seconds < 0.01) return { value: formatNumber(seconds * 1e3, 1), unit: 'ms' };
  if (seconds < 10) return { value: formatNumber(seconds, 2), unit: 's' };
  const whole = Math.round(seconds);
  if (whole < 60) return { value: String(whole), unit: 's' };
  if (whole < 3600) return { value: `${Math.floor(whole / 60)}:${two(whole % 60)}`, unit: '' };
  const minutes = Math.round(whole / 60);
  return { value: `${Math.floor(minutes / 60)} h ${two(minutes % 60)}`, unit: '' };
}

export function formatDuration(seconds: number | null | undefined): string {
  return join(durationFigure(seconds));
}

/** A run's time as in a table: "0:32", "1:02:09". */
export function formatClock(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '';
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Decimal units: "1.56 GB", "147 kB". */
export function bytesFigure(bytes: number | null | undefined, signs = ofWindow()): Figure {
  if (bytes === null || bytes === undefined) return { value: '', unit: '' };
  if (bytes >= 1e9) return { value: formatNumber(bytes / 1e9, 2, signs), unit: 'GB' };
  if (bytes >= 1e6) return { value: (bytes / 1e6).toFixed(0), unit: 'MB' };
  if (bytes >= 1e3) return { value: (bytes / 1e3).toFixed(0), unit: 'kB' };
  return { value: String(bytes), unit: 'B' };
}

export function formatBytes(bytes: number | null | undefined): string {
  return join(bytesFigure(bytes));
}

/** "128,833,352"; no separator below 10,000, so that steps stay plain. */
export function formatCount(value: number, signs = ofWindow()): string {
  const digits = plain.formatNumber(value, 0);
  return Math.abs(value) < 10_000 ? digits : withSigns(digits.replace(/\B(?=(\d{3})+$)/g, ','), signs);
}

/** A setting as a person types it in this language. */
export const formatSetting = (value: unknown): string =>
  typeof value === 'number' ? inWindow(settingText(value)) : settingText(value);

export const join = ({ value, unit }: Figure): string => (unit === '' ? value : `${value} ${unit}`);

/** Clock of a log line, local time: "06:58:02". */
export function formatTime(iso: string): string {
  const date = new Date(iso);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
}

/** "today 06:52", "yesterday 18:20", "3 Mar 18:20", "3 Mar 2025", by the calendar of `now`. */
export function formatWhen(
  iso: string,
  locale: string,
  words: { readonly today: string; readonly yesterday: string },
  now: Date = new Date(),
): string {
  const date = new Date(iso);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000);
  if (days === 0) return `${words.today} ${clock}`;
  if (days === 1) return `${words.yesterday} ${clock}`;
  const sameYear = date.getFullYear() === now.getFullYear();
  const day = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date);
  return sameYear ? `${day} ${clock}` : day;
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
