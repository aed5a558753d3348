/** `--data-dir DIR` or `--data-dir=DIR` among the app's arguments; Electron's own are passed over. */
export function readDataDir(argv: readonly string[]): { readonly dataDir?: string } {
  for (const [index, argument] of argv.entries()) {
    if (argument.startsWith('--data-dir=')) return { dataDir: argument.slice('--data-dir='.length) };
    const next = argv[index + 1];
    if (argument === '--data-dir' && next !== undefined) return { dataDir: next };
  }
  return {};
}
