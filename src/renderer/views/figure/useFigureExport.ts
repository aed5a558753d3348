import { t } from '../../i18n/index.ts';
import { useCommands } from '../../stores/commands.ts';
import { useFigures, type FigureChoice } from '../../stores/figures.ts';

/** Offers the page's figures, by its button, the palette and the key E, until the calling component is gone. */
export function useFigureExport(choices: () => readonly FigureChoice[]): { readonly toggle: () => void } {
  const figures = useFigures();
  figures.provide(choices);
  useCommands().provide([
    {
      id: 'export-figure',
      section: 'window',
      title: () => t('figures.open'),
      keys: 'e',
      when: () => figures.canExport,
      run: figures.toggle,
    },
  ]);
  return { toggle: figures.toggle };
}
