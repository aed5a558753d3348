import type { Router } from 'vue-router';
import { t } from './i18n/index.ts';
import { useAttentionView } from './stores/attentionView.ts';
import { useFigures } from './stores/figures.ts';
import { useRuns } from './stores/runs.ts';
import { useSelection } from './stores/selection.ts';
import { useStatus } from './stores/status.ts';
import { pageOfFigure, runsBeside, takeUpView } from './views/figure/pageOfFigure.ts';

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
  const runs = useRuns();
  const selection = useSelection();
  const status = useStatus();
  const view = useAttentionView();
  return async (file) => {
    if (!(await isFigure(file))) return false;
    await status.attempt(async () => {
      const { spec, sources } = await figures.openFile(file);
      const gone = sources.find(
        ({ kind, id }) => (kind === 'run' || kind === 'measure') && !runs.all.some((run) => run.id === id),
      );
      if (gone !== undefined) {
        figures.fromFile = null;
        status.say(t('figures.missing', { name: gone.name }));
        return;
      }
      const beside = runsBeside(spec);
      if (beside.length > 0) selection.set(beside);
      await router.push(pageOfFigure(spec));
      takeUpView(spec, view);
      figures.isOpen = true;
      status.say(t('figures.opened', { name: file.name }));
    });
    return true;
  };
}
