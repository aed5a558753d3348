import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { DatasetConfig } from '../../shared/experiment.ts';
import { LabError } from '../../shared/errors.ts';
import type { LabelledDocument } from './assemble.ts';
import { assembleDataset } from './assemble.ts';
import { chooseClasses } from './classes.ts';
import type { ClassFolder } from './classFolders.ts';
import { listClasses, listFolder, readDocuments } from './classFolders.ts';
import type { DatasetContext } from './context.ts';
import type { Dataset } from './dataset.ts';
import { decodeText } from './decode.ts';
import { fileError } from './fileErrors.ts';

type FolderConfig = Extract<DatasetConfig, { source: 'folder' }>;

/**
 * One folder a class, one file a document, at any depth below it. If the folder has both `train` and `test` in it,
 * those two hold the class folders and are the splits, and whatever else lies there is left out.
 */
export async function openFolder(config: FolderConfig, context: DatasetContext): Promise<Dataset> {
  const root = resolve(config.path);
  await requireFolder(root);
  const folders = (await listFolder(root)).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const divided = folders.includes('train') && folders.includes('test');
  const places = divided ? [join(root, 'train'), join(root, 'test')] : [root];
  const found: ClassFolder[][] = [];
  for (const place of places) found.push(await listClasses(place, root, context));

  const known = found.flatMap((classFolders) => classFolders.map(({ name }) => name));
  const classes = chooseClasses(known, config.categories, root);
  const files = found.flatMap((classFolders, place) =>
    classFolders
      .filter(({ name }) => classes.includes(name))
      .flatMap(({ name, files }) => files.map((file) => ({ place, className: name, file }))),
  );
  const paths = files.map(({ place, className, file }) => join(places[place]!, className, file));
  const texts = await readDocuments(paths, decodeText, context);
  const documentsOf = (wanted: number): LabelledDocument[] =>
    files.flatMap(({ place, className, file }, i) =>
      place === wanted ? [{ name: `${className}/${file}`, className, text: texts[i]! }] : [],
    );
  return assembleDataset(
    divided
      ? { train: documentsOf(0), test: documentsOf(1) }
      : { all: documentsOf(0), testShare: config.testShare },
    { title: basename(root), origin: root, classes, shuffleSeed: config.shuffleSeed },
  );
}

async function requireFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => Promise.reject(fileError(error, path)));
  if (found.isDirectory()) return;
  throw new LabError('bad-input', `not a folder: ${path}`, {
    hint: 'Choose the folder that holds one folder a class',
  });
}
