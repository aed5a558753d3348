import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import config from '../../electron-builder.config.ts';
import { ensureBuilt } from '../helpers/ensureBuilt.ts';

const root = join(import.meta.dirname, '..', '..');

/** electron-builder's own check against its schema; throws with what it does not know. */
const validate = async (given: object): Promise<void> => {
  ensureBuilt();
  const load = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
  const { validateConfiguration } = load('app-builder-lib/out/util/config/config') as {
    validateConfiguration: (config: object, debug: object) => Promise<void>;
  };
  await validateConfiguration(given, { add: () => undefined, isEnabled: false });
};

describe('the packing of the desktop app', () => {
  it('is what electron-builder’s schema allows', async () => {
    await expect(validate(config)).resolves.toBeUndefined();
    await expect(validate({ ...config, asarIntegrityy: true })).rejects.toThrow(/asarIntegrityy/);
  });

  it('makes AppImage and deb, NSIS and dmg, and publishes nothing by itself', () => {
    expect(config.linux?.target).toEqual(['AppImage', 'deb']);
    expect(config.win?.target).toEqual(['nsis']);
    expect(config.mac?.target).toEqual(['dmg']);
    expect(config.publish).toBeNull();
  });

  it('names what a .deb has to name, and no address that is somebody else’s', () => {
    const { homepage } = config.extraMetadata as { readonly homepage: string };
    const { GITHUB_REPOSITORY: repository } = process.env;
    expect(homepage).toMatch(
      repository === undefined ? /^https:\/\/[a-z-]+\.example$/ : new RegExp(repository),
    );
    expect(config.linux?.maintainer).toMatch(/^[\w ]+ <\w+@[a-z-]+\.example>$/);
    expect(config.disableAsarIntegrity).toBeUndefined();
  });

  it('keeps data when it is uninstalled', () => {
    expect(config.nsis?.deleteAppDataOnUninstall).toBe(false);
  });

  it('is released by a workflow that holds no secret and names no registry', () => {
    const workflow = readFileSync(join(root, '.github', 'workflows', 'release.yml'), 'utf8');
    expect(workflow).not.toMatch(/secrets\.|registry|NPM_TOKEN|npmjs/);
    for (const runner of ['ubuntu', 'windows', 'macos']) expect(workflow).toContain(`${runner}-`);
    expect(workflow).toMatch(/permissions:\n\s+contents: read/);
  });
});
