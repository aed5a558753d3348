import { defineStore } from 'pinia';
import { computed, reactive, ref, watch } from 'vue';
import { z } from 'zod';
import type { Theme } from '../../shared/colours.ts';
import { figureFormats } from '../../shared/figure.ts';
import { figureLookSchema } from '../../shared/figureLook.ts';
import { groupings } from '../../shared/runGroups.ts';

const storageKey = 'attention-lab.preferences';

/** How figures were made the last time; title and height are each figure's own, its language is the window's. */
const figureSchema = figureLookSchema
  .omit({ title: true, height: true, locale: true })
  .extend({ format: z.enum(figureFormats).default('pdf') });
export type FigurePreferences = z.output<typeof figureSchema>;
const usualFigure = figureSchema.parse({ width: { value: 120, unit: 'mm' } });

/** How the runs table is laid out. */
const tableSchema = z.object({
  grouping: z.enum(groupings).catch('experiment'),
  /** Columns by id, the first first; empty: newest first. */
  sorting: z
    .array(z.object({ id: z.string(), desc: z.boolean() }))
    .readonly()
    .catch([]),
  /** Widths in px by column id, where a hand changed them. */
  sizes: z.record(z.string(), z.number().positive()).readonly().catch({}),
});
const usualTable = tableSchema.parse({});

const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  locale: z.enum(['en', 'pt-BR']).nullable().catch(null),
  /** Pixels of a page's panes by name. */
  panes: z.record(z.string(), z.number().positive()).catch({}),
  /** Columns of the runs table by id, in order; null: the usual ones. */
  columns: z.array(z.string()).nullable().catch(null),
  table: tableSchema.catch(usualTable),
  figure: figureSchema.catch(usualFigure),
  smoothing: z.number().min(0).max(0.999).catch(0.9),
});
type Preferences = z.output<typeof preferencesSchema>;
export type ThemeChoice = Preferences['theme'];
export type Locale = NonNullable<Preferences['locale']>;

/** What a person chose about this window, kept in the browser's storage; a broken entry falls back by itself. */
export const usePreferences = defineStore('preferences', () => {
  const stored = read();
  const theme = ref(stored.theme);
  const chosenLocale = ref(stored.locale);
  const panes = ref(stored.panes);
  const columns = ref(stored.columns);
  const smoothing = ref(stored.smoothing);
  const figure = ref(stored.figure);
  const table = reactive(stored.table);

  const darkQuery = window.matchMedia('(prefers-color-scheme: dark)');
  const systemIsDark = ref(darkQuery.matches);
  darkQuery.addEventListener('change', (event) => {
    systemIsDark.value = event.matches;
  });

  /** The theme on screen. */
  const shownTheme = computed<Theme>(() => {
    if (theme.value !== 'system') return theme.value;
    return systemIsDark.value ? 'dark' : 'light';
  });
  const locale = computed<Locale>(
    () => chosenLocale.value ?? (navigator.language.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en'),
  );

  watch(
    shownTheme,
    (shown) => {
      document.documentElement.dataset['theme'] = shown;
    },
    { immediate: true, flush: 'sync' },
  );
  watch(
    locale,
    (shown) => {
      document.documentElement.lang = shown;
    },
    { immediate: true },
  );
  watch(
    [theme, chosenLocale, panes, columns, smoothing, figure, table],
    () => {
      write({
        theme: theme.value,
        locale: chosenLocale.value,
        panes: panes.value,
        columns: columns.value,
        smoothing: smoothing.value,
        figure: figure.value,
        table,
      });
    },
    { deep: true },
  );

  const setPane = (name: string, pixels: number | null): void => {
    const others = Object.entries(panes.value).filter(([known]) => known !== name);
    panes.value = Object.fromEntries(pixels === null ? others : [...others, [name, pixels]]);
  };

  return { theme, shownTheme, chosenLocale, locale, panes, columns, smoothing, figure, table, setPane };
});

function read(): Preferences {
  try {
    return preferencesSchema.parse(JSON.parse(localStorage.getItem(storageKey) ?? '{}'));
  } catch {
    // Storage may be forbidden or hold something else: the defaults do.
    return preferencesSchema.parse({});
  }
}

function write(preferences: Preferences): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(preferences));
  } catch {
    // A full or forbidden storage costs the memory of a choice, nothing else.
  }
}
