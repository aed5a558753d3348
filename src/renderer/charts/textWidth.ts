import { interRegular, interStrong, monoAdvance } from './fontWidths.ts';
import type { FontFamily, FontWeight } from './plan.ts';

export interface TextStyle {
  readonly size: number;
  readonly family?: FontFamily;
  readonly weight?: FontWeight;
}

/** In 1/1000 em: a wide guess for letters beyond ASCII, and the square of ideographs. */
const otherAdvance = 640;
const wideAdvance = 1000;

/** Width of a text in px without seeing a screen, kerning left out: within a few percent of what is drawn. */
export function textWidth(text: string, { size, family = 'ui', weight = 400 }: TextStyle): number {
  const table = weight === 600 ? interStrong : interRegular;
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const known = family === 'num' ? monoAdvance : table[code - 32];
    sum += code >= 0x2e80 ? wideAdvance : (known ?? otherAdvance);
  }
  return (sum * size) / 1000;
}

/** The text, or as much of it as fits `width` px with an ellipsis; '' if not even one letter fits. */
export function fitText(text: string, width: number, style: TextStyle): string {
  if (textWidth(text, style) <= width) return text;
  const characters = Array.from(text);
  for (let kept = characters.length - 1; kept > 0; kept -= 1) {
    const shortened = `${characters
      .slice(0, kept)
      .join('')
      .replace(/[\s.,:;-]+$/, '')}…`;
    if (textWidth(shortened, style) <= width) return shortened;
  }
  return '';
}
