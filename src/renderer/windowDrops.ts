import type { Router } from 'vue-router';
import { t } from './i18n/index.ts';
import { useLab } from './stores/lab.ts';
import { usePaths } from './stores/paths.ts';
import { useStatus } from './stores/status.ts';

/** What becomes of a file or folder dropped on the window: the page Datasets with the source that would read it. */
export function useWindowDrops(router: Router): (file: File) => Promise<void> {
  const lab = useLab();
  const status = useStatus();
  const { inspect } = usePaths();
  return async (file) => {
    const path = await lab.pathOfFile(file);
    if (path === null) {
      const add = /\.(csv|tsv|tab|jsonl|ndjson|txt)$/i.test(file.name) ? 'table' : 'folder';
      await router.push({ path: '/datasets', query: { add } });
      status.say(t('datasets.import.dropWeb', { name: file.name }));
      return;
    }
    await status.attempt(async () => {
      const { source } = await inspect(path);
      await router.push({ path: '/datasets', query: { add: source, path } });
    });
  };
}
