import type { Ref } from 'vue';
import type { Router } from 'vue-router';
import { t } from './i18n/index.ts';
import { railPages } from './router.ts';
import { useCommands, type Command } from './stores/commands.ts';
import { usePreferences } from './stores/preferences.ts';
import { useRuns } from './stores/runs.ts';
import { useStarters } from './stores/starters.ts';

/** What can be done on every page: go somewhere, start a preset, choose theme and language, find the rest. */
export function provideWindowCommands(
  router: Router,
  open: { readonly palette: Ref<boolean>; readonly keys: Ref<boolean> },
): void {
  const preferences = usePreferences();
  const runs = useRuns();
  const starters = useStarters();

  const pages = railPages.map((page): Command => ({
    id: `go-${page.name}`,
    section: 'go',
    title: () => t(page.title),
    keys: page.keys,
    run: () => router.push(page.path),
  }));
  const themes = (['system', 'light', 'dark'] as const).map((theme): Command => ({
    id: `theme-${theme}`,
    section: 'window',
    title: () => t(`palette.theme.${theme}`),
    when: () => preferences.theme !== theme,
    run: () => {
      preferences.theme = theme;
    },
  }));
  const locales = (['en', 'pt-BR'] as const).map((locale): Command => ({
    id: `locale-${locale}`,
    section: 'window',
    title: () => t(`palette.locale.${locale}`),
    when: () => preferences.locale !== locale,
    run: () => {
      preferences.chosenLocale = locale;
    },
  }));

  useCommands().provide([
    ...pages,
    {
      id: 'quick-start',
      section: 'run',
      title: () => t('home.steps.quick.action'),
      run: async () => {
        const runId = await starters.quickStart();
        if (runId !== undefined) await router.push(`/runs/${runId}`);
      },
    },
    {
      id: 'open-attention',
      section: 'go',
      title: () => t('imports.command'),
      run: () => router.push('/attention/files'),
    },
    {
      id: 'undo-delete',
      section: 'run',
      title: () => t('common.undo'),
      keys: 'ctrl+z',
      when: () => runs.canUndo,
      run: runs.undo,
    },
    ...themes,
    ...locales,
    {
      id: 'palette',
      section: 'window',
      title: () => t('palette.open'),
      keys: 'ctrl+k',
      keysOnly: true,
      run: () => {
        open.palette.value = !open.palette.value;
      },
    },
    {
      id: 'keys',
      section: 'window',
      title: () => t('palette.keysOpen'),
      keys: '?',
      run: () => {
        open.keys.value = true;
      },
    },
    {
      id: 'about',
      section: 'window',
      title: () => t('about.command'),
      run: () => router.push('/about'),
    },
    {
      id: 'next-pane',
      section: 'window',
      title: () => t('palette.nextPane'),
      keys: 'f6',
      keysOnly: true,
      run: focusNextPane,
    },
  ]);
}

/** Rail, then each region of the page that is marked as a pane, then the rail again. */
function focusNextPane(): void {
  const panes = [...document.querySelectorAll<HTMLElement>('nav.rail, [data-pane]')];
  const now = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(now + 1) % panes.length];
  const first = next?.querySelector<HTMLElement>('a, button, input, [tabindex="0"]');
  (first ?? next)?.focus();
}
