import { resolve } from 'node:path';
import type { ApiHandlers } from '../../shared/api.ts';
import { LabError } from '../../shared/errors.ts';
import type { DatasetConfig } from '../../shared/experiment.ts';
import { datasetSchema } from '../../shared/experiment.ts';

/** What the command line says of a dataset beside where it is. */
export interface DatasetFlags {
  readonly categories?: readonly string[];
  readonly remove?: readonly ('headers' | 'footers' | 'quotes')[];
  readonly shuffleSeed?: number;
  readonly testShare?: number;
  readonly textColumn?: string;
  readonly labelColumn?: string;
  readonly splitColumn?: string;
}

const flagNames: Readonly<Record<keyof DatasetFlags, string>> = {
  categories: '--categories',
  remove: '--remove',
  shuffleSeed: '--shuffle-seed',
  testShare: '--test-share',
  textColumn: '--text-column',
  labelColumn: '--label-column',
  splitColumn: '--split-column',
};

/** What each source can be told. */
const flagsOf: Readonly<Record<DatasetConfig['source'], readonly (keyof DatasetFlags)[]>> = {
  embedded: ['categories', 'shuffleSeed', 'testShare'],
  '20newsgroups': ['categories', 'remove', 'shuffleSeed'],
  folder: ['categories', 'shuffleSeed', 'testShare'],
  table: ['categories', 'shuffleSeed', 'testShare', 'textColumn', 'labelColumn', 'splitColumn'],
};

/**
 * The dataset that `what` names: "embedded", "20newsgroups" (the downloaded copy), or a path to an archive, a
 * folder or a table. Throws `LabError` for a path that holds none and for flags its source does not know.
 */
export async function readDataset(
  api: Pick<ApiHandlers, 'inspectPath'>,
  what: string,
  flags: DatasetFlags,
  cwd: string,
): Promise<DatasetConfig> {
  const place = await locate(api, what, cwd);
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  for (const [name] of given) {
    const known = flagsOf[place.source] as readonly string[];
    if (known.includes(name)) continue;
    throw new LabError('bad-input', `${flagNames[name as keyof DatasetFlags]} does not apply here: ${what}`, {
      hint: `For this source use ${flagsOf[place.source].map((flag) => flagNames[flag]).join(', ')}`,
    });
  }
  const parsed = datasetSchema.safeParse({ ...place, ...Object.fromEntries(given) });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? '') as keyof DatasetFlags;
  const missing = flagNames[field] ?? '';
  throw new LabError(
    'bad-input',
    `${missing === '' ? what : `${what}, ${missing}`}: ${issue?.message ?? ''}`,
    {
      hint:
        place.source === 'table'
          ? 'A table needs --text-column and --label-column'
          : 'Correct it and try again',
    },
  );
}

async function locate(
  api: Pick<ApiHandlers, 'inspectPath'>,
  what: string,
  cwd: string,
): Promise<{ readonly source: DatasetConfig['source']; readonly path?: string | null }> {
  if (what === 'embedded') return { source: 'embedded' };
  if (what === '20newsgroups') return { source: '20newsgroups', path: null };
  const path = resolve(cwd, what);
  const { source } = await api.inspectPath({ path });
  return { source, path };
}
