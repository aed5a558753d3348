import { Resvg } from '@resvg/resvg-js';

/** Colours of a PNG, read by drawing it pixel for pixel. */
export function pixelsOf(png: Buffer): {
  readonly width: number;
  readonly height: number;
  readonly rgb: (x: number, y: number) => number[];
} {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const href = `data:image/png;base64,${png.toString('base64')}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="${href}"/></svg>`;
  const { pixels } = new Resvg(svg, { imageRendering: 1, font: { loadSystemFonts: false } }).render();
  return {
    width,
    height,
    rgb: (x, y) => [...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)],
  };
}
