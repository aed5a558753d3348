import type { Command } from 'commander';
import { resolve } from 'node:path';
import { openAttention, type AttentionFile, type FileExample } from '../../../lab/bundle/attentionFile.ts';
import { LabError } from '../../../shared/errors.ts';
import { rowKinds, type RowKind } from '../../../shared/imports.ts';
import { figureFormat } from '../../figures/figureFile.ts';
import { addLookFlags, addMapFlags, headChoice, headList } from '../figureFlags.ts';
import type { LookFlags, MapFlags } from '../figureFlags.ts';
import { specOfSource } from '../figureSpec.ts';
import { fileFigureApi, fileSource } from '../fileFigures.ts';
import { choice, wholeNumber } from '../options.ts';
import type { CommandContext } from '../openLabFor.ts';

const views = ['heatmap', 'heads'] as const;

interface Flags extends LookFlags, MapFlags {
  readonly rows?: RowKind;
  readonly view?: (typeof views)[number];
  readonly out?: string;
  readonly example: number;
  readonly layer: number;
  readonly head?: number | 'mean' | 'all';
  readonly heads?: readonly number[];
  readonly json?: boolean;
}

export function addOpen(program: Command, context: CommandContext): void {
  const command = program
    .command('open')
    .summary('look at the attention of any model, saved in a file')
    .description(
      'Says what a file of attention holds, and draws it with --out. docs/import.md shows how to save one.',
    )
    .argument('<file>', '.npz, .npy, .safetensors or .json')
    .option(
      '--rows <kind>',
      'what the rows of a matrix are: queries or keys; default as found',
      choice(rowKinds),
    )
    .option('--view <name>', 'heatmap or heads', choice(views))
    .option('--out <file>', 'figure to write; its ending, .svg, .pdf, .png, .csv or .json, says how')
    .option('--example <n>', 'which example to draw, from 1', wholeNumber(1), 1)
    .option('--layer <n>', 'which layer to draw, from 1', wholeNumber(1), 1)
    .option('--head <n>', 'map: mean, all, or a head from 1; default all of the layer', headChoice)
    .option('--heads <n>', 'head view: heads from 1, separated by commas', headList)
    .option('--json', 'print what is in it as JSON');
  addLookFlags(addMapFlags(command)).action(async (path: string, flags: Flags) => {
    if (flags.out !== undefined) figureFormat(flags.out);
    const { io } = context;
    const file = await openAttention(resolve(io.cwd, path), { rows: flags.rows });
    try {
      for (const line of flags.json === true ? jsonLines(file) : describe(file)) io.out(line);
      if (flags.out === undefined) {
        if (flags.view !== undefined) throw new LabError('bad-input', 'no --out FILE to draw into');
        return;
      }
      await draw(file, flags, resolve(io.cwd, flags.out));
      if (flags.json !== true) io.out(`Written to ${flags.out}.`);
    } finally {
      await file.close();
    }
  });
}

async function draw(file: AttentionFile, flags: Flags, out: string): Promise<void> {
  const { view = 'heatmap', layer, head, example: number } = flags;
  const example = file.examples[number - 1];
  if (example === undefined) throw beyond('examples', number, file.examples.length, file.name);
  if (layer > example.layers) throw beyond('layers', layer, example.layers, file.name);
  if (typeof head === 'number' && head >= example.heads) {
    throw beyond('heads', head + 1, example.heads, file.name);
  }
  // Drawing code is loaded only to draw: every command starts with this file.
  const { saveFigure } = await import('../../figures/saveFigure.ts');
  const spec = specOfSource(fileSource(number - 1, layer - 1), view, {
    ...flags,
    order: flags.order ?? 'given',
  });
  await saveFigure(fileFigureApi(file), spec, out);
}

function beyond(what: string, asked: number, count: number, name: string): LabError {
  return new LabError('bad-input', `it has ${count} ${what} and no number ${asked}: ${name}`);
}

function describe(file: AttentionFile): string[] {
  const lines = [`${file.name}: ${file.format}, ${counted(file.examples.length, 'example')}`];
  file.examples.slice(0, 20).forEach((example, i) => {
    const name = [example.name, example.part === 'self' ? '' : example.part].filter((word) => word !== '');
    const title =
      file.examples.length === 1 && name.length === 0 ? '' : `${i + 1}  ${name.join(', ')}`.trimEnd();
    if (title !== '') lines.push(title);
    lines.push(...describeExample(example).map((line) => `   ${line}`));
  });
  if (file.examples.length > 20) lines.push(`and ${file.examples.length - 20} more`);
  return lines;
}

function describeExample(example: FileExample): string[] {
  const { layers, heads, rows, columns, keyTokens, queryTokens, splitPoint } = example;
  const lines = [
    `shape   ${counted(layers, 'layer')} × ${counted(heads, 'head')} × ${rows} rows × ${columns} columns`,
    `rows    ${rowsLine(example)}`,
    `tokens  ${keyTokens === null && queryTokens === null ? 'none: numbered' : excerpt(keyTokens ?? queryTokens ?? [])}`,
  ];
  if (queryTokens !== null && keyTokens !== null && queryTokens.join('\n') !== keyTokens.join('\n')) {
    lines.push(`        queries: ${excerpt(queryTokens)}`);
  }
  if (splitPoint !== null) lines.push(`split   the second text begins at token ${splitPoint + 1}`);
  return lines;
}

function rowsLine({ rowKind, knownBy, sums }: FileExample): string {
  switch (knownBy) {
    case 'choice':
      return `${rowKind ?? ''}, as asked`;
    case 'file':
      return `${rowKind ?? ''}, as the file says`;
    case 'tokens':
      return `${rowKind ?? ''}, by the number of tokens of each side`;
    case 'sums':
      return `${rowKind ?? ''}: ${sums} sum to 1`;
    case 'unknown':
      return `queries or keys? ${sums === 'both' ? 'Rows and columns both sum' : 'Neither rows nor columns sum'} to 1: say it with --rows`;
  }
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

function excerpt(tokens: readonly string[]): string {
  const shown = tokens
    .slice(0, 8)
    .join(' ')
    .replace(/\p{Cc}/gu, '·');
  return `${shown.slice(0, 80)}${tokens.length > 8 || shown.length > 80 ? ' …' : ''} (${tokens.length})`;
}

function jsonLines(file: AttentionFile): string[] {
  const examples = file.examples.map(({ readMatrix: _, ...example }) => example);
  return [JSON.stringify({ name: file.name, format: file.format, examples })];
}
