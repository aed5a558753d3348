import type { Messages } from './index.ts';

/** O que isto é e de quem é o trabalho de que é feito, em português do Brasil. */
export const ptAbout: Messages['about'] = {
  title: 'Sobre o Attention Lab',
  command: 'Sobre o Attention Lab e suas licenças',
  lead: 'Configure, treine, guarde e compare experimentos de atenção, neste computador. Nada é enviado a lugar algum, e nada é pedido a uma rede antes de você apertar um botão que diz que baixa.',
  version: 'Versão',
  platform: 'Sistema',
  dataDir: 'Pasta de dados',
  licences: 'Licenças',
  packages: '{n} pacote de outros | {n} pacotes de outros',
};
