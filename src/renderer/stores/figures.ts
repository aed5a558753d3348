import { defineStore } from 'pinia';
import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import {
  figureSpecSchema,
  type FigureFile,
  type FigureFormat,
  type FigureSpec,
  type FigureSpecInput,
} from '../../shared/figure.ts';
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

  /** Where the file went: null if the person closed the dialog; `url` where a browser has to fetch it. */
  const save = async (spec: FigureSpec, name: string): Promise<{ readonly url: string | null } | null> => {
    const { path, url } = await lab.api().pickSavePath({ name });
    if (path === null) return null;
    await lab.api().saveFigure({ spec, path });
    return { url };
  };

  /** Takes up a figure's file. Throws `LabError('bad-input')` if there is no recipe in it. */
  const openFile = async (file: File): Promise<Recipe> => {
    refuseTooLarge(file.size, file.name); // before it is read
    const recipe = readRecipe(new Uint8Array(await file.arrayBuffer()), file.name);
    fromFile.value = { name: file.name, recipe };
    return recipe;
  };

  return { isOpen, choices, canExport, fromFile, provide, toggle, close, specOf, draw, save, openFile };
});
