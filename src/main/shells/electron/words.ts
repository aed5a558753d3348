/** What the desktop itself says, outside the window; in the system's language where we have it. */
export interface DesktopWords {
  readonly file: string;
  readonly newExperiment: string;
  readonly openFile: string;
  readonly openFolder: string;
  readonly openRecent: string;
  readonly noRecent: string;
  readonly clearRecent: string;
  readonly go: string;
  readonly view: string;
  readonly help: string;
  readonly about: string;
  readonly pages: readonly (readonly [label: string, route: string])[];
  readonly isTraining: (name: string, step: number) => string;
  readonly isTrainingDetail: string;
  readonly keepTraining: string;
  readonly stopAndQuit: string;
  readonly mayRead: string;
  readonly mayReadDetail: string;
  readonly cancel: string;
  readonly readIt: string;
  readonly allFiles: string;
  readonly knownFiles: string;
}

const routes = ['/', '/datasets', '/experiments', '/runs', '/compare', '/attention', '/compute'] as const;
const pagesOf = (...labels: readonly string[]): DesktopWords['pages'] =>
  routes.map((route, index) => [labels[index] ?? route, route]);

const english: DesktopWords = {
  file: '&File',
  newExperiment: 'New experiment',
  openFile: 'Open file…',
  openFolder: 'Open folder of documents…',
  openRecent: 'Open recent',
  noRecent: 'Nothing opened yet',
  clearRecent: 'Clear this list',
  go: '&Go',
  view: '&View',
  help: '&Help',
  about: 'About Attention Lab, and its licences',
  pages: pagesOf('Home', 'Datasets', 'Experiments', 'Runs', 'Compare', 'Attention', 'Compute'),
  isTraining: (name, step) => `${name} is training (step ${step}).`,
  isTrainingDetail: 'Stopped now, it keeps its metrics and a checkpoint to resume from.',
  keepTraining: 'Keep training',
  stopAndQuit: 'Checkpoint and quit',
  mayRead: 'Read this file or folder?',
  mayReadDetail: 'It was not chosen in this app: another program, or a file that was opened here, names it.',
  cancel: 'Cancel',
  readIt: 'Read it',
  allFiles: 'All files',
  knownFiles: 'Documents, attention and shared runs',
};

const portuguese: DesktopWords = {
  file: '&Arquivo',
  newExperiment: 'Novo experimento',
  openFile: 'Abrir arquivo…',
  openFolder: 'Abrir pasta de documentos…',
  openRecent: 'Abrir recente',
  noRecent: 'Nada aberto ainda',
  clearRecent: 'Limpar esta lista',
  go: '&Ir',
  view: '&Exibir',
  help: 'Aj&uda',
  about: 'Sobre o Attention Lab e suas licenças',
  pages: pagesOf('Início', 'Dados', 'Experimentos', 'Execuções', 'Comparar', 'Atenção', 'Computação'),
  isTraining: (name, step) => `${name} está treinando (passo ${step}).`,
  isTrainingDetail: 'Parada agora, ela guarda as métricas e um checkpoint de onde continuar.',
  keepTraining: 'Continuar treinando',
  stopAndQuit: 'Guardar checkpoint e sair',
  mayRead: 'Ler este arquivo ou pasta?',
  mayReadDetail:
    'Não foi escolhido neste aplicativo: outro programa, ou um arquivo aberto aqui, é que o nomeia.',
  cancel: 'Cancelar',
  readIt: 'Ler',
  allFiles: 'Todos os arquivos',
  knownFiles: 'Documentos, atenção e execuções compartilhadas',
};

/** `locale` as the system names it: "pt-BR". */
export const desktopWords = (locale: string): DesktopWords =>
  locale.toLowerCase().startsWith('pt') ? portuguese : english;
