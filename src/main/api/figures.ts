import type { ApiHandlers } from '../../shared/api.ts';
import { LabError } from '../../shared/errors.ts';
import type { PageApi } from '../figures/attentionPage.ts';
import type { ApiContext } from './context.ts';

type FigureMethods =
  'drawFigure' | 'saveFigure' | 'saveAttentionPage' | 'listFigures' | 'redrawFigures' | 'forgetFigures';

/** Figures, drawn from the same contract that a window sees. Drawing code is loaded with the first of them. */
export function figureHandlers(
  api: PageApi,
  { figures, info }: Pick<ApiContext, 'figures' | 'info'>,
): Pick<ApiHandlers, FigureMethods> {
  return {
    drawFigure: async ({ spec, format }) => {
      const { drawFigure } = await import('../figures/drawFigure.ts');
      return drawFigure(api, spec, format);
    },
    saveFigure: async ({ spec, path, keep }) => {
      figures.expectElsewhere(path);
      const { saveFigure } = await import('../figures/saveFigure.ts');
      const { files, recipe } = await saveFigure(api, spec, path);
      if (keep && !info.readOnly) figures.add(path, recipe, new Date());
      return { files };
    },
    listFigures: () => figures.all(),
    redrawFigures: async ({ ids }) => {
      const { redraw } = await import('../figures/redraw.ts');
      // A browser is not the person at the keyboard: what it asks for is written into the data folder alone.
      return redraw(api, figures.places(ids, info.shell === 'web'));
    },
    forgetFigures: ({ ids }) => {
      if (info.readOnly) throw new LabError('forbidden', 'this lab is open for reading only');
      figures.remove(ids);
      return null;
    },
    saveAttentionPage: async ({ source, path, ...options }) => {
      const { saveAttentionPage } = await import('../figures/attentionPage.ts');
      return saveAttentionPage(api, source, path, options);
    },
  };
}
