/**
 * O que o laboratório diz, em inglês, ao ler dados e arquivos; a chave é a própria frase, com seus valores entre chaves.
 * Uma frase que muda lá some daqui: um teste procura cada chave nas fontes.
 */
export const saidDataPt: Readonly<Record<string, string>> = {
  'row {n}': 'a linha {n}',
  'line {n}': 'a linha {n}',

  // arquivos e pastas
  'no such file or folder: {path}': 'não existe este arquivo ou pasta: {path}',
  'no such file: {path}': 'não existe este arquivo: {path}',
  'no such folder: {path}': 'não existe esta pasta: {path}',
  'not a folder: {path}': 'não é uma pasta: {path}',
  'not a file: {path}': 'não é um arquivo: {path}',
  'a folder, not a file: {path}': 'uma pasta, não um arquivo: {path}',
  'permission denied: {path}': 'sem permissão: {path}',
  'cannot use {path}: {reason}': 'não dá para usar {path}: {reason}',
  'cannot read the file: {path} ({code})': 'não dá para ler o arquivo: {path} ({code})',
  'neither a file nor a folder: {path}': 'nem arquivo nem pasta: {path}',
  'broken link: {path}': 'atalho quebrado: {path}',
  'link that leads to a folder: {path}': 'atalho que leva a uma pasta: {path}',
  'link that leaves the dataset folder: {path}': 'atalho que sai da pasta dos dados: {path}',
  'more than {n} files: {path}': 'mais de {n} arquivos: {path}',
  'more than {size} of text, at {path}': 'mais de {size} de texto, em {path}',
  'file of {size}, at most {most}: {path}': 'arquivo de {size}, no máximo {most}: {path}',
  'Check the path': 'Confira o caminho',
  'Allow your user to use it, or choose another path': 'Dê permissão ao seu usuário ou escolha outro caminho',
  'Check the disk and try again': 'Confira o disco e tente de novo',
  'Choose the folder that holds one folder a class': 'Escolha a pasta que contém uma pasta por classe',
  'Replace it by what it leads to': 'Substitua-o pelo que está no destino',
  'Remove it': 'Remova-o',
  'Choose a smaller folder': 'Escolha uma pasta menor',
  'Choose fewer categories or a smaller folder': 'Escolha menos categorias ou uma pasta menor',
  'Split it into documents': 'Divida-o em documentos',
  'Use a part of it': 'Use uma parte dele',

  // conjuntos de dados
  'no dataset: {name}': 'não é um conjunto de dados: {name}',
  'Choose a folder with one folder a class, a CSV, TSV or JSONL file, or the 20 Newsgroups archive':
    'Escolha uma pasta com uma pasta por classe, um arquivo CSV, TSV ou JSONL, ou o arquivo do 20 Newsgroups',
  'no classes and no documents: {path}': 'nenhuma classe e nenhum documento: {path}',
  'Each class needs documents of its own': 'Cada classe precisa dos seus documentos',
  'unknown category "{name}": {path}': 'categoria desconhecida, "{name}": {path}',
  'It has: {names}': 'Há: {names}',
  'only one class, "{name}": {path}': 'só uma classe, "{name}": {path}',
  'Attention learns to tell classes apart, so at least two are needed':
    'A atenção aprende a separar classes, então são precisas pelo menos duas',
  'too many classes ({n}, at most {most}): {path}': 'classes demais ({n}, no máximo {most}): {path}',
  'Check that the labels are classes, not names of documents':
    'Confira se os rótulos são classes, e não nomes de documentos',
  'class without documents, "{name}": {path}': 'classe sem documentos, "{name}": {path}',
  'Add documents to it, or leave it out of the categories':
    'Acrescente documentos ou deixe-a fora das categorias',
  'class without training documents, "{name}": {path}': 'classe sem documentos de treino, "{name}": {path}',
  'Add training documents to it, or leave it out of the categories':
    'Acrescente documentos de treino ou deixe-a fora das categorias',
  'no test documents: {path}': 'nenhum documento de teste: {path}',
  'Add documents: both splits need some': 'Acrescente documentos: as duas divisões precisam de alguns',

  // tabelas
  '{row} has {n} columns, the header {width}: {path}': '{row} tem {n} colunas, o cabeçalho {width}: {path}',
  'Put text that holds the separator in quotation marks': 'Ponha entre aspas o texto que contém o separador',
  'two columns are called "{name}": {path}': 'duas colunas se chamam "{name}": {path}',
  'Give each a name of its own': 'Dê um nome a cada uma',
  'no column "{name}": {path}': 'não há a coluna "{name}": {path}',
  'no column "{name}" in {row}: {path}': 'não há a coluna "{name}" na parte {row}: {path}',
  'Look for a quotation mark that is never closed': 'Procure aspas que nunca se fecham',
  'Put a field that holds one between quotation marks, and write it twice there':
    'Ponha entre aspas o campo que as contém, e nele escreva-as duas vezes',
  '{row} is not JSON: {path}': '{row} não é JSON: {path}',
  '{row} is not a JSON object: {path}': '{row} não é um objeto JSON: {path}',
  'Each line has to be one JSON object': 'Cada linha tem de ser um objeto JSON',
  'Each line has to be one JSON object, such as {"text": "…", "label": "…"}':
    'Cada linha tem de ser um objeto JSON, como {"text": "…", "label": "…"}',
  'column "{name}" of {row} is not text: {path}': 'a coluna "{name}" não é texto em {row}: {path}',
  'It has to be a string or a number': 'Tem de ser um texto ou um número',
  'line longer than {size}: {path}': 'linha com mais de {size}: {path}',
  'Each document has to be a line of its own': 'Cada documento tem de ser uma linha',
  'no label in {row}: {path}': 'sem rótulo em {row}: {path}',
  'Fill in the column "{name}"': 'Preencha a coluna "{name}"',
  'unknown split "{name}" in {row}: {path}': 'divisão desconhecida, "{name}", em {row}: {path}',
  'The split column holds "train" or "test"': 'A coluna da divisão contém "train" ou "test"',
  'text in UTF-16: {path}': 'texto em UTF-16: {path}',
  'Save it again as UTF-8': 'Salve-o de novo como UTF-8',
  'not a text file: {path}': 'não é um arquivo de texto: {path}',
  'A table is CSV, TSV or JSON lines; a spreadsheet can be saved as CSV':
    'Uma tabela é CSV, TSV ou linhas JSON; uma planilha pode ser salva como CSV',

  // 20 Newsgroups e arquivos compactados
  'not a .tar.gz archive: {path}': 'não é um arquivo .tar.gz: {path}',
  'Choose the .tar.gz file, or the folder it unpacks to': 'Escolha o .tar.gz ou a pasta que sai dele',
  'truncated archive: {path}': 'arquivo truncado: {path}',
  'It ends too early: copy or download it again': 'Acaba antes da hora: copie ou baixe de novo',
  'damaged archive: {path}': 'arquivo danificado: {path}',
  'Its contents cannot be unpacked: copy or download it again':
    'O conteúdo não se abre: copie ou baixe de novo',
  'not 20 Newsgroups "by date": {path}': 'não é o 20 Newsgroups "by date": {path}',
  'It has to hold {train} and {test}': 'Tem de conter {train} e {test}',
  'cannot download {name} ({reason})': 'não deu para baixar {name} ({reason})',
  'not enough disk space for the download: {needed} needed, {free} free in {path}':
    'falta espaço no disco para o download: {needed} necessários, {free} livres em {path}',

  // atenção de outros modelos
  'the file is empty: {path}': 'o arquivo está vazio: {path}',
  'the file ends too early: {path}': 'o arquivo acaba antes da hora: {path}',
  'not a .npy array: {path}': 'não é uma matriz .npy: {path}',
  'the .npy header is damaged: {path}': 'o cabeçalho .npy está danificado: {path}',
  'the safetensors header is damaged: {path}': 'o cabeçalho safetensors está danificado: {path}',
  'no array of attention: {path}': 'nenhuma matriz de atenção: {path}',
  'It needs float numbers of [layers, heads, queries, keys]':
    'São precisos números float de [camadas, cabeças, consultas, chaves]',
  'no attention in this JSON: {path}': 'nenhuma atenção neste JSON: {path}',
  'the checksum is wrong: {path}': 'a soma de verificação não confere: {path}',
  'the archive is damaged ({reason}): {path}': 'o arquivo está danificado ({reason}): {path}',
  'Export it again': 'Exporte de novo',
  'Export a part of it': 'Exporte uma parte',
  'more than 4 GB of attention: {path}': 'mais de 4 GB de atenção: {path}',
  'no such import: {id}': 'não existe esta importação: {id}',
  'It may have been removed, perhaps from another window': 'Pode ter sido removido, talvez em outra janela',

  // arquivos do laboratório
  'the shared file is damaged: {path}': 'o arquivo compartilhado está danificado: {path}',
  'Nothing was imported; ask for it again': 'Nada foi importado; peça o arquivo de novo',
  'not a shared Attention Lab file: {path}': 'não é um arquivo compartilhado do Attention Lab: {path}',
  'Choose a file that "attention-lab runs export" wrote':
    'Escolha um arquivo que "attention-lab runs export" gravou',
  'written by a newer Attention Lab: {path}': 'gravado por um Attention Lab mais novo: {path}',
  'Update the app to import it': 'Atualize o aplicativo para importar',
  'not a name for a shared file: {path}': 'não é um nome para um arquivo compartilhado: {path}',
  'End it in .attlab': 'Termine o nome em .attlab',
  '{path}: not JSON': '{path}: não é JSON',
  'Choose a file that "Save" on the page Compare has written':
    'Escolha um arquivo que "Salvar" gravou na página Comparar',
  'no recipe in it: {path}': 'não há receita nele: {path}',
  'Figures that Attention Lab wrote carry one; a program that saved them again may have dropped it':
    'As figuras do Attention Lab trazem uma; um programa que as salvou de novo pode tê-la tirado',
  'a broken recipe: {path}': 'uma receita quebrada: {path}',
};
