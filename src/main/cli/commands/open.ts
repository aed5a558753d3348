import type { Command } from 'commander';
import { resolve } from 'node:path';
import { openAttention, type AttentionFile, type FileExample } from '../../../lab/bundle/attentionFile.ts';
import { bundleFromFile } from '../../../lab/bundle/bundleOf.ts';
import { knownRows } from '../../../lab/bundle/keep.ts';
import type { Theme } from '../../../shared/colours.ts';
import { LabError } from '../../../shared/errors.ts';
import { rowKinds, type RowKind } from '../../../shared/imports.ts';
import { orderKinds, type OrderKind } from '../../../shared/order.ts';
import { scaleKinds, type ScaleKind } from '../../../shared/scales.ts';
import type { AttentionView } from '../../figures/attentionPlan.ts';
import { choice, wholeNumber } from '../options.ts';
import type { CommandContext } from '../openLabFor.ts';

interface Flags {
  readonly rows?: RowKind;
  readonly view?: AttentionView;
  readonly out?: string;
  readonly example: number;
  readonly layer: number;
  readonly head?: number;
  readonly theme?: Theme;
  readonly width?: number;
  readonly order?: OrderKind;
  readonly scale?: ScaleKind;
  readonly json?: boolean;
}

export function addOpen(program: Command, context: CommandContext): void {
  program
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
    .option('--view <name>', 'heatmap or heads', choice(['heatmap', 'heads']))
    .option('--out <file>', 'figure to write; its ending, .svg or .png, says how')
    .option('--example <n>', 'which example to draw, from 1', wholeNumber(1), 1)
    .option('--layer <n>', 'which layer to draw, from 1', wholeNumber(1), 1)
    .option('--head <n>', 'which head to draw, from 1; default all of the layer', wholeNumber(1))
    .option('--theme <name>', 'light or dark', choice(['light', 'dark']))
    .option('--width <px>', 'width in CSS pixels', wholeNumber(240, 4000))
    .option('--order <name>', 'given or similarity; default given', choice(orderKinds))
    .option('--scale <name>', 'linear, sqrt or log', choice(scaleKinds))
    .option('--json', 'print what is in it as JSON')
    .action(async (path: string, flags: Flags) => {
      // Drawing code is loaded only to draw: every command starts with this file.
      const figures = flags.out === undefined ? null : await import('../../figures/writeFigure.ts');
      if (flags.out !== undefined) figures?.figureFormat(flags.out);
      const { io } = context;
      const file = await openAttention(resolve(io.cwd, path), { rows: flags.rows });
      try {
        for (const line of flags.json === true ? jsonLines(file) : describe(file)) io.out(line);
        if (flags.out === undefined || figures === null) {
          if (flags.view !== undefined) throw new LabError('bad-input', 'no --out FILE to draw into');
          return;
        }
        figures.writeDrawing(resolve(io.cwd, flags.out), await draw(file, flags));
        if (flags.json !== true) io.out(`Written to ${flags.out}.`);
      } finally {
        await file.close();
      }
    });
}

async function draw(file: AttentionFile, flags: Flags): Promise<string> {
  const { view = 'heatmap', layer, head, order = 'given', example: number } = flags;
  const example = file.examples[number - 1];
  if (example === undefined) throw beyond('examples', number, file.examples.length, file.name);
  if (layer > example.layers) throw beyond('layers', layer, example.layers, file.name);
  if (head !== undefined && head > example.heads) throw beyond('heads', head, example.heads, file.name);
  const part = { layer: layer - 1, head: head === undefined ? null : head - 1 };
  const bundle = await bundleFromFile(file.name, example, knownRows(example, file.name), part);
  const { attentionPlan } = await import('../../figures/attentionPlan.ts');
  const { planSvg } = await import('../../figures/planSvg.ts');
  const { title } = bundle.meta;
  const subtitle = title.slice(file.name.length).replace(/^, /, '');
  return planSvg(attentionPlan(bundle, view, { title: file.name, subtitle }, { ...flags, order }), title);
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
