import { Resvg } from '@resvg/resvg-js';
import type { FigureFont } from '../../shared/figureLook.ts';
import { fontFiles } from './fonts.ts';

/** Letters the bundled fonts have: Latin with its extensions and Vietnamese, Greek, Cyrillic, punctuation. */
const bundledLetters =
  /^[\u0000-\u04ff\u1e00-\u1eff\u2000-\u206f\u20a0-\u20c0\u2113\u2122\u2191\u2193\u2212\u2215\s]*$/u;

/**
 * An SVG file as PNG, `scale` pixels a CSS pixel. Only the bundled fonts are used, so that a figure is the same on
 * every machine; a text with other letters may take them from the system's fonts.
 */
export function rasterise(svg: string, scale: number, font: FigureFont = 'inter'): Buffer {
  const image = new Resvg(svg, {
    imageRendering: 1, // cells stay sharp: this renderer does not know `pixelated`
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: !bundledLetters.test(svg),
      fontFiles: [...fontFiles(font)],
      defaultFontFamily: 'Inter',
      sansSerifFamily: 'Inter',
      monospaceFamily: 'JetBrains Mono',
    },
  });
  return image.render().asPng();
}
