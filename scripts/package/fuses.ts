/**
 * Electron's fuses: switches in its binary that no argument or variable can turn back (docs/security.md). All are named:
 * one that a newer Electron adds fails the packing until somebody has decided about it.
 */
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';
import { join } from 'node:path';
import { executable } from './appFiles.ts';

export const fuses: Readonly<Record<FuseV1Options, boolean>> = {
  // The app would be a Node for whoever starts it with ELECTRON_RUN_AS_NODE; the trainer has a Node of its own.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Where Electron can check the archive: macOS and Windows.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The window's files come from app://.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // Faster WebAssembly; not a question of trust.
  [FuseV1Options.WasmTrapHandlers]: true,
};

/** The program of a packed app whose fuses count. */
export function electronBinary({ appOutDir, electronPlatformName, packager }: AfterPackContext): string {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${productFilename}.app`);
  return join(appOutDir, electronPlatformName === 'win32' ? `${productFilename}.exe` : executable);
}

export async function setFuses(context: AfterPackContext): Promise<void> {
  await flipFuses(electronBinary(context), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // What was signed for the present only is signed again; a real signature comes after this.
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
    ...fuses,
  });
}
