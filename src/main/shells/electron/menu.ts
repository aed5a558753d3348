import type { MenuItemConstructorOptions } from 'electron';

/** The application menu as data. `go` opens a page of the window by its hash route. */
export function menuTemplate(
  platform: NodeJS.Platform,
  go: (route: string) => void,
): MenuItemConstructorOptions[] {
  const page = (label: string, route: string, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => go(route),
  });
  const mac = platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        page('New experiment', '/experiments', 'CmdOrCtrl+N'),
        { type: 'separator' },
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&Go',
      submenu: [
        page('Home', '/', 'CmdOrCtrl+1'),
        page('Experiments', '/experiments', 'CmdOrCtrl+2'),
        page('Runs', '/runs', 'CmdOrCtrl+3'),
        page('Compare', '/compare', 'CmdOrCtrl+4'),
        page('Compute', '/compute', 'CmdOrCtrl+5'),
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
}
