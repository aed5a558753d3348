import type { ApiHandlers } from '../../shared/api.ts';
import type { PageApi } from '../figures/attentionPage.ts';

/** Figures, drawn from the same contract that a window sees. Drawing code is loaded with the first of them. */
export function figureHandlers(
  api: PageApi,
): Pick<ApiHandlers, 'drawFigure' | 'saveFigure' | 'saveAttentionPage'> {
  return {
    drawFigure: async ({ spec, format }) => {
      const { drawFigure } = await import('../figures/drawFigure.ts');
      return drawFigure(api, spec, format);
    },
    saveFigure: async ({ spec, path }) => {
      const { saveFigure } = await import('../figures/saveFigure.ts');
      return { files: await saveFigure(api, spec, path) };
    },
    saveAttentionPage: async ({ source, path, ...options }) => {
      const { saveAttentionPage } = await import('../figures/attentionPage.ts');
      return saveAttentionPage(api, source, path, options);
    },
  };
}
