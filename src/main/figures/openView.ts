import { assertNever } from '../../shared/errors.ts';
import type { FigureView } from '../../shared/figure.ts';
import type { Language } from '../../renderer/charts/language.ts';
import type { FigureApi } from './figureApi.ts';
import type { OpenPanel } from './panel.ts';
import { openClasses } from './views/classes.ts';
import { openCounts } from './views/counts.ts';
import { openFilm } from './views/film.ts';
import { openHeads } from './views/heads.ts';
import { openHeatmap } from './views/heatmap.ts';
import { openLoss } from './views/loss.ts';
import { openAgreement, openMeasures, openPairs } from './views/measures.ts';
import { openModel } from './views/model.ts';
import { openBars, openParallel, openScatter } from './views/runPlots.ts';
import { openSide } from './views/side.ts';
import { openWhy } from './views/why.ts';

/** Fetches what a view draws. Throws `LabError('not-found')` for a run, step or head that is not there. */
export async function openView(api: FigureApi, view: FigureView, language: Language): Promise<OpenPanel> {
  switch (view.kind) {
    case 'loss':
      return openLoss(api, view, language);
    case 'heatmap':
      return openHeatmap(api, view, language);
    case 'heads':
      return openHeads(api, view, language);
    case 'model':
      return openModel(api, view, language);
    case 'film':
      return openFilm(api, view, language);
    case 'grid':
      return openSide(api, view, language);
    case 'classes':
      return openClasses(api, view, language);
    case 'measures':
      return openMeasures(api, view, language);
    case 'agreement':
      return openAgreement(api, view, language);
    case 'pairs':
      return openPairs(api, view, language);
    case 'why':
      return openWhy(api, view, language);
    case 'bars':
      return openBars(api, view, language);
    case 'parallel':
      return openParallel(api, view, language);
    case 'scatter':
      return openScatter(api, view, language);
    case 'counts':
      return openCounts(api, view, language);
    default:
      return assertNever(view);
  }
}
