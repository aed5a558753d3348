import type { ApiHandlers } from '../../shared/api.ts';
import { LabError } from '../../shared/errors.ts';
import type { RunSummary } from '../../shared/run.ts';

/**
 * The run a person means: its id, the beginning of an id, its name, or "last" for the newest. Throws
 * `LabError('not-found')`, or `LabError('bad-input')` naming the candidates if several match.
 */
export async function findRun(api: Pick<ApiHandlers, 'listRuns'>, asked: string): Promise<RunSummary> {
  const runs = await api.listRuns({});
  const [newest] = runs;
  if (newest === undefined) {
    throw new LabError('not-found', 'there are no runs yet', {
      hint: 'Train one: attention-lab train quick-start',
    });
  }
  if (asked === 'last') return newest;
  const exact = runs.find(({ id }) => id === asked);
  if (exact !== undefined) return exact;
  const named = runs.filter(({ name }) => name === asked);
  const begun = runs.filter(({ id }) => asked !== '' && id.startsWith(asked));
  const found = named.length > 0 ? named : begun;
  const [only] = found;
  if (only === undefined) {
    throw new LabError('not-found', `no such run: ${asked}`, { hint: 'See "attention-lab runs list"' });
  }
  if (found.length === 1) return only;
  const ids = found.slice(0, 5).map(({ id }) => id);
  const more = found.length > 5 ? ` and ${found.length - 5} more` : '';
  throw new LabError('bad-input', `${found.length} runs match: ${asked}`, {
    hint: `Give the id of one: ${ids.join(', ')}${more}`,
  });
}
