import type { Router } from 'vue-router';
import { useFigureDrops } from './figureDrops.ts';
import { t } from './i18n/index.ts';
import { useFilePick } from './stores/filePick.ts';
import { useLab } from './stores/lab.ts';
import { useStatus } from './stores/status.ts';
import { holdsResults, useOpenPath } from './views/useOpenPath.ts';

/**
 * What becomes of a file or folder dropped on the window: a figure is shown where it is from, results are opened, sent
 * to the lab first by a browser, and documents are where they lie.
 */
export function useWindowDrops(router: Router): (file: File) => Promise<void> {
  const lab = useLab();
  const status = useStatus();
  const { bring } = useFilePick();
  const takeFigure = useFigureDrops(router);
  const open = useOpenPath();
  return async (file) => {
    if (await takeFigure(file)) return;
    if (holdsResults(file.name)) {
      const sent = await bring(file);
      if (sent !== undefined) await open(sent);
      return;
    }
    const path = await lab.pathOfFile(file);
    if (path === null) {
      const add = /\.(csv|tsv|tab|jsonl|ndjson|txt)$/i.test(file.name) ? 'table' : 'folder';
      await router.push({ path: '/datasets', query: { add } });
      status.say(t('datasets.import.dropWeb', { name: file.name }));
      return;
    }
    await open(path);
  };
}
