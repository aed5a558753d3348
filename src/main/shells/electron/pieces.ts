import type * as Electron from 'electron';

/**
 * The parts of Electron the shell uses, handed in by electron.ts alone, so that everything else runs, and is
 * tested, without Electron's binary.
 */
export type ElectronPieces = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'nativeTheme'
  | 'Notification'
  | 'powerSaveBlocker'
  | 'protocol'
  | 'screen'
  | 'session'
  | 'shell'
>;
