import { describe, expect, it } from 'vitest';
import { findRun } from '../../../src/main/cli/findRun.ts';
import { LabError } from '../../../src/shared/errors.ts';
import { asRunId } from '../../../src/shared/ids.ts';
import type { RunSummary } from '../../../src/shared/run.ts';

const runs = [
  { id: asRunId('abcd1111'), name: 'Newest' },
  { id: asRunId('abce2222'), name: 'Twice' },
  { id: asRunId('wxyz3333'), name: 'Twice' },
] as unknown as readonly RunSummary[];
const find = (asked: string, among = runs): Promise<string> =>
  findRun({ listRuns: () => among }, asked).then(({ id }) => id);

describe('naming a run', () => {
  it('takes an id, the beginning of one, a name, or "last"', async () => {
    expect(await find('abce2222')).toBe('abce2222');
    expect(await find('w')).toBe('wxyz3333');
    expect(await find('Newest')).toBe('abcd1111');
    expect(await find('last')).toBe('abcd1111');
  });

  it('refuses what several runs match, naming them', async () => {
    await expect(find('abc')).rejects.toMatchObject({ code: 'bad-input', message: '2 runs match: abc' });
    await expect(find('Twice')).rejects.toMatchObject({ hint: 'Give the id of one: abce2222, wxyz3333' });
  });

  it('refuses what no run matches', async () => {
    await expect(find('nothing')).rejects.toBeInstanceOf(LabError);
    await expect(find('')).rejects.toMatchObject({ code: 'not-found' });
    await expect(find('last', [])).rejects.toMatchObject({ message: 'there are no runs yet' });
  });
});
