import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { resourceFile } from '../../lab/resources.ts';
import { fontFamilies } from '../../renderer/charts/fonts.ts';
import type { FontFamily } from '../../renderer/charts/plan.ts';
import type { FigureFont } from '../../shared/figureLook.ts';

/** Families of a figure's letters: the bundled one first, then whatever the reader's machine has. */
export const figureFamilies: Readonly<Record<FigureFont, Readonly<Record<FontFamily, string>>>> = {
  inter: fontFamilies,
  serif: {
    ui: "'STIX Two Text', 'Times New Roman', Times, serif",
    num: "'STIX Two Text', 'Times New Roman', Times, serif",
  },
};

/**
 * The bundled font files, in one order on every machine. A letter that the first file of a family lacks is looked for
 * in the others in this order: so the figure's own family comes first, and in it the Latin files.
 */
export function fontFiles(font: FigureFont): readonly string[] {
  const folder = resourceFile('generated/fonts');
  const family = font === 'serif' ? 'stix-two-text' : 'inter';
  const rank = (name: string): number => (name.startsWith(family) ? 0 : 2) + (/-latin-\d/.test(name) ? 0 : 1);
  return readdirSync(folder)
    .sort()
    .sort((a, b) => rank(a) - rank(b))
    .map((name) => join(folder, name));
}
