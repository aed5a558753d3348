import { LineChart, ScatterChart } from 'echarts/charts';
import { GraphicComponent, GridComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { EChartsOption } from 'echarts';
import { onBeforeUnmount, watch, type Ref } from 'vue';

use([LineChart, ScatterChart, GridComponent, GraphicComponent, CanvasRenderer]);

/** A chart that asks for frames only while something is drawn; by default it goes on for ten more. */
function make(element: HTMLElement, width: number, height: number): EChartsType {
  const chart = init(element, null, { renderer: 'canvas', width, height });
  chart.getZr().setSleepAfterStill(1);
  return chart;
}

/**
 * Draws an option in an element and keeps it drawn: each new option replaces the whole drawing, one a frame at most.
 * The option is plain data and must not be reactive. The chart is disposed with the component.
 */
export function useEChart(
  element: Readonly<Ref<HTMLElement | null>>,
  drawing: Readonly<
    Ref<{ readonly option: EChartsOption; readonly width: number; readonly height: number } | null>
  >,
): void {
  let chart: EChartsType | undefined;
  let frame = 0;

  const draw = (): void => {
    const plan = drawing.value;
    if (element.value === null || plan === null) return;
    const { option, width, height } = plan;
    chart ??= make(element.value, width, height);
    if (chart.getWidth() !== width || chart.getHeight() !== height) chart.resize({ width, height });
    chart.setOption(option, { notMerge: true, lazyUpdate: false, silent: true });
  };
  watch(
    [element, drawing],
    () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(draw);
    },
    { immediate: true, flush: 'post' },
  );
  // The first drawing may come before its fonts.
  void document.fonts?.ready.then(draw);
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame);
    chart?.dispose();
    chart = undefined;
  });
}
