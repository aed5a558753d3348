import type { ElectronPieces } from '../../../src/main/shells/electron/pieces.ts';
import { BrowserWindow } from './browserWindow.ts';
import { nativeTheme, powerSaveBlocker, Notification, screen, shell } from './desktop.ts';
import { dialog } from './dialog.ts';
import { Menu } from './menu.ts';
import { app, defaultSession, ipcMain, protocol } from './system.ts';

/** What `import … from 'electron'` gives the app under test: every piece the shell uses, and no other. */
const session = { defaultSession };
({
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
}) satisfies Record<keyof ElectronPieces, unknown>;

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
};
