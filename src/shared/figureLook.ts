import { z } from 'zod';

/** How a figure looks, whatever it shows: size, letters, colours. */

export const lengthUnits = ['mm', 'in', 'px'] as const;
export type LengthUnit = (typeof lengthUnits)[number];

export interface Length {
  readonly value: number;
  readonly unit: LengthUnit;
}

/** CSS pixels of a unit. */
const pixels: Readonly<Record<LengthUnit, number>> = { mm: 96 / 25.4, in: 96, px: 1 };
export const mostPixels = 10_000;
export const leastWidthPixels = 60;

export function toPixels({ value, unit }: Length): number {
  return value * pixels[unit];
}

/** The same length in another unit. */
export function inUnit(length: Length, unit: LengthUnit): Length {
  return { value: Number((toPixels(length) / pixels[unit]).toPrecision(6)), unit };
}

/** "85 mm", as a person reads it. */
export function formatLength({ value, unit }: Length): string {
  return `${value} ${unit}`;
}

/** Reads "85mm", "3.25in", "760px" or "760" (px); null for anything else. */
export function parseLength(text: string): Length | null {
  const found = /^(\d+(?:\.\d+)?)\s*(mm|cm|in|pt|px)?$/.exec(text.trim());
  if (found === null) return null;
  const value = Number(found[1]);
  switch (found[2]) {
    case 'cm':
      return { value: value * 10, unit: 'mm' };
    case 'pt':
      return { value: value / 72, unit: 'in' };
    default:
      return { value, unit: (found[2] ?? 'px') as LengthUnit };
  }
}

const length = z
  .strictObject({ value: z.number().positive(), unit: z.enum(lengthUnits) })
  .refine((value) => toPixels(value) <= mostPixels, `at most ${mostPixels} px`);

export const figureThemes = ['light', 'dark', 'grey'] as const;
export const figureLocales = ['en', 'pt-BR'] as const;
export const figureFonts = ['inter', 'serif'] as const;
export const barPlaces = ['right', 'below', 'none'] as const;
export type FigureLocale = (typeof figureLocales)[number];
export type FigureFont = (typeof figureFonts)[number];
export type BarPlace = (typeof barPlaces)[number];

/** Points of most letters where a drawing has its own size: 11 px. */
export const naturalFontSize = 8.25;

export const figureLookSchema = z.strictObject({
  width: length.refine((value) => toPixels(value) >= leastWidthPixels, `at least ${leastWidthPixels} px`),
  /** Null: as the drawing needs. Of maps: at most. */
  height: length.nullable().default(null),
  /** Points of most letters; lines and gaps grow with them. */
  fontSize: z.number().min(4).max(40).default(naturalFontSize),
  /** Language of the words. */
  locale: z.enum(figureLocales).default('en'),
  font: z.enum(figureFonts).default('inter'),
  /** Null: what the figure is of; empty: none. */
  title: z.string().max(300).nullable().default(null),
  legend: z.boolean().default(true),
  colourBar: z.enum(barPlaces).default('right'),
  /** `grey` is paper and ink alone: runs differ by dash and lightness, maps by lightness. */
  theme: z.enum(figureThemes).default('light'),
  transparent: z.boolean().default(false),
  /** a, b, c at the panels of a figure that has several. */
  letters: z.boolean().default(true),
  /** Dots an inch of a PNG. */
  dpi: z.int().min(36).max(1200).default(300),
});
export type FigureLook = z.output<typeof figureLookSchema>;

/** Widths that venues ask for. */
export interface WidthPreset {
  readonly id: string;
  readonly title: string;
  readonly columns: 1 | 2 | 'slide';
  readonly width: Length;
  /** Points of the letters that go with it. */
  readonly fontSize: number;
}

const preset = (
  id: string,
  title: string,
  columns: WidthPreset['columns'],
  value: number,
  unit: LengthUnit,
  fontSize: number,
): WidthPreset => ({ id, title, columns, width: { value, unit }, fontSize });

/** Text widths of the venues' own style files and author guides. */
export const widthPresets: readonly WidthPreset[] = [
  preset('neurips', 'NeurIPS, ICLR', 1, 5.5, 'in', 8),
  preset('icml', 'ICML', 1, 3.25, 'in', 7.5),
  preset('icml-2', 'ICML', 2, 6.75, 'in', 8),
  preset('acl', 'ACL', 1, 77, 'mm', 7.5),
  preset('acl-2', 'ACL', 2, 160, 'mm', 8),
  preset('ieee', 'IEEE', 1, 3.5, 'in', 7.5),
  preset('ieee-2', 'IEEE', 2, 7.16, 'in', 8),
  preset('nature', 'Nature', 1, 89, 'mm', 7),
  preset('nature-2', 'Nature', 2, 183, 'mm', 7),
  preset('springer', 'Springer', 1, 84, 'mm', 8),
  preset('springer-2', 'Springer', 2, 174, 'mm', 8),
  preset('slide', 'Slide 16:9', 'slide', 13.333, 'in', 16),
];
