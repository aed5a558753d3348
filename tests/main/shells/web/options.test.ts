import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWebShell, type WebShell, type WebShellOptions } from '../../../../src/main/shells/web/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-options-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>lab</title>');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = (options: Partial<WebShellOptions>): Promise<WebShell> =>
  startWebShell({
    lab: { dispatch: () => Promise.resolve({ ok: true, value: null }), onEvent: () => () => undefined },
    dataDir: folder,
    rendererDir: folder,
    port: 0,
    ...options,
  });
const refusal = async (options: Partial<WebShellOptions>): Promise<string> => {
  const error = await start(options).then(
    async (shell) => {
      await shell.close();
      throw new Error('it listens');
    },
    (reason: unknown) => reason,
  );
  return (error as { sentence: string }).sentence;
};

describe('the options of the web shell', () => {
  it('are refused where they could only be a slip', async () => {
    expect(await refusal({ host: '' })).toBe('no address to listen on. Leave --host out, or say one');
    expect(await refusal({ allowedHosts: ['lab.example', 'http://lab.example'] })).toMatch(
      /^not the name of a host: http:\/\/lab\.example\. /,
    );
    expect(await refusal({ allowedHosts: ['lab.example:80'] })).toMatch(/^not the name of a host: /);
    expect(await refusal({ files: [folder, join(folder, 'none')] })).toBe(
      `not a folder: ${join(folder, 'none')}. --files takes folders that are there, with commas between them`,
    );
    expect(await refusal({ files: [join(folder, 'index.html')] })).toMatch(/^not a folder: /);
  });

  it('want an address that this machine has, and a port that is free', async () => {
    // Of the block that documents use: no machine has it.
    expect(await refusal({ host: '203.0.113.1' })).toBe(
      'cannot listen on 203.0.113.1:0: this machine does not have that address. Choose another address with --host; 127.0.0.1 is this machine alone',
    );
    const first = await start({});
    expect(await refusal({ port: first.port })).toBe(
      `cannot listen on 127.0.0.1:${first.port}: it is in use. Choose another with --port`,
    );
    await first.close();
  });

  it('want a certificate with its key', async () => {
    const [missing, other] = [join(folder, 'none.pem'), join(folder, 'index.html')];
    expect(await refusal({ cert: other })).toBe('TLS needs both: --cert and --key');
    expect(await refusal({ cert: missing, key: other })).toBe(
      `the certificate or key cannot be read: ${missing} (there is no such file)`,
    );
    expect(await refusal({ cert: other, key: other })).toMatch(/^not a certificate and its key: /);
  });

  const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
    all?.some(({ address }) => address === '::1'),
  );
  it.skipIf(!hasIpv6)(`give an IPv6 address in brackets${hasIpv6 ? '' : ' (no IPv6 here)'}`, async () => {
    const shell = await start({ host: '::1' });
    expect(shell.url).toMatch(/^http:\/\/\[::1\]:\d+\/#token=/);
    expect(shell.warning).toBeUndefined();
    expect((await fetch(shell.url)).status).toBe(200);
    await shell.close();
  });
});
