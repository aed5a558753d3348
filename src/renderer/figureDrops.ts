import type { Router } from 'vue-router';
import { useFigures } from './stores/figures.ts';
import { useStatus } from './stores/status.ts';
import { useShowFigure } from './views/figure/showFigure.ts';

const figureEnding = /\.(svg|pdf|png)$/i;
/** A JSON of a figure says so within its first bytes. */
const headBytes = 400;

/** Whether a dropped file is a figure, by its name or, of JSON, by how it begins. */
async function isFigure(file: File): Promise<boolean> {
  if (figureEnding.test(file.name)) return true;
  if (!/\.json$/i.test(file.name)) return false;
  return (await file.slice(0, headBytes).text()).includes('"attention-lab-figure"');
}

/**
 * What becomes of a figure dropped on the window: the page it shows, as it was, with the figure itself in the pane
 * Export. False for any other file.
 */
export function useFigureDrops(router: Router): (file: File) => Promise<boolean> {
  const figures = useFigures();
  const status = useStatus();
  const show = useShowFigure(router);
  return async (file) => {
    if (!(await isFigure(file))) return false;
    await status.attempt(async () => show(file.name, await figures.readFile(file)));
    return true;
  };
}
