import type { Messages } from './index.ts';

/** Como uma execução terminou e o que se pode fazer, em português do Brasil. */
export const ptEnding: Messages['ending'] = {
  waits: 'Está à espera: {message}.',
  stopped: 'Parada no passo {step}.',
  closed: 'O aplicativo foi fechado no passo {step}.',
  interrupted: 'Interrompida no passo {step}: {message}.',
  failed: 'Falhou no passo {step}: {message}.',
  diverged: 'A perda deixou de ser um número a partir do passo {step}: a execução divergiu.',
  resume: 'Retomar continua do ponto de controle do passo {step}.',
  again: 'Não há ponto de controle de onde continuar: duplique-a para começar de novo.',
  lessMemory: 'Menos cabeças ou uma dimensão de cabeça menor precisam de menos memória.',
  room: 'Libere espaço no disco primeiro; a página Máquina limpa os caches.',
  calmer: 'Reduza a taxa de aprendizado ou use a inicialização escalada.',
  forkFrom:
    'Seu último ponto de controle bom, do passo {step}, está guardado: pode-se derivar uma execução dali.',
  report: 'Se acontecer de novo, relate: logs/lab.log na pasta de dados tem os detalhes.',
  kept: 'Tudo o que ela havia informado está guardado.',
};
