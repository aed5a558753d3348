import { basename } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import type { DesktopWords } from './words.ts';

export interface MenuActions {
  /** Opens a page of the window by its hash route. */
  readonly go: (route: string) => void;
  /** Asks for a file or a folder, and opens it. */
  readonly choose: (what: 'file' | 'folder') => void;
  readonly openRecent: (path: string) => void;
  readonly clearRecent: () => void;
}

/** The application menu as data. `recent`: files and folders that were opened, the newest first. */
export function menuTemplate(
  platform: NodeJS.Platform,
  words: DesktopWords,
  recent: readonly string[],
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: words.file,
      submenu: [
        {
          label: words.newExperiment,
          accelerator: 'CmdOrCtrl+N',
          click: () => actions.go('/experiments'),
        },
        { type: 'separator' },
        { label: words.openFile, accelerator: 'CmdOrCtrl+O', click: () => actions.choose('file') },
        {
          label: words.openFolder,
          accelerator: 'CmdOrCtrl+Shift+O',
          click: () => actions.choose('folder'),
        },
        { label: words.openRecent, submenu: recentItems(words, recent, actions) },
        { type: 'separator' },
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: words.go,
      submenu: words.pages.map(([label, route], index) => ({
        label,
        accelerator: `CmdOrCtrl+${index + 1}`,
        click: () => actions.go(route),
      })),
    },
    {
      label: words.view,
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      label: words.help,
      submenu: [{ label: words.about, click: () => actions.go('/about') }],
    },
  ];
}

/** Of two files of one name the menu tells the folders, too. */
function recentItems(
  words: DesktopWords,
  recent: readonly string[],
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  if (recent.length === 0) return [{ label: words.noRecent, enabled: false }];
  const names = recent.map((path) => basename(path));
  const isShared = (name: string): boolean => names.filter((other) => other === name).length > 1;
  return [
    ...recent.map((path, index): MenuItemConstructorOptions => {
      const name = names[index] ?? path;
      // An ampersand in a label marks a key; two are one.
      return {
        label: (isShared(name) ? path : name).replaceAll('&', '&&'),
        click: () => actions.openRecent(path),
      };
    }),
    { type: 'separator' },
    { label: words.clearRecent, click: actions.clearRecent },
  ];
}
