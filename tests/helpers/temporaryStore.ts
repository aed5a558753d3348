import { join } from 'node:path';
import { Store, type StoreOptions } from '../../src/main/store/store.ts';
import { temporaryFolder } from './scriptedLab.ts';

/** A real store in a temporary folder. `reopen` closes it and opens the same file again. */
export class TemporaryStore {
  readonly folder = temporaryFolder();
  store: Store;

  constructor(options: Partial<StoreOptions> = {}) {
    this.store = this.open(options);
  }

  get file(): string {
    return join(this.folder.path, 'lab.sqlite');
  }

  get backupsDir(): string {
    return join(this.folder.path, 'backups');
  }

  /** Another connection, or one with other options; whoever opens it closes it. */
  open(options: Partial<StoreOptions> = {}): Store {
    const { path } = this.folder;
    return new Store({
      file: join(path, 'lab.sqlite'),
      backupsDir: join(path, 'backups'),
      checkpointsDir: join(path, 'checkpoints'),
      ...options,
    });
  }

  async reopen(options: Partial<StoreOptions> = {}): Promise<Store> {
    await this.store.close();
    this.store = this.open(options);
    return this.store;
  }

  async remove(): Promise<void> {
    await this.store.close();
    this.folder.remove();
  }
}
