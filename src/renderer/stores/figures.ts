import { defineStore } from 'pinia';
import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import {
  figureSpecSchema,
  type FigureFile,
  type FigureFormat,
  type FigureSpec,
  type FigureSpecInput,
} from '../../shared/figure.ts';
import type { KeptFigure, RedrawnFigures } from '../../shared/figureList.ts';
import { readRecipe, refuseTooLarge, type Recipe } from '../../shared/recipe.ts';
import { useLab } from './lab.ts';

/** Something of the page that can be a figure, as it is shown now. */
export interface FigureChoice {
  readonly id: string;
  readonly title: string;
  readonly panels: FigureSpecInput['panels'];
  /** Panels side by side; default by the room there is. */
  readonly columns?: number;
}

/** The files of a saved figure: one, or a CSV and its recipe; `url` where a browser has to fetch it. */
export interface SavedFigure {
  readonly files: readonly { readonly name: string; readonly url: string | null }[];
}

const fileUrl = (place: string, name: string): string => `${place}/${encodeURIComponent(name)}`;

/** What the page on screen offers as figures, the figure a file brought back, and drawing either. */
export const useFigures = defineStore('figures', () => {
  const lab = useLab();
  const isOpen = ref(false);
  const offer = shallowRef<(() => readonly FigureChoice[]) | null>(null);
  /** A figure that was dropped on the window: drawn as its recipe says. */
  const fromFile = shallowRef<{ readonly name: string; readonly recipe: Recipe } | null>(null);
  const choices = computed(() => offer.value?.() ?? []);
  const canExport = computed(() => choices.value.length > 0 || fromFile.value !== null);

  /** Offers figures until the calling component is gone. */
  const provide = (made: () => readonly FigureChoice[]): void => {
    offer.value = made;
    onScopeDispose(() => {
      if (offer.value === made) offer.value = null;
    });
  };

  const close = (): void => {
    isOpen.value = false;
    fromFile.value = null;
  };
  const toggle = (): void => {
    if (isOpen.value) close();
    else isOpen.value = true;
  };

  /** A choice in a look. Throws a bug for panels that are none: the page made them. */
  const specOf = (choice: FigureChoice, look: FigureSpecInput['look']): FigureSpec =>
    figureSpecSchema.parse({ panels: choice.panels, columns: choice.columns ?? null, look });

  const draw = (spec: FigureSpec, format: FigureFormat): Promise<FigureFile> =>
    lab.api().drawFigure({ spec, format });

  /** For a drag out of the window: written once, and not kept in the list. */
  const write = (spec: FigureSpec, path: string): Promise<unknown> =>
    lab.api().saveFigure({ spec, path, keep: false });

  /** What was written; null if the person closed the dialog. */
  const save = async (spec: FigureSpec, name: string): Promise<SavedFigure | null> => {
    const { path, url } = await lab.api().pickSavePath({ name });
    if (path === null) return null;
    const { files } = await lab.api().saveFigure({ spec, path });
    const names = files.map((file) =>
      file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1),
    );
    return { files: names.map((file) => ({ name: file, url: url === null ? null : fileUrl(url, file) })) };
  };

  /** The recipe in a figure's file. Throws `LabError('bad-input')` if there is none. */
  const readFile = async (file: File): Promise<Recipe> => {
    refuseTooLarge(file.size, file.name); // before it is read
    return readRecipe(new Uint8Array(await file.arrayBuffer()), file.name);
  };

  /** What was saved from this data folder, newest first. */
  const kept = shallowRef<readonly KeptFigure[]>([]);
  const loadKept = async (): Promise<void> => {
    kept.value = await lab.api().listFigures({});
  };
  const redraw = async (ids: readonly string[] | null): Promise<RedrawnFigures> => {
    const done = await lab.api().redrawFigures({ ids: ids === null ? null : [...ids] });
    await loadKept();
    return done;
  };
  const forget = async (ids: readonly string[]): Promise<void> => {
    await lab.api().forgetFigures({ ids: [...ids] });
    await loadKept();
  };

  return {
    isOpen,
    choices,
    canExport,
    fromFile,
    provide,
    toggle,
    close,
    specOf,
    draw,
    write,
    save,
    readFile,
    kept,
    loadKept,
    redraw,
    forget,
  };
});
