import type { FigureView } from '../../shared/figure.ts';
import type { OpenPanel } from './panel.ts';

/** What a figure's file may be called, without ending: "quick-start-heatmap-step-544". */
export function figureName(panels: readonly OpenPanel[]): string {
  const [first] = panels;
  if (first === undefined) return 'figure';
  const parts = [
    first.title,
    panels.length > 1 ? `${panels.length} panels` : first.view.kind,
    stepOf(first.view),
  ];
  const name = parts
    .join(' ')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return name === '' ? 'figure' : name;
}

function stepOf(view: FigureView): string {
  if (!('source' in view) || view.source.kind !== 'run') return '';
  return view.source.step === null ? '' : `step ${view.source.step}`;
}
