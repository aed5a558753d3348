/** O que o laboratório diz, em inglês, de execuções, motores, disco e conexão; como em saidDataPt. */
export const saidRunsPt: Readonly<Record<string, string>> = {
  // execuções
  'no such run: {id}': 'não existe esta execução: {id}',
  'It may have been deleted': 'Pode ter sido excluída',
  'the run was deleted: {id}': 'a execução foi excluída: {id}',
  'Undo the deletion to see it': 'Desfaça a exclusão para vê-la',
  'the run is under way: {id} is {state}': 'a execução está em andamento: {id}',
  'Stop it first': 'Pare-a antes',
  'Export it when it has ended': 'Exporte quando ela terminar',
  'the run cannot be {what}: {id} is {state}': 'não dá para fazer isso com a execução agora: {id}',
  'the run cannot be {what} now: {id}': 'não dá para fazer isso com a execução agora: {id}',
  'Wait for what was asked before': 'Espere o que foi pedido antes',
  'the run has no checkpoint to go on from: {id}':
    'a execução não tem ponto de controle de onde continuar: {id}',
  'Start it again with the same settings': 'Comece de novo com os mesmos ajustes',
  'no checkpoint to go on from: {id}': 'nenhum ponto de controle de onde continuar: {id}',
  'Start the run again from its first step': 'Comece a execução de novo do primeiro passo',
  'no checkpoint at step {step}: {id}': 'nenhum ponto de controle no passo {step}: {id}',
  'Train to that step to have its weights': 'Treine até esse passo para ter os pesos',
  'Train to that step to have its weights, or begin anew':
    'Treine até esse passo para ter os pesos, ou comece do zero',
  'cannot begin with weights of another {setting}: {id}':
    'não dá para começar com pesos de outro {setting}: {id}',
  'Leave {setting} as it was there, or begin anew': 'Deixe {setting} como estava lá, ou comece do zero',
  'no such dataset: {id}': 'não existe este conjunto de dados: {id}',
  'no such document: {id}': 'não existe este documento: {id}',
  'runs were trained on it: {name}': 'há execuções treinadas com ele: {name}',
  'Their attention shows its documents. Delete those runs first, and clean them up on the page Compute':
    'A atenção delas mostra os seus documentos. Exclua antes essas execuções e limpe-as na página Máquina',
  'no attention stored {when}: {id}, test sequence {n}': 'sem atenção guardada: {id}, sequência de teste {n}',
  'It is stored every {n} steps': 'É guardada a cada {n} passos',
  'the documents are no longer those of the run': 'os documentos já não são os da execução',
  'Train it again on the documents as they are now': 'Treine de novo com os documentos de agora',
  'the documents have changed since they were imported: {name}':
    'os documentos mudaram desde que foram importados: {name}',
  'Import them again': 'Importe-os de novo',
  'the run has not read its documents yet: {id}': 'a execução ainda não leu os documentos: {id}',
  'Its attention can be explained once it has started':
    'A atenção pode ser explicada quando ela tiver começado',
  'a run is in progress: both would be slower than they are':
    'há uma execução em andamento: as duas ficariam mais lentas',
  'Measure when it has ended': 'Meça quando ela terminar',

  // treino
  'training.sequenceLength is too long: {n}': 'training.sequenceLength é longo demais: {n}',
  'probes.sequences is too many: {n}': 'probes.sequences é demais: {n}',
  'The test split has {n} sequences of {length}. Use 0 to {most}':
    'A divisão de teste tem {n} sequências de {length}. Use de 0 a {most}',
  'The {split} split has {n} documents. Use 2 to {most}':
    'A divisão {split} tem {n} documentos. Use de 2 a {most}',
  'no words to learn from: all {n} training documents {cause}':
    'nenhuma palavra para aprender: os {n} documentos de treino {cause}',
  'are empty after stop words': 'ficam vazios sem as palavras vazias',
  'hold no word of two characters or more': 'não têm nenhuma palavra de duas letras ou mais',
  'Check that the dataset’s texts are where they should be': 'Confira se os textos estão onde deveriam',
  'Set features.stopWords to null, or check that the dataset’s texts are where they should be':
    'Ponha features.stopWords em null, ou confira se os textos estão onde deveriam',
  'the training process ran out of memory': 'faltou memória para o processo de treino',
  'the training process was killed from outside (SIGKILL), probably because memory ran out':
    'o processo de treino foi morto de fora (SIGKILL), provavelmente por falta de memória',
  'the training process was ended from outside ({signal})':
    'o processo de treino foi encerrado de fora ({signal})',
  'the training process did not answer for {n} s and was ended':
    'o processo de treino ficou {n} s sem responder e foi encerrado',
  'Use fewer heads or a smaller head dimension': 'Use menos cabeças ou uma dimensão de cabeça menor',
  'Resume it from its last checkpoint, if it has one': 'Retome do último ponto de controle, se houver',
  'not enough memory: training needs {needed} on the {engine} engine, {free} is available':
    'falta memória: o treino precisa de {needed} no motor {engine}, e há {free}',
  'Lower model.headDim ({d}), model.heads ({heads}), the vocabulary ({terms} terms: features.maxFeatures or minDf) or training.sequenceLength ({n}), or close other programs':
    'Diminua model.headDim ({d}), model.heads ({heads}), o vocabulário ({terms} termos: features.maxFeatures ou minDf) ou training.sequenceLength ({n}), ou feche outros programas',
  'cannot allocate {size} GiB for the model': 'não dá para alocar {size} GiB para o modelo',
  'Choose a smaller head dimension, or close other programs':
    'Escolha uma dimensão de cabeça menor, ou feche outros programas',
  'the run’s results could not be recorded': 'não deu para registrar os resultados da execução',

  // motores
  'no TensorFlow runtime is installed': 'o TensorFlow não está instalado',
  'Run "npm run tensorflow:install"': 'Execute "npm run tensorflow:install"',
  'TensorFlow’s library cannot be loaded: {reason}':
    'a biblioteca do TensorFlow não pode ser carregada: {reason}',
  'the installed TensorFlow runtime does not work: {reason}': 'o TensorFlow instalado não funciona: {reason}',
  'Install it again: npm run tensorflow:install': 'Instale de novo: npm run tensorflow:install',
  'TensorFlow can be installed on Linux only, not on {system}':
    'o TensorFlow só pode ser instalado no Linux, não em {system}',
  'The wasm engine needs nothing installed; or serve the lab from a Linux machine with a GPU':
    'O motor wasm não precisa de nada; ou sirva o laboratório de uma máquina Linux com GPU',
  'not enough disk space for TensorFlow: {needed} needed, {free} free in {path}':
    'falta espaço no disco para o TensorFlow: {needed} necessários, {free} livres em {path}',
  'Free some space, or choose another data folder with --data-dir':
    'Libere espaço, ou escolha outra pasta de dados com --data-dir',
  'no Python to fetch TensorFlow with: {names}': 'nenhum Python com que buscar o TensorFlow: {names}',

  // disco e banco de dados
  'not enough disk space {what}: {needed} needed, {free} free in {path}':
    'falta espaço no disco: {needed} necessários, {free} livres em {path}',
  'not enough disk space for a checkpoint: {needed} needed, {free} free in {path}':
    'falta espaço no disco para um ponto de controle: {needed} necessários, {free} livres em {path}',
  'no space left on the disk: {path}': 'não há espaço no disco: {path}',
  'no space left while {what}: {path}': 'acabou o espaço no disco: {path}',
  'no space left to import: {name}': 'não há espaço para importar: {name}',
  'no space left to unpack the file: {path}': 'não há espaço para descompactar o arquivo: {path}',
  'no space left to write the database: {path}': 'não há espaço para gravar o banco de dados: {path}',
  'Free some space': 'Libere espaço',
  'Free some space and try again': 'Libere espaço e tente de novo',
  'Free some space, or choose another data folder': 'Libere espaço, ou escolha outra pasta de dados',
  'Free some space, or save the file without compression': 'Libere espaço, ou salve o arquivo sem compressão',
  'Free some space; nothing recorded so far is lost': 'Libere espaço; nada do que foi registrado se perdeu',
  'another program holds the database: {path}': 'outro programa está com o banco de dados: {path}',
  'Close it and try again': 'Feche-o e tente de novo',
  'cannot read or write the database: {path} ({code})':
    'não dá para ler nem gravar o banco de dados: {path} ({code})',
  'Check the disk and its free space': 'Confira o disco e o espaço livre',
  'the database is damaged: {path}': 'o banco de dados está danificado: {path}',
  'Close the lab and open it again: the damaged file is kept aside and the newest good backup restored':
    'Feche o laboratório e abra de novo: o arquivo danificado é guardado e a cópia boa mais nova, restaurada',
  'the lab is open read-only: nothing can be changed':
    'o laboratório está aberto só para leitura: nada pode ser mudado',
  'Close the Attention Lab that holds this data folder and open it again':
    'Feche o Attention Lab que está com esta pasta de dados e abra de novo',

  // conexão e servidor
  'not connected to the lab: {method}': 'sem conexão com o laboratório: {method}',
  'Wait until it is back, then try again': 'Espere ela voltar e tente de novo',
  'the connection broke before the answer: {method}': 'a conexão caiu antes da resposta: {method}',
  'Look whether it happened before you try again': 'Veja se aconteceu antes de tentar de novo',
  'the file could not be sent ({reason}): {name}': 'o arquivo não pôde ser enviado ({reason}): {name}',
  'Try again': 'Tente de novo',
  'not in a folder this server shares: {path}': 'fora das pastas que este servidor compartilha: {path}',
  'Write it into {folders}': 'Grave em {folders}',
  'Put it into {folders}, or start the server with --files FOLDER':
    'Ponha em {folders}, ou inicie o servidor com --files PASTA',
  'no file dialog here: the lab runs in another process than this window':
    'sem diálogo de arquivos aqui: o laboratório está em outro processo que não esta janela',
  'Type the path as the lab’s machine knows it': 'Escreva o caminho como a máquina do laboratório o conhece',
  'unknown method: {name}': 'método desconhecido: {name}',
  'Reload the window': 'Recarregue a janela',
};
