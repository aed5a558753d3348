import type { EChartsOption } from 'echarts';
import { BarChart, CustomChart, LineChart, ParallelChart, ScatterChart } from 'echarts/charts';
import { GraphicComponent, GridComponent, ParallelComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Plan } from '../../renderer/charts/plan.ts';
import { textWidth } from '../../renderer/charts/textWidth.ts';
import { svgMarks } from './svgMarks.ts';

use([
  BarChart,
  CustomChart,
  LineChart,
  ParallelChart,
  ScatterChart,
  GridComponent,
  GraphicComponent,
  ParallelComponent,
  SVGRenderer,
]);
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

/** A chart as a plan, so that one writer a format draws all views; the same option always gives the same plan. */
export function chartPlan(
  option: EChartsOption,
  size: { readonly width: number; readonly height: number },
  words: { readonly background: string; readonly description: string },
): Plan {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    chart.setOption({ ...option, backgroundColor: 'transparent' });
    return { ...size, ...words, marks: svgMarks(chart.renderToSVGString()) };
  } finally {
    chart.dispose(); // else its timers keep the process alive
  }
}
