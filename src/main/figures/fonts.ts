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

/** The bundled font files, in one order on every machine. */
export function fontFiles(): readonly string[] {
  const folder = resourceFile('generated/fonts');
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}
