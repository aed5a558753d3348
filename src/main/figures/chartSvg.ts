import type { EChartsOption } from 'echarts';
import { LineChart, ScatterChart } from 'echarts/charts';
import { GraphicComponent, GridComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { textWidth } from '../../renderer/charts/textWidth.ts';
import { escapeXml } from './escapeXml.ts';

use([LineChart, ScatterChart, GridComponent, GraphicComponent, SVGRenderer]);
// Without a canvas the library guesses widths from another font.
setPlatformAPI({
  measureText: (text, font = '') => ({
    width: textWidth(text, {
      size: Number(/([\d.]+)px/.exec(font)?.[1] ?? 12),
      family: font.includes('Mono') ? 'num' : 'ui',
      weight: /\b600\b/.test(font) ? 600 : 400,
    }),
  }),
});

/** A chart as a stand-alone SVG file; the same option always gives the same bytes. */
export function chartSvg(
  option: EChartsOption,
  size: { readonly width: number; readonly height: number },
  words: { readonly title: string; readonly description: string },
): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    chart.setOption(option);
    return standAlone(chart.renderToSVGString(), words);
  } finally {
    chart.dispose(); // else its timers keep the process alive
  }
}

/** Leaves out what only a browser's mouse uses, and the counter in every id, which differs from call to call. */
function standAlone(svg: string, words: { readonly title: string; readonly description: string }): string {
  const still = svg
    .replace(/<style[^]*?<\/style>/g, '')
    .replace(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
    .replace(/\bzr\d+-c/g, 'clip')
    .replace(/\n{2,}/g, '\n');
  const start = still.indexOf('>') + 1;
  const named = `\n<title>${escapeXml(words.title)}</title>\n<desc>${escapeXml(words.description)}</desc>`;
  return `${still.slice(0, start).replace('<svg ', '<svg role="img" ')}${named}${still.slice(start).trimEnd()}\n`;
}
