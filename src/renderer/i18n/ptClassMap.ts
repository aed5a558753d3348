import { figureWordsPt } from '../charts/figureWordsPt.ts';
import type { Messages } from './index.ts';

/** Palavras do mapa de classes. */
export const ptClassMap: Messages['maps']['classes'] = {
  keys: 'chaves da classe',
  queries: 'consultas da classe',
  over: '{n} sequências de teste de {length}',
  counting: 'Somando a atenção de todas as sequências de teste',
  onlyRuns:
    'Um mapa de classes é contado sobre uma divisão de teste: veja uma execução ou uma medida, não um arquivo nem uma diferença.',
  quantityLabel: 'O que uma célula mostra',
  quantity: figureWordsPt.quantity,
  meaning: {
    share:
      'Da atenção de uma consulta de uma classe, a parte que as chaves da outra recebem; as colunas somam 1.',
    lessChance: 'Essa parte menos o que as chaves receberiam se todas recebessem o mesmo.',
    timesChance:
      'Essa parte dividida pelo que as chaves receberiam se todas recebessem o mesmo: 1 é o acaso.',
    perPair:
      'Média sobre todos os pares de uma consulta e uma chave das duas classes dentro de uma sequência.',
  },
  headLabel: 'Cabeça do mapa de classes',
  cell: 'Esta célula',
  which: 'Consultas de {query} sobre chaves de {key}',
  byChance: 'esperado por acaso',
  queriesCount: 'consultas desta classe',
  pairsCount: 'pares de documentos',
  behind: 'Sequências por trás dela',
  ordered: 'a maior parte primeiro',
  part: 'parte da célula',
  sum: 'soma',
  shareShort: 'parte',
  counts: 'consultas × chaves',
  percent: '{n} %',
  moreSequences: 'mais {n} sequência | mais {n} sequências',
  noSequence: 'Nenhuma sequência de teste tem documentos das duas classes.',
  describe:
    'Mapa de {n} classes, chaves nas linhas por consultas nas colunas. {quantity} Maior: consultas de {query} sobre chaves de {key}, {value}.',
  keysOf: {
    nextQuery: 'Próxima classe de consultas',
    previousQuery: 'Classe de consultas anterior',
    nextKey: 'Próxima classe de chaves',
    previousKey: 'Classe de chaves anterior',
  },
};
