/** How the desktop app is packed; `npm run package` (docs/install.md). What goes in is scripts/package/appFiles.ts. */
import type { Configuration } from 'electron-builder';
import { archived, executable, modules, trainerNode, unpacked } from './scripts/package/appFiles.ts';
import { setFuses } from './scripts/package/fuses.ts';

const node = trainerNode();

const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
/** A .deb has to name one. Packed elsewhere than from the repository it is a name that nobody can own. */
const homepage = server && repository ? `${server}/${repository}` : 'https://attention-lab.example';

const config: Configuration = {
  appId: 'org.attentionlab.app',
  productName: 'Attention Lab',
  copyright: 'Copyright © Attention Lab contributors, MIT licence',
  directories: { output: 'dist', buildResources: 'resources/generated/icons' },
  // The desktop finds by it which window belongs to which entry of its menu.
  extraMetadata: { homepage, desktopName: `${executable}.desktop` },
  // Modules are listed file by file, and none is compiled: their native parts serve every Node of this API.
  beforeBuild: () => Promise.resolve(false),
  files: [...archived(), ...unpacked(), ...modules()],
  asar: true,
  asarUnpack: ['out/trainer/**', 'resources/**', 'node_modules/**'],
  extraResources: [{ from: node.from, to: node.to, filter: [node.file] }],
  electronLanguages: ['en-US', 'pt-BR'],
  afterPack: setFuses,
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Science',
    executableName: executable,
    syncDesktopName: true,
    synopsis: 'Configure, train, keep and compare attention experiments',
    maintainer: 'Attention Lab contributors <noreply@attention-lab.example>',
  },
  deb: { depends: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'xdg-utils'] },
  win: { target: ['nsis'] },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
  },
  mac: {
    target: ['dmg'],
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
    entitlements: 'scripts/package/entitlements.plist',
    entitlementsInherit: 'scripts/package/entitlements.plist',
    minimumSystemVersion: '13.0',
  },
  // Nothing asks for updates by itself, and nothing is uploaded by the packing.
  publish: null,
};

export default config;
