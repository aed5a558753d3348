import type { Router } from 'vue-router';
import { useFigureDrops } from './figureDrops.ts';
import { attentionEndings, shareEnding } from '../shared/files.ts';
import { t } from './i18n/index.ts';
import { useFilePick } from './stores/filePick.ts';
import { useLab } from './stores/lab.ts';
import { usePaths } from './stores/paths.ts';
import { useSharing } from './stores/sharing.ts';
import { useStatus } from './stores/status.ts';
import { importSummary, whereImported } from './views/imports/afterImport.ts';

/**
 * What becomes of a file or folder dropped on the window, by its ending: a figure is shown where it is from, attention
 * is looked into, shared runs are imported, and anything else goes to Datasets with the source that would read it.
 */
export function useWindowDrops(router: Router): (file: File) => Promise<void> {
  const lab = useLab();
  const status = useStatus();
  const sharing = useSharing();
  const { inspect } = usePaths();
  const { bring } = useFilePick();
  const takeFigure = useFigureDrops(router);
  return async (file) => {
    if (await takeFigure(file)) return;
    const ending = file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase();
    if ((attentionEndings as readonly string[]).includes(ending)) {
      const path = await bring(file);
      if (path !== undefined) await router.push({ path: '/attention/files', query: { path } });
      return;
    }
    if (ending === shareEnding) {
      const path = await bring(file);
      const imported = path === undefined ? undefined : await sharing.importFile(path);
      if (imported === undefined) return;
      status.say(importSummary(imported));
      await router.push(whereImported(imported));
      return;
    }
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
