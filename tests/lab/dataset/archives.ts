import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Header } from 'tar-stream';
import { pack } from 'tar-stream';
import { afterAll, beforeAll } from 'vitest';

/** A file of an archive by its path, or an entry with a header of its own making. */
export type TarEntry = readonly [path: string, content: string | Buffer] | Partial<Header>;

/** The bytes of a tar with these entries, without compression. */
export async function tar(entries: readonly TarEntry[]): Promise<Buffer> {
  const packer = pack();
  const chunks: Buffer[] = [];
  packer.on('data', (chunk) => void chunks.push(chunk as Buffer));
  const ended = new Promise<void>((resolve, reject) => {
    packer.on('end', () => resolve());
    packer.on('error', reject);
  });
  for (const entry of entries) {
    if (entry instanceof Array) {
      const content = typeof entry[1] === 'string' ? Buffer.from(entry[1], 'latin1') : entry[1];
      packer.entry({ name: entry[0] }, content);
    } else {
      packer.entry({ name: 'unnamed', ...entry });
    }
  }
  packer.finalize();
  await ended;
  return Buffer.concat(chunks);
}

export async function tarGz(entries: readonly TarEntry[]): Promise<Buffer> {
  return gzipSync(await tar(entries));
}

/** A folder that lives as long as the test file; `write` puts a file into it and gives its path. */
export function temporaryFolder(): { path: string; write(name: string, content: string | Buffer): string } {
  const folder = {
    path: '',
    write(name: string, content: string | Buffer): string {
      const path = join(folder.path, name);
      writeFileSync(path, content);
      return path;
    },
  };
  beforeAll(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'attention-lab-dataset-'));
  });
  afterAll(() => {
    rmSync(folder.path, { recursive: true, force: true });
  });
  return folder;
}

/** A context whose folders are empty places in `folder`. */
export function contextIn(folder: string): { dataDir: string; cacheDir: string } {
  return { dataDir: join(folder, 'data'), cacheDir: join(folder, 'cache') };
}
