/**
 * Who may import whom (docs/architecture.md): an import that breaks the one-way flow of data is a lint error,
 * and its message says what to do instead.
 */

const room = (target, allowed, message) => ({
  target: `./src/${target}`,
  from: './src',
  except: [target, 'shared', ...allowed].map((name) => `./${name}`),
  message,
});

const zones = [
  { target: './src/shared', from: './src', except: ['./shared'], message: 'shared imports nothing of ours.' },
  room('lab/random', ['lab/resources.ts'], 'lab/random stands alone.'),
  room(
    'lab/dataset',
    ['lab/random', 'lab/resources.ts'],
    'Datasets hold text and labels; numbers come later, in lab/features.',
  ),
  room(
    'lab/features',
    ['lab/dataset', 'lab/random', 'lab/resources.ts'],
    'Features come from a dataset only.',
  ),
  room('lab/bundle', [], 'Files of attention are read on their own: no dataset, no engine.'),
  room('lab/attention', ['lab/features'], 'The mathematics are pure: pass what you need as an argument.'),
  room(
    'lab/engine',
    ['lab/random', 'lab/features', 'lab/attention', 'lab/resources.ts'],
    'Engines know features and the mathematics, not datasets, training or storage.',
  ),
  room('lab/checkpoint', ['lab/engine'], 'A checkpoint is an engine’s state in files.'),
  room(
    'lab/explain',
    ['lab/attention', 'lab/checkpoint', 'lab/engine', 'lab/features', 'lab/random'],
    'Explanations read weights and features; the job around them is lab/training.',
  ),
  room('lab/training', ['lab'], 'Training composes the lab; it knows no process and no database.'),
  room('trainer', ['lab'], 'The trainer is a port around the lab: messages in, events out.'),
  room('main/store', [], 'The store knows rows and domain types only.'),
  room(
    'main/jobs',
    ['main/store', 'lab/resources.ts'],
    'Jobs start the trainer by path; they never import it.',
  ),
  room(
    'main/figures',
    ['lab/attention', 'lab/resources.ts', 'renderer/charts'],
    'A figure is a pure plan of renderer/charts written to a file.',
  ),
  room(
    'main/runtime',
    ['lab/engine/tensorflow', 'lab/checkpoint', 'lab/dataset/httpGet.ts', 'lab/resources.ts'],
    'Installing a native runtime knows the folder its engine loads it from, and loads nothing itself.',
  ),
  room(
    'main/api',
    [
      'main/store',
      'main/jobs',
      'main/figures',
      'main/lab.ts',
      'main/measurements.ts',
      'main/vocabularies.ts',
      'main/imports.ts',
    ],
    'A handler is thin: no SQL, no mathematics.',
  ),
  room('main/lab.ts', ['main', 'lab'], 'lab.ts composes the lab for a data folder.'),
  room(
    'main/shells',
    ['main/lab.ts', 'main/api', 'main/dataFolder.ts'],
    'Shells are thin doors into main/lab.ts.',
  ),
  room(
    'main/cli',
    [
      'main/lab.ts',
      'main/api',
      'main/figures',
      'main/shells/web',
      'main/dataFolder.ts',
      'main/runtime',
      'lab/bundle',
    ],
    'The command line is a thin door into main/lab.ts.',
  ),
  room(
    'viewer',
    ['renderer/charts', 'renderer/components/planPainter.ts'],
    'The page for others draws with the charts of the window and nothing else of it.',
  ),
  room('preload', [], 'The preload exposes the contract’s keys, nothing else.'),
  room('renderer/api', [], 'The client knows the contract only.'),
  room('renderer/stores', ['renderer/api'], 'Stores talk to the client.'),
  room('renderer/charts', [], 'Charts are pure: data in, option or plan out.'),
  room(
    'renderer/components',
    ['renderer/charts', 'renderer/i18n'],
    'Components take props and give events: put state in a store.',
  ),
  room(
    'renderer/views',
    ['renderer/stores', 'renderer/charts', 'renderer/components', 'renderer/i18n'],
    'Views do not fetch: add it to a store.',
  ),
];

const only = (packages, allowed, message) => ({
  files: ['src/**/*.{ts,vue}'],
  ignores: allowed,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: packages.map((name) => ({ group: [name, `${name}/*`], message, allowTypeImports: false })),
      },
    ],
  },
});

export const roomRules = [
  {
    files: ['src/**/*.{ts,vue}'],
    rules: { 'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }] },
  },
  only(
    ['better-sqlite3', 'electron', '@tensorflow'],
    ['src/main/store/**', 'src/main/shells/electron/**', 'src/preload/**', 'src/lab/engine/tensorflow/**'],
    'Only main/store opens the database, only shells/electron and preload know Electron, only lab/engine/tensorflow knows tfjs.',
  ),
];
