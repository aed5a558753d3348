import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { LabError } from '../../../shared/errors.ts';
import type { WebShellOptions } from './index.ts';
import { systemCode } from '../../../shared/systemCode.ts';

/** Throws `LabError` for what could only be a slip, before anything listens. */
export function checkOptions({ host, allowedHosts = [], files = [] }: WebShellOptions): void {
  // An empty address would be every address of this machine.
  if (host?.trim() === '') {
    throw new LabError('bad-input', 'no address to listen on', { hint: 'Leave --host out, or say one' });
  }
  for (const name of allowedHosts) {
    if (/^(\[[0-9a-f:.]+\]|[\w.-]+)$/i.test(name)) continue;
    throw new LabError('bad-input', `not the name of a host: ${name}`, {
      hint: 'Give names alone, as in lab.example, or an IPv6 address in brackets',
    });
  }
  for (const folder of files) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) continue;
    throw new LabError('not-found', `not a folder: ${folder}`, {
      hint: '--files takes folders that are there, with commas between them',
    });
  }
}

/** Certificate and key, if there are any. Throws `LabError` for one without the other and for what is neither. */
export function readTls({ cert, key }: WebShellOptions): { cert: Buffer; key: Buffer } | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new LabError('bad-input', 'TLS needs both: --cert and --key');
  }
  const tls = { cert: readPem(cert), key: readPem(key) };
  try {
    createSecureContext(tls);
  } catch (cause) {
    throw new LabError('bad-input', `not a certificate and its key: ${cert}, ${key}`, {
      hint: 'Both are PEM files, and the key belongs to the certificate',
      cause,
    });
  }
  return tls;
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = systemCode(cause);
    const why = code === 'ENOENT' ? 'there is no such file' : (code ?? String(cause));
    throw new LabError('io', `the certificate or key cannot be read: ${path} (${why})`, { cause });
  }
}
