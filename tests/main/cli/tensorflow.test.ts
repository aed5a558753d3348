import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wheelFiles, zip } from '../runtime/madeUpPackages.ts';
import { runHere, type Captured } from './capture.ts';

let folder: string;
const named = process.env['ATTENTION_LAB_TENSORFLOW_RUNTIME'];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tensorflow-'));
  delete process.env['ATTENTION_LAB_TENSORFLOW_RUNTIME'];
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  if (named !== undefined) process.env['ATTENTION_LAB_TENSORFLOW_RUNTIME'] = named;
});

const tensorflow = (...argv: string[]): Promise<Captured> =>
  runHere(folder, '--data-dir', join(folder, 'lab'), 'tensorflow', ...argv);

/** What an installation that ended badly leaves in the data folder. */
const left = (): string[] =>
  existsSync(join(folder, 'lab/runtimes')) ? readdirSync(join(folder, 'lab/runtimes')) : [];

describe('the command tensorflow', () => {
  it('says that nothing is installed and what would change it', async () => {
    const { code, out } = await tensorflow('status');
    expect(code).toBe(0);
    expect(out.join('\n')).toContain('TensorFlow cannot be used: no TensorFlow runtime is installed');
    expect(out.join('\n')).toContain('npm run tensorflow:install');
  });

  it('says so as JSON', async () => {
    const { out } = await tensorflow('status', '--json');
    expect(JSON.parse(out.join('\n'))).toMatchObject({
      runtime: null,
      report: { name: 'tensorflow', available: false },
    });
  });

  it.each([['uninstall'], ['install', '--uninstall']])('has nothing to remove: %s', async (...argv) => {
    const { code, out } = await tensorflow(...argv);
    expect(code).toBe(0);
    expect(out).toEqual(['there was no TensorFlow to remove']);
  });

  it.each([
    ['both variants', ['--cpu', '--gpu'], /'--cpu' cannot be used with option '--gpu'/],
    ['a variant of what it is given', ['--gpu', '--from', 'x.whl'], /cannot be used with option '--from/],
    ['an option that does not exist', ['--tpu'], /unknown option '--tpu'/],
  ])('refuses %s in one sentence', async (_what, argv, says) => {
    const { code, err } = await tensorflow('install', ...argv);
    expect(code).toBe(2);
    expect(err).toHaveLength(1);
    expect(err[0]).toMatch(says);
  });

  const onLinux = process.platform === 'linux';
  it.skipIf(!onLinux)('says what is wrong with a package, and leaves nothing', async () => {
    writeFileSync(join(folder, 'tensorflow.whl'), zip(wheelFiles).subarray(0, 300));
    const damaged = await tensorflow('install', '--from', 'tensorflow.whl');
    expect(damaged).toMatchObject({ code: 2 });
    expect(damaged.err.join('\n')).toMatch(/^attention-lab: truncated or damaged wheel: tensorflow\.whl/);
    const missing = await tensorflow('install', '--from', 'nowhere.whl');
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.err.join('\n')).toContain('no such file or folder');
    expect(left()).toEqual([]);
  });

  it.skipIf(onLinux)('says that it is for Linux elsewhere', async () => {
    const { code, err } = await tensorflow('install');
    expect(code).toBe(2);
    expect(err.join('\n')).toContain('on Linux only');
  });
});
