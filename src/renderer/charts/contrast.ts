import { parseHex, themes, type Theme } from '../../shared/colours.ts';

/** Relative luminance of #rrggbb, 0 to 1 (WCAG 2.2). */
export function luminance(hex: string): number {
  const [red, green, blue] = parseHex(hex).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The surface's colour or the ink's, whichever can be read better on a fill. */
export function inkOn(theme: Theme, fill: string): string {
  const { surface, ink } = themes[theme];
  return contrast(fill, surface) >= contrast(fill, ink) ? surface : ink;
}
