import { LabError } from '../../shared/errors.ts';
import { systemCode } from '../../shared/systemCode.ts';

/** A failed file operation as a sentence that names the path; anything but a system error comes back as it is. */
export function fileError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  // LabError and Node's own ERR_… carry a code too.
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  switch (code) {
    case 'ENOENT':
      return new LabError('not-found', `no such file or folder: ${path}`, {
        hint: 'Check the path',
        cause: error,
      });
    case 'ENOTDIR':
      return new LabError('not-found', `not a folder: ${path}`, { hint: 'Check the path', cause: error });
    case 'EISDIR':
      return new LabError('bad-input', `a folder, not a file: ${path}`, {
        hint: 'Check the path',
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
      return new LabError('io', `permission denied: ${path}`, {
        hint: 'Allow your user to use it, or choose another path',
        cause: error,
      });
    case 'ENOSPC':
    case 'EDQUOT':
      return new LabError('out-of-disk', `no space left on the disk: ${path}`, {
        hint: 'Free some space and try again',
        cause: error,
      });
    default:
      return new LabError('io', `cannot use ${path}: ${error instanceof Error ? error.message : ''}`, {
        hint: 'Check the disk and try again',
        cause: error,
      });
  }
}
