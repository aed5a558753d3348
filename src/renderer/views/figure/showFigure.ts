import type { Router } from 'vue-router';
import type { Recipe } from '../../../shared/recipe.ts';
import { t } from '../../i18n/index.ts';
import { useAttentionView } from '../../stores/attentionView.ts';
import { useFigures } from '../../stores/figures.ts';
import { useRuns } from '../../stores/runs.ts';
import { useSelection } from '../../stores/selection.ts';
import { useStatus } from '../../stores/status.ts';
import { pageOfFigure, runsBeside, takeUpView } from './pageOfFigure.ts';

/** Opens the page a figure shows, as it was, with the figure itself in the pane Export. */
export function useShowFigure(router: Router): (name: string, recipe: Recipe) => Promise<void> {
  const figures = useFigures();
  const runs = useRuns();
  const selection = useSelection();
  const status = useStatus();
  const view = useAttentionView();
  return async (name, recipe) => {
    const { spec, sources } = recipe;
    const gone = sources.find(
      ({ kind, id }) => (kind === 'run' || kind === 'measure') && !runs.all.some((run) => run.id === id),
    );
    if (gone !== undefined) {
      status.say(t('figures.missing', { name: gone.name }));
      return;
    }
    figures.fromFile = { name, recipe };
    const beside = runsBeside(spec);
    if (beside.length > 0) selection.set(beside);
    await router.push(pageOfFigure(spec));
    takeUpView(spec, view);
    figures.isOpen = true;
    status.say(t('figures.opened', { name }));
  };
}
