import { figureWordsPt } from '../charts/figureWordsPt.ts';
import type { Messages } from './index.ts';

/** Palavras da página de medidas. */
export const ptMeasures: Messages['maps']['measures'] = {
  title: 'Medidas sem treino',
  on: 'sem treino, sobre {data}',
  documents: 'Documentos',
  ofRun: 'Os de {name}',
  testDocuments: '{n} documentos de teste',
  empty:
    'Medidas precisam de documentos e de nenhum treino. Importe alguns, e as quatro medidas aparecem aqui lado a lado.',
  toDatasets: 'Importar documentos',
  figure: 'A figura do caderno',
  figureMissing:
    'Ela é desenhada com o 20 Newsgroups em quatro classes (14 MB), que não está neste laboratório. Baixe-o, ou leia uma cópia sua.',
  figureGet: 'Baixar 20 Newsgroups',
  figureOwn: 'Ler minha cópia',
  shownLabel: 'O que os mapas mostram',
  shown: figureWordsPt.shown,
  shownHint: {
    softmax: 'Softmax sobre as chaves: cada coluna soma 1, uma escala para todos os mapas',
    scores: 'As próprias pontuações, cada medida em sua unidade e em sua escala',
  },
  features: figureWordsPt.features,
  measure: 'medida',
  thisCell: 'esta célula',
  openHint: 'Uma medida abre em cabeças e mapa, onde seus pares de palavras são mostrados.',
  open: 'Abrir {name} em cabeças e mapa',
  agree: 'Onde concordam',
  agreeOver: 'Spearman da ordem das chaves, média de {n} consultas de teste',
  whenAlike: 'cosseno com euclidiana negativa',
  least: 'menor valor de um atributo',
  lengths: 'comprimento da linha de um documento',
  fromTo: '{low} a {high}',
  meanSpearman: 'Spearman, média',
  leastSpearman: 'Spearman, menor',
  sameOrder: 'consultas com chaves na mesma ordem',
  ofQueries: '{n} de {all}',
  formula:
    '‖x − y‖² = ‖x‖² + ‖y‖² − 2 x·y: onde todas as linhas têm o mesmo comprimento, a ordem por distância é a ordem por cosseno. O softmax sobre as chaves não muda nenhuma ordem.',
  part: 'Onde se separam',
  first: 'Primeira medida',
  second: 'Segunda medida',
  against: 'contra',
  pairMean: 'Spearman {value}, média',
  points: { query: 'Uma consulta', all: 'Todos os pares' },
  pointsLabel: 'Pontos da dispersão',
  queryIs: '{query}, Spearman {value}',
  sameClass: 'mesma classe',
  otherClass: 'outra classe',
  dense: '{n} pares, mais escuro onde há mais',
  pointHint: 'Aponte um par para lê-lo, clique para fixá-lo.',
  parted: 'Consultas de teste que ordenam de modo mais diferente',
  document: 'documento {n}',
  describe:
    'Oito mapas de {n} documentos: produto interno, cosseno, euclidiana negativa e RBF, de valores brutos e padronizados. {shown}.',
  describeAgreement:
    'Correlações de postos de oito medidas sobre {n} consultas de teste. Escolhidas: {a} com {b}, {value}.',
  describeScatter:
    '{n} pares de documentos, {a} na horizontal contra {b} na vertical. Correlação de postos {rank}.',
};
