import type { ApiHandlers } from '../../shared/api.ts';
import type { FigureApi } from '../figures/figureApi.ts';

/** Figures, drawn from the same contract that a window sees. Drawing code is loaded with the first of them. */
export function figureHandlers(api: FigureApi): Pick<ApiHandlers, 'drawFigure' | 'saveFigure'> {
  return {
    drawFigure: async ({ spec, format }) => {
      const { drawFigure } = await import('../figures/drawFigure.ts');
      return drawFigure(api, spec, format);
    },
    saveFigure: async ({ spec, path }) => {
      const { saveFigure } = await import('../figures/saveFigure.ts');
      return { files: await saveFigure(api, spec, path) };
    },
  };
}
