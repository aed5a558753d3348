import { assertNever } from '../../shared/errors.ts';
import type { FigureView } from '../../shared/figure.ts';
import type { FigureApi } from './figureApi.ts';
import type { OpenPanel } from './panel.ts';
import { openHeads } from './views/heads.ts';
import { openHeatmap } from './views/heatmap.ts';
import { openLoss } from './views/loss.ts';

/** Fetches what a view draws. Throws `LabError('not-found')` for a run, step or head that is not there. */
export async function openView(api: FigureApi, view: FigureView): Promise<OpenPanel> {
  switch (view.kind) {
    case 'loss':
      return openLoss(api, view);
    case 'heatmap':
      return openHeatmap(api, view);
    case 'heads':
      return openHeads(api, view);
    default:
      return assertNever(view);
  }
}
