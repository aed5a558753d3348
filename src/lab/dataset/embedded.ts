import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { z } from 'zod';
import type { DatasetConfig } from '../../shared/experiment.ts';
import { LabError } from '../../shared/errors.ts';
import { resourceFile } from '../resources.ts';
import type { LabelledDocument } from './assemble.ts';
import { assembleDataset } from './assemble.ts';
import { chooseClasses } from './classes.ts';
import type { DatasetContext } from './context.ts';
import { progressReporter, throwIfCancelled } from './context.ts';
import type { Dataset } from './dataset.ts';
import { fileError } from './fileErrors.ts';

type EmbeddedConfig = Extract<DatasetConfig, { source: 'embedded' }>;

/** First line of a packed corpus, as JSON; a Brotli stream of JSON follows it (scripts/packCorpus.mjs). */
const headerSchema = z.strictObject({
  format: z.literal('attention-lab-corpus'),
  version: z.literal(1),
  title: z.string(),
  documents: z.int().positive(),
  /** Bytes of the JSON once unpacked. */
  unpackedBytes: z.int().positive(),
  /** SHA-256 of the packed bytes after the first line, in hex. */
  sha256: z.string(),
});

/** [class, name, text] of every document. */
const documentsSchema = z.array(z.tuple([z.string(), z.string(), z.string()]));

const maxHeaderBytes = 4096;
const unpack = promisify(brotliDecompress);

/** The SpamAssassin mails that come with the app (resources/NOTICE-datasets.md says which and how prepared). */
export async function openEmbedded(config: EmbeddedConfig, context: DatasetContext): Promise<Dataset> {
  const path = resourceFile('generated/spam-assassin.bin');
  const { title, documents } = await readCorpus(path, context);
  const classes = chooseClasses(
    documents.map(({ className }) => className),
    config.categories,
    path,
  );
  const wanted = documents.filter(({ className }) => classes.includes(className));
  return assembleDataset(
    { all: wanted, testShare: config.testShare },
    { title, origin: path, classes, shuffleSeed: config.shuffleSeed },
  );
}

/** Reads a packed corpus whole. Throws `LabError('bad-archive')` if it is not one or its checksum is wrong. */
export async function readCorpus(
  path: string,
  context: Pick<DatasetContext, 'onProgress' | 'signal'>,
): Promise<{ title: string; documents: readonly LabelledDocument[] }> {
  throwIfCancelled(context.signal);
  const file = await readFile(path).catch((error: unknown) => Promise.reject(fileError(error, path)));
  const report = progressReporter(context, 'reading', file.length, 'bytes');
  report(0);
  const lineEnd = file.subarray(0, maxHeaderBytes).indexOf('\n');
  const header = headerSchema.safeParse(parseJson(file.toString('utf8', 0, Math.max(0, lineEnd))));
  const packed = file.subarray(lineEnd + 1);
  if (!header.success || createHash('sha256').update(packed).digest('hex') !== header.data.sha256) {
    throw damaged(path);
  }
  const { title, documents: count, unpackedBytes } = header.data;
  const json = await unpack(packed, { maxOutputLength: unpackedBytes });
  throwIfCancelled(context.signal);
  const documents = documentsSchema.parse(JSON.parse(json.toString('utf8')));
  if (documents.length !== count) throw damaged(path);
  report(file.length);
  return {
    title,
    documents: documents.map(([className, name, text]) => ({ className, name, text })),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function damaged(path: string): LabError {
  return new LabError('bad-archive', `damaged corpus: ${path}`, {
    hint: 'Run "npm run prepare:resources" after deleting it, or install the app again',
  });
}
