import { figureWordsPt } from '../charts/figureWordsPt.ts';
import type { Messages } from './index.ts';

/** Palavras dos mapas lado a lado. */
export const ptSide: Messages['maps']['side'] = {
  layerOf: 'Camada de {name}',
  add: 'Adicionar um mapa',
  addHint: 'Execução, instantâneo, medida, sementes ou arquivo',
  nothing: 'Nada tem esse nome.',
  full: 'Doze mapas são o máximo que se pode distinguir.',
  empty: 'Adicione uma execução, uma medida ou um arquivo de atenção; dois ou mais ficam lado a lado.',
  form: { grid: 'Grade', swipe: 'Deslizar A e B' },
  formLabel: 'Como os mapas ficam',
  maps: 'Mapas',
  list: 'Mapas, e quais dois são A e B',
  spread: { mean: figureWordsPt.seedMean, deviation: figureWordsPt.seedDeviation },
  untrained: 'sem treino',
  file: 'arquivo importado',
  divider: 'Divisor',
  ofA: '{n} % A',
  remove: 'Retirar {name}',
  noSnapshot: 'nenhuma atenção guardada ainda',
  noWeights: 'sem pesos no passo {step} para esta sequência',
  gone: 'não existe mais',
  unlike: 'não é dos mesmos documentos',
  alike: 'Quão parecidos',
  likeness: { spearman: 'Spearman', cosine: 'cosseno' },
  describe: '{n} mapas de uma sequência em uma ordem: {names}.',
  describeSwipe: 'Dois mapas no mesmo lugar: {a} à esquerda do divisor, {b} à direita; {share} % de {a}.',
  describeLikeness: '{kind} de cada dois mapas: {list}.',
};
