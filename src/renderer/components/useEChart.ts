import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GraphicComponent, GridComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { EChartsOption } from 'echarts';
import { onBeforeUnmount, shallowRef, watch, type Ref } from 'vue';

use([CustomChart, LineChart, ScatterChart, GridComponent, GraphicComponent, CanvasRenderer]);

/** A chart that asks for frames only while something is drawn; by default it goes on for ten more. */
function make(element: HTMLElement, width: number, height: number): EChartsType {
  const chart = init(element, null, { renderer: 'canvas', width, height });
  chart.getZr().setSleepAfterStill(1);
  return chart;
}

export interface EChartDrawing {
  readonly option: EChartsOption;
  readonly width: number;
  readonly height: number;
}

/**
 * Draws an option in an element and keeps it drawn: each new option replaces the whole drawing, one a frame at most.
 * The option is plain data and must not be reactive. The chart is disposed with the component. Gives the drawing that
 * is on screen.
 */
export function useEChart(
  element: Readonly<Ref<HTMLElement | null>>,
  drawing: Readonly<Ref<EChartDrawing | null>>,
): Readonly<Ref<EChartDrawing | null>> {
  const drawn = shallowRef<EChartDrawing | null>(null);
  let chart: EChartsType | undefined;
  let frame = 0;

  const draw = (): void => {
    const plan = drawing.value;
    if (element.value === null || plan === null) return;
    const { option, width, height } = plan;
    chart ??= make(element.value, width, height);
    if (chart.getWidth() !== width || chart.getHeight() !== height) chart.resize({ width, height });
    chart.setOption(option, { notMerge: true, lazyUpdate: false, silent: true });
    drawn.value = plan;
    const { fonts } = document;
    // Drawn with other letters than it is to have: once more with its own.
    if (fonts?.status === 'loading') void fonts.ready.then(draw);
  };
  watch(
    [element, drawing],
    () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(draw);
    },
    { immediate: true, flush: 'post' },
  );
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame);
    chart?.dispose();
    chart = undefined;
  });
  return drawn;
}
