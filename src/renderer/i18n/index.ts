import { createI18n } from 'vue-i18n';
import type { FigureWords } from '../charts/figureWords.ts';
import { languages, type Language } from '../charts/language.ts';
import type { ChartWords } from '../charts/words.ts';
import { en } from './en.ts';
import { ptBR } from './ptBR.ts';

/** A message as the dotted path to it; a misspelt one does not compile. */
export type MessageKey = Leaves<typeof en>;
type Leaves<Tree, Prefix extends string = ''> = {
  [Key in keyof Tree & string]: Tree[Key] extends string
    ? `${Prefix}${Key}`
    : Leaves<Tree[Key], `${Prefix}${Key}.`>;
}[keyof Tree & string];

type DeepString<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends string ? string : DeepString<Tree[Key]>;
};
/** What every language must say. */
export type Messages = DeepString<typeof en>;

/** Messages are compiled to trees, not to functions, so no `unsafe-eval` is needed. */
export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en, 'pt-BR': ptBR } satisfies Record<string, Messages>,
});

/** What charts and figures say in the present language. */
export const language = (): Language => languages[i18n.global.locale.value];

export const chartWords = (): ChartWords => language().charts;

/** Names of measures, metrics and columns. */
export const figureWords = (): FigureWords => language().figure;

/** The message in the present language. `count` chooses between the forms of a message written "one | many". */
export function t(
  key: MessageKey,
  values: Readonly<Record<string, string | number>> = {},
  count?: number,
): string {
  const translate = i18n.global.t as (
    key: string,
    values: Readonly<Record<string, string | number>>,
    count?: number,
  ) => string;
  return count === undefined ? translate(key, values) : translate(key, { n: count, ...values }, count);
}
