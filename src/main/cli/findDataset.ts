import type { DatasetSummary } from '../../shared/datasets.ts';
import { LabError } from '../../shared/errors.ts';

/** The dataset a person means: by its title, the beginning of its hash, or "last". Throws `LabError`. */
export function findDataset(datasets: readonly DatasetSummary[], asked: string): DatasetSummary {
  const [newest] = datasets;
  if (asked === 'last' && newest !== undefined) return newest;
  const titled = datasets.filter(({ title }) => title === asked);
  const begun = datasets.filter(({ hash }) => asked !== '' && hash.startsWith(asked));
  const found = titled.length > 0 ? titled : begun;
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only === undefined) {
    throw new LabError('not-found', `no such dataset: ${asked}`, {
      hint: 'See "attention-lab dataset list"',
    });
  }
  const hashes = found.map(({ hash }) => hash.slice(0, 12)).join(', ');
  throw new LabError('bad-input', `${found.length} datasets match: ${asked}`, {
    hint: `Give the hash of one: ${hashes}`,
  });
}
