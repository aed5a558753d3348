import type { Router } from 'vue-router';
import { useFigureDrops } from './figureDrops.ts';
import { t } from './i18n/index.ts';
import { useFilePick, type FilePick } from './stores/filePick.ts';
import { useLab } from './stores/lab.ts';
import { useStatus } from './stores/status.ts';
import { useOpenPath } from './views/useOpenPath.ts';

/** What a drop on the window leads to, and what of it is on its way to the lab's machine. */
export interface WindowDrops {
  readonly take: (file: File, isFolder: boolean) => Promise<void>;
  readonly sending: FilePick['sending'];
  readonly stop: () => void;
}

/**
 * What becomes of a file or folder dropped on the window: a figure is shown where it is from, results are opened, and
 * documents are asked about. A browser sends a file to the lab first; of a folder it does not tell the place.
 */
export function useWindowDrops(router: Router): WindowDrops {
  const lab = useLab();
  const status = useStatus();
  const { bring, sending, stop } = useFilePick();
  const takeFigure = useFigureDrops(router);
  const open = useOpenPath();
  const take = async (file: File, isFolder: boolean): Promise<void> => {
    if (!isFolder && (await takeFigure(file))) return;
    if (isFolder && (await lab.pathOfFile(file)) === null) {
      await router.push({ path: '/datasets', query: { add: 'folder' } });
      status.say(t('datasets.import.dropWeb', { name: file.name }));
      return;
    }
    const path = await bring(file);
    if (path !== undefined) await open(path);
  };
  return { take, sending, stop };
}
