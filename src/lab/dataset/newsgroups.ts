import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { DatasetConfig } from '../../shared/experiment.ts';
import { LabError } from '../../shared/errors.ts';
import { numpyPermutation } from '../random/numpyShuffle.ts';
import { readArchive } from './archive.ts';
import type { LabelledDocument } from './assemble.ts';
import { assembleDataset } from './assemble.ts';
import { chooseClasses } from './classes.ts';
import { listClasses, listFolder, readDocuments } from './classFolders.ts';
import type { DatasetContext } from './context.ts';
import { throwIfCancelled } from './context.ts';
import type { Dataset } from './dataset.ts';
import { fileError } from './fileErrors.ts';
import { newsgroupsArchive } from './newsgroupsDownload.ts';
import type { RemovablePart } from './newsgroupsText.ts';
import { removableParts, removeParts } from './newsgroupsText.ts';

type NewsgroupsConfig = Extract<DatasetConfig, { source: '20newsgroups' }>;
type SplitName = 'train' | 'test';

const splitNames: readonly SplitName[] = ['train', 'test'];
const splitFolder = { train: '20news-bydate-train', test: '20news-bydate-test' } as const;

/** Class → file → text; null is a text nobody asked for: its name still takes part in the first shuffle. */
type Posts = Map<string, Map<string, string | null>>;

/**
 * 20 Newsgroups "by date", order, labels and text exactly as scikit-learn's
 * `fetch_20newsgroups(subset, categories, remove, shuffle=True, random_state=shuffleSeed)` gives them.
 */
export async function openNewsgroups(config: NewsgroupsConfig, context: DatasetContext): Promise<Dataset> {
  const path = config.path === null ? newsgroupsArchive(context.dataDir) : resolve(config.path);
  if (config.path === null && !existsSync(path)) {
    throw new LabError('not-found', `20 Newsgroups is not downloaded yet: ${path}`, {
      hint: 'Download it (14 MB) with "attention-lab dataset import 20newsgroups", or give the path of your copy',
    });
  }
  const found = await stat(path).catch((error: unknown) => Promise.reject(fileError(error, path)));
  const isWanted = (name: string): boolean => config.categories?.includes(name) ?? true;
  const posts = found.isDirectory()
    ? await postsOfFolder(path, isWanted, context)
    : await postsOfArchive(path, isWanted, context);
  if (splitNames.some((split) => posts[split].size === 0)) {
    throw new LabError('bad-dataset', `not 20 Newsgroups "by date": ${path}`, {
      hint: `It has to hold ${splitFolder.train} and ${splitFolder.test}`,
    });
  }
  throwIfCancelled(context.signal);
  const classes = chooseClasses([...posts.train.keys(), ...posts.test.keys()], config.categories, path);
  const documents = (split: SplitName): LabelledDocument[] => inLoadedOrder(posts[split], config.remove);
  return assembleDataset(
    { train: documents('train'), test: documents('test') },
    { title: titleOf(classes, config.remove), origin: path, classes, shuffleSeed: config.shuffleSeed },
  );
}

/**
 * The wanted posts in the order of scikit-learn's `load_files`: classes and files by name, all shuffled by
 * `RandomState(0)`, unwanted ones included (RNG.md, section 4).
 */
function inLoadedOrder(posts: Posts, remove: readonly RemovablePart[]): LabelledDocument[] {
  const sorted = [...posts.keys()]
    .sort()
    .flatMap((className) =>
      [...posts.get(className)!.entries()]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([file, text]) => ({ className, file, text })),
    );
  return Array.from(numpyPermutation(0, sorted.length), (i) => sorted[i]!).flatMap(
    ({ className, file, text }) =>
      text === null ? [] : [{ name: `${className}/${file}`, className, text: removeParts(text, remove) }],
  );
}

async function postsOfArchive(
  path: string,
  isWanted: (className: string) => boolean,
  context: DatasetContext,
): Promise<Record<SplitName, Posts>> {
  const posts: Record<SplitName, Posts> = { train: new Map(), test: new Map() };
  await readArchive(
    path,
    ({ kind, segments }) => {
      // The two folders lie at the top, or in one folder.
      const at = segments.slice(0, 2).findIndex((segment) => splitOf(segment) !== undefined);
      const split = splitOf(segments[at]);
      const [className, file, ...deeper] = segments.slice(at + 1);
      if (split === undefined || className === undefined || className.startsWith('.')) return undefined;
      if (file === undefined && kind === 'file') return undefined;
      let ofClass = posts[split].get(className);
      if (ofClass === undefined) posts[split].set(className, (ofClass = new Map()));
      if (kind === 'folder' || file === undefined || file.startsWith('.') || deeper.length > 0) {
        return undefined;
      }
      const target = ofClass;
      target.set(file, null);
      return isWanted(className) ? (bytes) => void target.set(file, bytes.toString('latin1')) : undefined;
    },
    context,
  );
  return posts;
}

const splitOf = (segment: string | undefined): SplitName | undefined =>
  splitNames.find((split) => splitFolder[split] === segment);

/** `path` may be the folder that holds the two, its parent, or one of the two. */
async function postsOfFolder(
  path: string,
  isWanted: (className: string) => boolean,
  context: DatasetContext,
): Promise<Record<SplitName, Posts>> {
  const inside = (await listFolder(path)).filter((entry) => entry.isDirectory());
  const candidates = [
    path,
    ...(splitOf(basename(path)) === undefined ? [] : [dirname(path)]),
    ...inside.map(({ name }) => join(path, name)),
  ];
  const home = candidates.find((folder) =>
    splitNames.every((split) => existsSync(join(folder, splitFolder[split]))),
  );
  const posts: Record<SplitName, Posts> = { train: new Map(), test: new Map() };
  if (home === undefined) return posts;

  const wanted: { target: Map<string, string | null>; file: string; path: string }[] = [];
  for (const split of splitNames) {
    const folder = join(home, splitFolder[split]);
    for (const { name, files } of await listClasses(folder, home, context)) {
      const target = new Map<string, string | null>(files.map((file) => [file, null]));
      posts[split].set(name, target);
      if (!isWanted(name)) continue;
      for (const file of files) wanted.push({ target, file, path: join(folder, name, file) });
    }
  }
  // Latin-1 as in the archive: Node's 'latin1' maps bytes to code points; TextDecoder's would be windows-1252.
  const texts = await readDocuments(
    wanted.map((post) => post.path),
    (bytes) => bytes.toString('latin1'),
    context,
  );
  wanted.forEach(({ target, file }, i) => target.set(file, texts[i]!));
  return posts;
}

function titleOf(classes: readonly string[], remove: readonly RemovablePart[]): string {
  const title = `20 Newsgroups, ${classes.length} classes`;
  return remove.length === 0
    ? title
    : `${title}, without ${removableParts.filter((part) => remove.includes(part)).join(', ')}`;
}
