import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFeatures } from '../src/lab/features/features.ts';
import { featuresSchema } from '../src/shared/experiment.ts';
import { newsgroupsArchive, readNewsgroups, type Newsgroups } from '../tests/helpers/newsgroups.ts';

/**
 * TF-IDF of the notebook's 3749 documents, fit and transform, in seconds: ours against scikit-learn's on the same
 * machine. Prints JSON; `sklearn` is null where the Python of $PYTHON (default python3) has no scikit-learn.
 */

const REPEATS = 7;

async function timeOurs({ train, test }: Newsgroups): Promise<number[]> {
  const seconds: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const start = performance.now();
    await buildFeatures(
      { trainTexts: train.texts, testTexts: test.texts, datasetHash: '' },
      featuresSchema.parse({}),
      { cacheDir: null },
    );
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}

function timeSklearn({ train, test }: Newsgroups): number[] | null {
  const folder = mkdtempSync(join(tmpdir(), 'bench-tfidf-'));
  try {
    const texts = join(folder, 'texts.json');
    writeFileSync(texts, JSON.stringify({ train: train.texts, test: test.texts }));
    const script = join(import.meta.dirname, 'tfidf.py');
    const python = process.env.PYTHON ?? 'python3';
    const output = execFileSync(python, [script, texts, String(REPEATS)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(output) as number[];
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function median(seconds: readonly number[]): number {
  const sorted = seconds.toSorted((a, b) => a - b);
  return Number(sorted[sorted.length >> 1]!.toFixed(4));
}

if (newsgroupsArchive === undefined) {
  console.error('the 20 Newsgroups archive is missing: put 20news-bydate.tar.gz into ../shared/data');
  process.exitCode = 2;
} else {
  const news = await readNewsgroups(newsgroupsArchive);
  const ours = await timeOurs(news);
  const sklearn = timeSklearn(news);
  console.log(
    JSON.stringify({
      documents: news.train.texts.length + news.test.texts.length,
      ours: median(ours),
      oursFirst: Number(ours[0]!.toFixed(4)),
      sklearn: sklearn === null ? null : median(sklearn),
    }),
  );
}
