import { defineStore } from 'pinia';
import { ref, toRef } from 'vue';
import { usePreferences } from './preferences.ts';

/**
 * How the runs table stands: what is looked for as long as the window is open, so that coming back finds it as it was
 * left; how it is laid out for good.
 */
export const useTableView = defineStore('tableView', () => {
  const preferences = usePreferences();
  const filter = ref('');
  const showHidden = ref(false);
  const layout = preferences.table;
  return {
    filter,
    showHidden,
    grouping: toRef(layout, 'grouping'),
    sorting: toRef(layout, 'sorting'),
    sizes: toRef(layout, 'sizes'),
  };
});
