/** Variables a trainer may see, whole names or the start of them; the shell's secrets are none of its business. */
const names: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'USERPROFILE',
  'LOCALAPPDATA',
  'APPDATA',
  'SYSTEMROOT',
  'WINDIR',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'TZ',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
]);
const prefixes: readonly string[] = ['ATTENTION_LAB_', 'CUDA_', 'NVIDIA_', 'TF_', 'XLA_'];

/** The allow-listed part of an environment. Names are compared without case, as Windows and proxies write them. */
export function trainerEnv(env: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  const allowed = Object.entries(env).filter(([name]) => {
    const upper = name.toUpperCase();
    return names.has(upper) || prefixes.some((prefix) => upper.startsWith(prefix));
  });
  return Object.fromEntries(allowed);
}
