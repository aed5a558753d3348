import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { labDragChannel, labDragPlaceChannel } from '../../../shared/channels.ts';
import { LabError } from '../../../shared/errors.ts';
import { saveName } from '../../../shared/files.ts';
import type { PickedFiles } from './pickedFiles.ts';
import { mayCall } from './security.ts';

/** So many files wait to be dragged at once, the newest; a page makes one at a time. */
const kept = 8;

/** What the pointer carries: a sheet with a map on it, 32 × 32 px. The system needs one, from a file. */
const icon =
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAABzenr0AAAAT0lEQVR42mNgGAVYgLNXyH9aYJIcQG0w6oBRBwxtBzCkteDE++6/xIlHHTDqgFEHUM0B+CzB57hRB4w6YNQBo+2BUQeMOoAiBwxo12xEAQAoQNN2+QCfFAAAAABJRU5ErkJggg==';

/**
 * Files on their way out of the window. A page asks for a place (an id it can write to, docs/adr/0020), has the lab write
 * there as it writes anywhere, and when a person drags, names the id: the file is never named by a path, and nothing but
 * what was written here can be dragged out.
 */
export class DragOut {
  readonly #picked: PickedFiles;
  #folder: string | null = null;
  /** Path by id, oldest first. */
  readonly #places = new Map<string, string>();

  constructor(picked: PickedFiles) {
    this.#picked = picked;
  }

  /** The id of a place for a file of this name. Throws `LabError('bad-input')`. */
  place(name: unknown): string {
    const parsed = saveName.safeParse(name);
    if (!parsed.success) throw new LabError('bad-input', `not a file name: ${String(name).slice(0, 100)}`);
    for (const [id, path] of this.#places) {
      if (this.#places.size < kept) break;
      rmSync(dirname(path), { recursive: true, force: true });
      this.#places.delete(id);
    }
    const path = join(mkdtempSync(join(this.#root(), 'file-')), parsed.data);
    const id = this.#picked.giveToWrite(path);
    this.#places.set(id, path);
    return id;
  }

  /** The file behind an id, once it is written, and the picture to carry; else undefined. */
  fileOf(id: unknown): { readonly file: string; readonly icon: string } | undefined {
    const file = typeof id === 'string' ? this.#places.get(id) : undefined;
    return file === undefined || !existsSync(file)
      ? undefined
      : { file, icon: join(this.#root(), 'icon.png') };
  }

  /** What was dragged has been copied by then: the app ends. */
  remove(): void {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
    this.#folder = null;
    this.#places.clear();
  }

  #root(): string {
    if (this.#folder === null) {
      this.#folder = mkdtempSync(join(tmpdir(), 'attention-lab-drag-'));
      writeFileSync(join(this.#folder, 'icon.png'), Buffer.from(icon, 'base64'));
    }
    return this.#folder;
  }
}

/** Connects places and drags to IPC. A sender that is not our page is refused. */
export function connectDrags(ipcMain: IpcMain, out: DragOut): void {
  const refuseOthers = ({ senderFrame }: IpcMainInvokeEvent): void => {
    if (!mayCall(senderFrame)) throw new LabError('forbidden', 'not our page');
  };
  ipcMain.handle(labDragPlaceChannel, (event: IpcMainInvokeEvent, name: unknown): string => {
    refuseOthers(event);
    return out.place(name);
  });
  ipcMain.handle(labDragChannel, (event: IpcMainInvokeEvent, id: unknown): boolean => {
    refuseOthers(event);
    const item = out.fileOf(id);
    if (item === undefined) return false;
    event.sender.startDrag(item);
    return true;
  });
}
