import type { BrowserWindow } from 'electron';
import { attentionEndings, shareEnding, documentEndings } from '../../../shared/files.ts';
import { fileArguments } from './fileArguments.ts';
import type { MenuActions } from './menu.ts';
import { menuTemplate } from './menu.ts';
import type { PickedFiles } from './pickedFiles.ts';
import type { ElectronPieces } from './pieces.ts';
import { appUrl } from './security.ts';
import type { DesktopWords } from './words.ts';

/**
 * The ways into the window from outside it: the menu with its recent files, a second start, a file that the system hands
 * over. Whatever is opened is the window's to read from then on.
 */
export function setUpOpenings(
  electron: ElectronPieces,
  window: BrowserWindow,
  picked: PickedFiles,
  words: DesktopWords,
): void {
  const go = (route: string): void => {
    if (!window.isDestroyed()) void window.loadURL(`${appUrl}#${route}`);
  };
  const open = (path: string): void => go(openRoute(picked, path));
  const actions: MenuActions = {
    go,
    choose: (what) => {
      void choose(electron, window, what, words).then((path) => {
        if (path !== undefined) open(path);
      });
    },
    openRecent: open,
    clearRecent: () => {
      picked.clearRecent();
      electron.app.clearRecentDocuments();
    },
  };
  const drawMenu = (): void => {
    const template = menuTemplate(process.platform, words, picked.recent(), actions);
    electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(template));
  };
  drawMenu();
  picked.onRecent((newest) => {
    if (newest !== undefined) electron.app.addRecentDocument(newest);
    drawMenu();
  });
  electron.app.on('second-instance', (_event, argv: readonly string[], folder: string) => {
    show(window);
    const [path] = fileArguments(argv, folder);
    if (path !== undefined) open(path);
  });
  electron.app.on('open-file', (event, path) => {
    event.preventDefault();
    show(window);
    open(path);
  });
}

/** Where the window opens what a person chose: it looks at it there and goes on to the page that shows such a thing. */
export const openRoute = (picked: PickedFiles, path: string): string =>
  `/open?path=${encodeURIComponent(picked.giveToRead(path))}`;

async function choose(
  electron: ElectronPieces,
  window: BrowserWindow,
  what: 'file' | 'folder',
  words: DesktopWords,
): Promise<string | undefined> {
  const { canceled, filePaths } = await electron.dialog.showOpenDialog(
    window,
    what === 'folder'
      ? { properties: ['openDirectory'] }
      : {
          properties: ['openFile'],
          filters: [
            { name: words.knownFiles, extensions: [shareEnding, ...attentionEndings, ...documentEndings] },
            { name: words.allFiles, extensions: ['*'] },
          ],
        },
  );
  return canceled ? undefined : filePaths[0];
}

/** Brings the window to the front on a page of its own, by its hash route. */
export function openPage(window: BrowserWindow, route: string): void {
  if (window.isDestroyed()) return;
  show(window);
  void window.loadURL(`${appUrl}#${route}`);
}

/** Nothing to show while the lab closes behind a window that is gone. */
function show(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}
