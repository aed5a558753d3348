import type { LabDoor } from '../door.ts';
import { RendererFiles } from '../rendererFiles.ts';
import { mayRead, withDialogs } from './dialogs.ts';
import { connectDrags, DragOut } from './dragOut.ts';
import { connectIpc } from './ipc.ts';
import { openRoute, setUpOpenings } from './openings.ts';
import { PickedFiles } from './pickedFiles.ts';
import type { ElectronPieces } from './pieces.ts';
import { makeProtocolHandler } from './protocol.ts';
import { askBeforeQuit } from './quit.ts';
import { RunningWork } from './running.ts';
import { appScheme, mayLoad, mayUse, schemePrivileges } from './security.ts';
import { openWindow } from './window.ts';
import { withPickedFiles } from './withPickedFiles.ts';
import { desktopWords } from './words.ts';
import { fileArguments } from './fileArguments.ts';

/** The lab as this shell holds it: a door, and an end that checkpoints what is training. */
export interface ShellLab extends LabDoor {
  readonly dataDir: string;
  readonly readOnly: boolean;
  close(): Promise<void>;
}

export interface LabOpener {
  readonly open: (readOnly: boolean) => Promise<ShellLab>;
  /** Whether a lab that could not be opened for this reason may be looked at. */
  readonly mayOpenReadOnly: (error: unknown) => boolean;
}

export interface ShellFolders {
  readonly rendererDir: string;
  /** The built preload, one CommonJS file. */
  readonly preload: string;
  /** How the app was started: a file named there is opened. */
  readonly argv: readonly string[];
}

/**
 * Starts the desktop shell. The order matters: the sandbox and the scheme before Electron is ready, the protocol and
 * the permissions before a window exists.
 */
export async function startElectronShell(
  electron: ElectronPieces,
  opener: LabOpener,
  folders: ShellFolders,
): Promise<void> {
  const { app } = electron;
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  electron.protocol.registerSchemesAsPrivileged([schemePrivileges]);
  await app.whenReady();

  const files = readRenderer(electron, folders.rendererDir);
  if (files === undefined) return;
  const lab = await openOrAsk(electron, opener);
  if (lab === undefined) return;
  electron.protocol.handle(appScheme, makeProtocolHandler(files));
  limitPermissions(electron);
  denyNetwork(electron);
  const words = desktopWords(app.getLocale());
  const picked = new PickedFiles(lab.readOnly ? null : lab.dataDir);
  const door = withPickedFiles(lab, picked, (path) => mayRead(electron, window, words, path));
  connectIpc(
    electron.ipcMain,
    withDialogs(door, picked, electron, () => window),
    picked,
  );

  const dragOut = new DragOut(picked);
  connectDrags(electron.ipcMain, dragOut);

  const [named] = fileArguments(folders.argv.slice(1), process.cwd());
  const window = openWindow(electron, lab, {
    dataDir: lab.dataDir,
    preload: folders.preload,
    route: named === undefined ? '' : openRoute(picked, named),
  });
  const work = new RunningWork(electron, lab, window);
  const stopWatching = work.watch();
  setUpOpenings(electron, window, picked, words);
  app.on('window-all-closed', () => app.quit());
  askBeforeQuit(electron, window, work, words, async () => {
    stopWatching();
    dragOut.remove();
    await lab.close();
  });
}

/** The built window, looked for before a lab is opened for it. Undefined: the app ends. */
function readRenderer(electron: ElectronPieces, folder: string): RendererFiles | undefined {
  try {
    return new RendererFiles(folder);
  } catch (error) {
    return giveUp(electron, error);
  }
}

function giveUp(electron: ElectronPieces, error: unknown): undefined {
  electron.dialog.showErrorBox('Attention Lab cannot start', sentence(error));
  electron.app.exit(1);
}

/** The lab; one that is in use or may not be written, read-only if a person wants that. Undefined: the app ends. */
async function openOrAsk(electron: ElectronPieces, opener: LabOpener): Promise<ShellLab | undefined> {
  try {
    return await opener.open(false);
  } catch (error) {
    if (!opener.mayOpenReadOnly(error)) return giveUp(electron, error);
    if (!wantsToLook(electron, error)) {
      electron.app.exit(0);
      return undefined;
    }
  }
  return opener.open(true).catch((reason: unknown) => giveUp(electron, reason));
}

function wantsToLook(electron: ElectronPieces, error: unknown): boolean {
  const choice = electron.dialog.showMessageBoxSync({
    type: 'question',
    message: 'This lab can only be looked at.',
    detail: `${sentence(error)}.\n\nOpened read-only, its runs can be compared and exported; nothing can be trained or changed.`,
    buttons: ['Open read-only', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  });
  return choice === 0;
}

/** Item 5 of the checklist: Electron grants everything by default. It asks twice, to check and to request. */
function limitPermissions(electron: ElectronPieces): void {
  const { defaultSession } = electron.session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    answer(mayUse(permission, requestingUrl));
  });
  defaultSession.setPermissionCheckHandler((_contents, permission, requester) =>
    mayUse(permission, requester),
  );
}

/** The window has no business on the network, whatever a page may ask for: a second lock behind the policy's. */
function denyNetwork(electron: ElectronPieces): void {
  electron.session.defaultSession.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !mayLoad(url) });
  });
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
