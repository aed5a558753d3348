import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { attentionEndings, shareEnding, documentEndings } from '../../../shared/files.ts';

const endings: ReadonlySet<string> = new Set([...attentionEndings, ...documentEndings, shareEnding]);

/**
 * The files among a start's arguments that the window can open, as a double click on one starts the app. Only what is
 * there and ends like one of ours: the rest is Electron's, or ours of another kind.
 */
export function fileArguments(argv: readonly string[], folder: string): readonly string[] {
  return argv
    .filter((argument) => !argument.startsWith('-') && endings.has(extname(argument).slice(1).toLowerCase()))
    .map((argument) => resolve(folder, argument))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}
