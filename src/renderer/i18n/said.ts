import { i18n } from './index.ts';
import { saidDataPt } from './saidDataPt.ts';
import { saidRunsPt } from './saidRunsPt.ts';

/**
 * Sentences of the lab's own process in the language of the window. That process, its log and the command line speak
 * English; a window in another language knows the sentences a person meets there and leaves the others as they are,
 * marked as English for who hears them.
 */
export interface Said {
  readonly text: string;
  readonly lang: 'en' | undefined;
}

interface Sentence {
  readonly pattern: RegExp;
  readonly says: string;
}

/** A sentence with its values in braces, as a pattern that names them; the braces of an example in JSON stay. */
const hole = /\{(\w+)\}/g;
/** No value runs into the next sentence, or a hint would pass for the end of a file's name. */
const value = '(?:(?!\\. \\p{Lu}).)+?';
function sentenceOf([template, says]: readonly [string, string]): Sentence {
  const literal = template
    .split(hole)
    .map((part, at) => (at % 2 === 0 ? escaped(part) : `(?<${part}>${value})`));
  return { pattern: new RegExp(`^${literal.join('')}$`, 'su'), says };
}
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

let sentences: readonly Sentence[] | undefined;

function inPortuguese(text: string): string | undefined {
  sentences ??= Object.entries({ ...saidDataPt, ...saidRunsPt }).map(sentenceOf);
  for (const { pattern, says } of sentences) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const values = found.groups ?? {};
    return says.replace(hole, (_, name: string) => inPortuguese(values[name] ?? '') ?? values[name] ?? '');
  }
  return undefined;
}

/** A problem, a hint, or both as `problem. Hint`: known as a whole, or at one of its full stops. */
function translated(english: string): string | undefined {
  const whole = inPortuguese(english);
  if (whole !== undefined) return whole;
  for (let at = english.indexOf('. '); at >= 0; at = english.indexOf('. ', at + 1)) {
    const problem = inPortuguese(english.slice(0, at));
    const hint = problem === undefined ? undefined : translated(english.slice(at + 2));
    if (problem !== undefined && hint !== undefined) return `${problem}. ${hint}`;
  }
  return undefined;
}

export function said(english: string): Said {
  if (i18n.global.locale.value === 'en' || english === '') return { text: english, lang: undefined };
  const text = translated(english);
  return text === undefined ? { text: english, lang: 'en' } : { text, lang: undefined };
}
