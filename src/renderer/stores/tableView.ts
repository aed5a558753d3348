import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';

/** How the runs table stands: kept while the window is open, so that coming back finds it as it was left. */
export const useTableView = defineStore('tableView', () => {
  const filter = ref('');
  const grouping = ref<'none' | 'experiment' | 'group' | 'state' | 'dataset'>('experiment');
  const showHidden = ref(false);
  /** Empty: newest first. */
  const sorting = shallowRef<readonly { readonly id: string; readonly desc: boolean }[]>([]);
  /** Widths in px by column id, where a hand changed them. */
  const sizes = shallowRef<Readonly<Record<string, number>>>({});
  return { filter, grouping, showHidden, sorting, sizes };
});
