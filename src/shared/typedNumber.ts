import type { NumberStyle } from './scales.ts';

/**
 * What a person typed, as a number; NaN if it is none. Where a language parts decimals by a comma, points before it part
 * thousands; a point alone is the decimal sign everywhere, as in every file of the lab.
 */
export function readTypedNumber(typed: string, { decimal }: NumberStyle): number {
  const text = typed.trim().replace('−', '-');
  if (decimal !== ',') return numberOf(text.replace(/(?<=\d),(?=\d{3}\b)/g, ''));
  return numberOf(text.includes(',') ? text.replaceAll('.', '').replace(',', '.') : text);
}

/**
 * The same for a share or a bound, where nobody writes thousands: a point or a comma is the decimal sign in every
 * language.
 */
export function readTypedShare(typed: string): number {
  return numberOf(typed.trim().replace(',', '.'));
}

const numberOf = (text: string): number => (text === '' ? Number.NaN : Number(text));
