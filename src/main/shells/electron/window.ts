import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { themes } from '../../../shared/colours.ts';
import type { LabDoor } from '../door.ts';
import { pushEvents } from './ipc.ts';
import type { ElectronPieces } from './pieces.ts';
import { appUrl, mayNavigate, mayOpenOutside, windowPreferences } from './security.ts';
import { defaultSize, minimumSize, readWindowState, writeWindowState } from './windowState.ts';

/** Opens the lab's window, shown once its first picture is ready, where it was closed last. */
export function openWindow(
  electron: ElectronPieces,
  lab: LabDoor,
  folders: { readonly dataDir: string; readonly preload: string; readonly route: string },
): BrowserWindow {
  const stateFile = join(folders.dataDir, 'window.json');
  const screens = electron.screen.getAllDisplays().map((display) => display.workArea);
  const state = readWindowState(stateFile, screens);
  const window = new electron.BrowserWindow({
    ...(state === undefined
      ? defaultSize
      : { x: state.x, y: state.y, width: state.width, height: state.height }),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: 'Attention Lab',
    backgroundColor: ground(electron),
    webPreferences: windowPreferences(folders.preload),
  });
  if (state?.maximised === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    writeWindowState(stateFile, { ...window.getNormalBounds(), maximised: window.isMaximized() });
  });
  const follow = (): void => {
    if (!window.isDestroyed()) window.setBackgroundColor(ground(electron));
  };
  electron.nativeTheme.on('updated', follow);
  window.on('closed', () => electron.nativeTheme.off('updated', follow));
  guard(electron, window);
  pushEvents(window.webContents, lab);
  void window.loadURL(folders.route === '' ? appUrl : `${appUrl}#${folders.route}`);
  return window;
}

/** What is seen before the page is, and at the edge of a window that grows: as the system has it, light or dark. */
const ground = ({ nativeTheme }: ElectronPieces): string =>
  themes[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'].app;

/** Items 11 to 15 of the checklist: no leaving, no new windows, no webviews. */
function guard(electron: ElectronPieces, window: BrowserWindow): void {
  const { webContents } = window;
  const stay = (event: { preventDefault(): void; readonly url: string }): void => {
    if (!mayNavigate(event.url)) event.preventDefault();
  };
  webContents.on('will-navigate', stay);
  webContents.on('will-redirect', stay);
  webContents.on('will-frame-navigate', stay);
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void electron.shell.openExternal(url);
    return { action: 'deny' };
  });
}
