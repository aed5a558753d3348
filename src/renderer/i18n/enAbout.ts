/** What this is and whose work it is made of, in English. */
export const enAbout = {
  title: 'About Attention Lab',
  command: 'About Attention Lab, and its licences',
  lead: 'Configure, train, keep and compare attention experiments, on this computer. Nothing is sent anywhere, and nothing is asked of a network until you press a button that says it downloads.',
  version: 'Version',
  platform: 'System',
  dataDir: 'Data folder',
  licences: 'Licences',
  packages: '{n} package by others | {n} packages by others',
} as const;
