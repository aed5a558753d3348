import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { numpyPermutation } from '../../src/lab/random/numpyShuffle.ts';
import { sharedFile } from './sharedData.ts';

/** The notebook's classes, in the order of their labels. */
export const notebookCategories = ['alt.atheism', 'comp.graphics', 'rec.autos', 'sci.space'];

/** The official archive beside the checkout, or undefined where it is missing. */
export const newsgroupsArchive = sharedFile('data/20news-bydate.tar.gz');

export interface NewsgroupsSplit {
  readonly texts: string[];
  readonly labels: Int32Array;
  /** "class/file" */
  readonly names: string[];
}

export interface Newsgroups {
  /** Names of the classes; a label is a position in them. */
  readonly classes: string[];
  readonly train: NewsgroupsSplit;
  readonly test: NewsgroupsSplit;
}

interface Post {
  readonly className: string;
  readonly file: string;
  readonly text: string;
}

/**
 * Both splits in the order of `fetch_20newsgroups(categories=…, random_state=…)` (reference/RNG.md, section 4):
 * a test's own reader, as plain as can be, independent of lab/dataset. `categories` null: all twenty.
 */
export async function readNewsgroups(
  archive: string,
  categories: readonly string[] | null = notebookCategories,
  shuffleSeed = 42,
): Promise<Newsgroups> {
  const posts = { train: [] as Post[], test: [] as Post[] };
  const unpack = extract();
  unpack.on('entry', (header, stream, next) => {
    const match = /^20news-bydate-(train|test)\/([^/]+)\/([^/]+)$/.exec(header.name);
    if (match === null || header.type !== 'file') {
      stream.resume();
      stream.once('end', next);
      return;
    }
    const [, split, className, file] = match as unknown as [string, 'train' | 'test', string, string];
    stream.setEncoding('latin1');
    text(stream).then((body) => {
      posts[split].push({ className, file, text: body });
      next();
    }, next);
  });
  await pipeline(createReadStream(archive), createGunzip(), unpack);

  const classes = [...new Set(posts.train.map((post) => post.className))]
    .filter((name) => categories === null || categories.includes(name))
    .sort();
  const order = (split: Post[]): NewsgroupsSplit => {
    const byName = [...split].sort((a, b) => compare(a.className, b.className) || compare(a.file, b.file));
    const loaded = Array.from(numpyPermutation(0, byName.length), (place) => byName[place]!);
    const chosen = loaded.filter((post) => classes.includes(post.className));
    const shuffled = Array.from(numpyPermutation(shuffleSeed, chosen.length), (place) => chosen[place]!);
    return {
      texts: shuffled.map((post) => post.text),
      labels: Int32Array.from(shuffled, (post) => classes.indexOf(post.className)),
      names: shuffled.map((post) => `${post.className}/${post.file}`),
    };
  };
  return { classes, train: order(posts.train), test: order(posts.test) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
