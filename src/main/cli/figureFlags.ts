import { InvalidArgumentError, type Command } from 'commander';
import {
  barPlaces,
  figureFonts,
  figureLocales,
  figureThemes,
  parseLength,
  widthPresets,
  type BarPlace,
  type FigureFont,
  type FigureLocale,
  type FigureLook,
  type Length,
} from '../../shared/figureLook.ts';
import { orderKinds, type OrderKind } from '../../shared/order.ts';
import { scaleKinds, type ScaleKind } from '../../shared/scales.ts';
import { choice, wholeNumber } from './options.ts';

/** How a figure looks, as flags. */
export interface LookFlags {
  readonly width?: Length;
  readonly height?: Length;
  readonly preset?: string;
  readonly fontSize?: number;
  readonly font?: FigureFont;
  readonly locale?: FigureLocale;
  /** `--no-title` gives false. */
  readonly title?: string | boolean;
  readonly legend: boolean;
  readonly colourBar?: BarPlace;
  readonly theme?: FigureLook['theme'];
  readonly transparent?: boolean;
  readonly letters: boolean;
  readonly columns?: number;
  readonly dpi?: number;
}

/** How maps are drawn, as flags. */
export interface MapFlags {
  readonly order?: OrderKind;
  readonly scale?: ScaleKind;
  readonly max?: number;
  readonly ownScale?: boolean;
  readonly target: boolean;
  readonly lessTarget?: boolean;
  readonly cosines: boolean;
  readonly mass?: number;
  readonly top?: number;
  readonly above?: number;
}

export function addLookFlags(command: Command): Command {
  return command
    .option('--width <length>', 'width of the figure: 85mm, 3.25in, 760px', length)
    .option('--height <length>', 'height; of maps at most', length)
    .option(
      '--preset <name>',
      `width and letters of a venue: ${widthPresets.map(({ id }) => id).join(', ')}`,
      choice(widthPresets.map(({ id }) => id)),
    )
    .option('--font-size <pt>', 'points of most letters', number(4, 40))
    .option('--font <name>', `${figureFonts.join(' or ')}`, choice(figureFonts))
    .option('--locale <name>', `language of the words: ${figureLocales.join(' or ')}`, choice(figureLocales))
    .option('--title <text>', 'title; default what the figure is of')
    .option('--no-title', 'no title')
    .option('--no-legend', 'no legend')
    .option('--colour-bar <place>', 'right, below or none', choice(barPlaces))
    .option('--theme <name>', 'light, dark, or grey for print without colour', choice(figureThemes))
    .option('--transparent', 'no ground')
    .option('--no-letters', 'no a, b, c at several panels')
    .option('--columns <n>', 'panels side by side', wholeNumber(1, 6))
    .option('--dpi <n>', 'dots an inch of a PNG', wholeNumber(36, 1200));
}

export function addMapFlags(command: Command): Command {
  return command
    .option('--order <name>', 'given, class or similarity', choice(orderKinds))
    .option('--scale <name>', 'linear, sqrt or log', choice(scaleKinds))
    .option('--max <value>', 'end of the colour scale; default what fits', number(1e-9, 1e9))
    .option('--own-scale', 'each map takes its own scale, and says so')
    .option('--no-target', 'no outline of the target')
    .option('--less-target', 'attention less its target')
    .option('--no-cosines', 'no bars of the queries’ cosines')
    .option('--mass <share>', 'heads: the largest weights up to this share of mass', number(0, 1))
    .option('--top <n>', 'heads: the n largest weights of each query', wholeNumber(1, 10_000))
    .option('--above <weight>', 'heads: weights of at least this', number(0, 1));
}

/** The look that flags ask for; `usualWidth` in px where no width is given. */
export function lookOf(flags: LookFlags, usualWidth: number): object {
  const preset = widthPresets.find(({ id }) => id === flags.preset);
  const width = flags.width ?? preset?.width ?? { value: usualWidth, unit: 'px' };
  const fontSize = flags.fontSize ?? preset?.fontSize;
  return {
    width,
    ...(flags.height === undefined ? {} : { height: flags.height }),
    ...(fontSize === undefined ? {} : { fontSize }),
    ...(flags.font === undefined ? {} : { font: flags.font }),
    ...(flags.locale === undefined ? {} : { locale: flags.locale }),
    ...(typeof flags.title === 'string' ? { title: flags.title } : {}),
    ...(flags.title === false ? { title: '' } : {}),
    legend: flags.legend,
    ...(flags.colourBar === undefined ? {} : { colourBar: flags.colourBar }),
    ...(flags.theme === undefined ? {} : { theme: flags.theme }),
    transparent: flags.transparent ?? false,
    letters: flags.letters,
    // Screens of today have two pixels for each of CSS.
    dpi: flags.dpi ?? (width.unit === 'px' ? 192 : 300),
  };
}

export function mappingOf(flags: MapFlags): object {
  return {
    ...(flags.order === undefined ? {} : { order: flags.order }),
    ...(flags.scale === undefined ? {} : { scale: flags.scale }),
    ...(flags.max === undefined ? {} : { max: flags.max }),
    locked: flags.ownScale !== true,
  };
}

/** The rule of lines that flags ask for; undefined: the usual one. */
export function linesOf({ mass, top, above }: MapFlags): object | undefined {
  if (top !== undefined) return { kind: 'top', count: top };
  if (above !== undefined) return { kind: 'above', value: above };
  return mass === undefined ? undefined : { kind: 'mass', share: mass };
}

function length(text: string): Length {
  const found = parseLength(text);
  if (found !== null && found.value > 0) return found;
  throw new InvalidArgumentError('use a length such as 85mm, 3.25in or 760px');
}

export function number(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`use a number from ${low} to ${high}`);
  };
}

/** "1,3": heads as a person counts them, as indices from 0. */
export function headList(text: string): number[] {
  const heads = text.split(',').map((part) => Number(part.trim()));
  if (heads.every((head) => Number.isInteger(head) && head >= 1)) return heads.map((head) => head - 1);
  throw new InvalidArgumentError('use numbers from 1, separated by commas');
}

/** "mean", "all" or a head as a person counts it. */
export function headChoice(text: string): number | 'mean' | 'all' {
  if (text === 'mean' || text === 'all') return text;
  const [head, ...more] = headList(text);
  if (head !== undefined && more.length === 0) return head;
  throw new InvalidArgumentError('use mean, all or a number from 1');
}

/** "0,200". */
export function range(text: string): [number, number] {
  const [low, high, ...more] = text.split(',').map(Number);
  if (low !== undefined && high !== undefined && more.length === 0 && low < high) return [low, high];
  throw new InvalidArgumentError('use two numbers, the lower first: 0,200');
}
