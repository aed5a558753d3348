import { resourceFile } from '../../lab/resources.ts';
import type { FontFamily, FontWeight } from '../../renderer/charts/plan.ts';
import type { FigureFont } from '../../shared/figureLook.ts';

/** A stretch of text that one font file can set. */
export interface FontRun {
  readonly text: string;
  readonly file: string;
}

/** Scripts that have a file of their own, by their letters; the rest is in the Latin one. */
const scripts: readonly (readonly [name: string, letters: RegExp])[] = [
  ['vietnamese', /[\u1ea0-\u1ef9\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u20ab]/u],
  ['cyrillic', /[\u0400-\u052f]/u],
  ['greek', /[\u0370-\u03ff]/u],
  ['latin-ext', /[\u0100-\u0130\u0132-\u0151\u0154-\u02ba\u1e00-\u1e9f\u20a0-\u20ab\u20ad-\u20c0]/u],
];

/** Cuts each family has in Latin; other scripts come in the regular one. */
const cuts = {
  inter: [400, 500, 600],
  'jetbrains-mono': [400, 600],
  'stix-two-text': [400, 500, 600],
} as const;

/** The text as runs of font files; letters that no bundled font has are set in the Latin one, as its missing glyph. */
export function fontRuns(
  text: string,
  font: FigureFont,
  family: FontFamily,
  weight: FontWeight,
): readonly FontRun[] {
  const runs: { text: string; file: string }[] = [];
  for (const letter of text) {
    const file = fileOf(letter, font, family, weight);
    const last = runs.at(-1);
    if (last?.file === file) last.text += letter;
    else runs.push({ text: letter, file });
  }
  return runs;
}

function fileOf(letter: string, font: FigureFont, family: FontFamily, weight: FontWeight): string {
  const script = scripts.find(([, letters]) => letters.test(letter))?.[0];
  const upright = font === 'serif' ? 'stix-two-text' : 'inter';
  // The numbers' font is Latin alone.
  const name = font === 'inter' && family === 'num' && script === undefined ? 'jetbrains-mono' : upright;
  const known: readonly number[] = cuts[name];
  const cut = script === undefined && known.includes(weight) ? weight : 400;
  return `${name}-${script ?? 'latin'}-${cut}-normal.ttf`;
}

export function fontPath(file: string): string {
  return resourceFile(`generated/fonts/${file}`);
}
