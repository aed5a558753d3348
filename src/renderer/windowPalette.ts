import { computed, type ComputedRef, type Ref } from 'vue';
import type { Router } from 'vue-router';
import { presets } from '../shared/presets.ts';
import type { PaletteEntry } from './components/CommandPalette.vue';
import { t } from './i18n/index.ts';
import { useCommands } from './stores/commands.ts';
import { useDatasets } from './stores/datasets.ts';
import { useRuns } from './stores/runs.ts';
import { attentionTabs } from './views/attention/tabs.ts';

/** What the palette offers while it is open, and what choosing one of it does. */
export interface WindowPalette {
  readonly entries: ComputedRef<readonly PaletteEntry[]>;
  readonly choose: (id: string) => void;
}

/** An address of the window stands for itself. */
const placeId = (address: string): string => `#${address}`;

/** Every command that can be obeyed now, and every thing with a page of its own: views, presets, datasets, runs. */
export function useWindowPalette(router: Router, isOpen: Ref<boolean>): WindowPalette {
  const commands = useCommands();
  const runs = useRuns();
  const section = (name: 'go' | 'run' | 'attention'): string => t(`palette.sections.${name}`);
  const places = (): PaletteEntry[] => [
    ...attentionTabs.map(({ name, title }) => ({
      id: placeId(`/attention/${name}`),
      section: section('attention'),
      title: t('palette.view', { page: t('nav.attention'), view: t(title) }),
    })),
    ...presets.map(({ id, title }) => ({
      id: placeId(`/experiments?preset=${id}`),
      section: section('run'),
      title: t('palette.preset', { name: title }),
    })),
    ...useDatasets().all.map(({ hash, title }) => ({
      id: placeId(`/datasets?open=${hash}`),
      section: section('go'),
      title: t('palette.openDataset', { title }),
    })),
    ...runs.all.map((run) => ({
      id: placeId(`/runs/${run.id}`),
      section: section('run'),
      title: t('palette.openRun', {
        name:
          run.experiment.seed > 0
            ? `${run.name}, ${t('runs.seed', { seed: run.experiment.seed })}`
            : run.name,
      }),
    })),
  ];
  const entries = computed<readonly PaletteEntry[]>(() => {
    if (!isOpen.value) return [];
    const offered = commands.offered
      .filter(({ keysOnly }) => keysOnly !== true)
      .map((command) => ({
        id: command.id,
        section: t(`palette.sections.${command.section}`),
        title: command.title(),
        keys: command.keys,
      }));
    return [...offered, ...places()];
  });
  const choose = (id: string): void => {
    if (id.startsWith('#')) void router.push(id.slice(1));
    else void commands.all.find((command) => command.id === id)?.run();
  };
  return { entries, choose };
}
