import { App } from './app.ts';
import { IpcMain } from './ipcMain.ts';
import { Protocol } from './protocol.ts';
import { Session } from './session.ts';

/** One process is one app, as in Electron. */
export const app = new App();
export const protocol = new Protocol(app);
export const ipcMain = new IpcMain();
export const defaultSession = new Session();
