import { runStates, type RunSummary } from '../../shared/run.ts';
import {
  isNumeric,
  readField,
  resolveField,
  type FieldReader,
  type FieldValue,
} from '../../shared/runFields.ts';

/**
 * What a person types above the runs. Words alone are looked for in names, tags, groups and notes. With a
 * comparison it is an expression:
 *
 *     loss < -0.5 and (heads = 4 or lr >= 1e-3) and not state = failed and tag ~ "sweep 2"
 *
 * A metric is its last value, or that at another time: `testLoss@best`, `loss@140`. `~` is "contains"; a value is a number, a word or a quoted text; upper and lower case are alike.
 * Signs of other languages are understood: `&&`, `||`, `!`, `<>`, `=>`, `=<`.
 */
export type RunTest = (run: RunSummary) => boolean;

export type FilterFault =
  | { readonly kind: 'unknown-field'; readonly text: string }
  | { readonly kind: 'missing-value'; readonly text: string }
  | { readonly kind: 'missing-comparison'; readonly text: string }
  | { readonly kind: 'unexpected'; readonly text: string }
  | { readonly kind: 'unfinished'; readonly text: string }
  | { readonly kind: 'unclosed'; readonly text: string }
  | { readonly kind: 'unknown-state'; readonly text: string }
  | { readonly kind: 'not-a-number'; readonly text: string }
  | { readonly kind: 'too-long'; readonly text: string };

export type ParsedFilter =
  | {
      readonly ok: true;
      readonly test: RunTest;
      /** The fields it compares. */
      readonly fields: ReadonlySet<string>;
    }
  | { readonly ok: false; readonly fault: FilterFault };

type Comparison = '<=' | '>=' | '!=' | '!~' | '==' | '=' | '<' | '>' | '~';

interface Token {
  readonly kind: 'word' | 'text' | 'comparison' | '(' | ')';
  readonly text: string;
}

class Fault extends Error {
  readonly fault: FilterFault;
  constructor({ kind, text }: FilterFault) {
    // Enough to find the place: the rest of what was pasted would fill the window.
    const cut = text.length > 80 ? `${text.slice(0, 80)}…` : text;
    super(`${kind}: ${cut}`);
    this.fault = { kind, text: cut };
  }
}

/** `paths`: the setting paths that exist, to tell a misspelt field from an empty one. */
export function parseFilter(
  input: string,
  paths: ReadonlySet<string>,
  read: FieldReader = readField,
): ParsedFilter {
  const text = input.trim();
  const fields = new Set<string>();
  if (text === '') return { ok: true, test: () => true, fields };
  if (!/[=<>~]/.test(text)) return { ok: true, test: searchWords(text), fields };
  const resolve = (name: string): string | undefined => {
    const field = resolveField(name, paths);
    if (field !== undefined) fields.add(field);
    return field;
  };
  try {
    return { ok: true, test: parseExpression(tokenise(text), resolve, read), fields };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.fault };
    throw error;
  }
}

function searchWords(text: string): RunTest {
  const words = text.toLowerCase().split(/\s+/);
  return (run) => {
    const haystack = [run.name, run.group ?? '', run.note, run.state, ...run.tags].join('\n').toLowerCase();
    return words.every((word) => haystack.includes(word));
  };
}

const pattern =
  /\s*(?:(<=|>=|=>|=<|<>|!=|!~|==|=|<|>|~|&&|\|\||!)|([()])|"([^"]*)"|'([^']*)'|((?:(?!&&|\|\|)[^\s()<>=~!"'])+))/y;

/** What other languages write for the same. */
const synonyms: Readonly<Record<string, Pick<Token, 'kind' | 'text'>>> = {
  '&&': { kind: 'word', text: 'and' },
  '||': { kind: 'word', text: 'or' },
  '!': { kind: 'word', text: 'not' },
  '<>': { kind: 'comparison', text: '!=' },
  '=>': { kind: 'comparison', text: '>=' },
  '=<': { kind: 'comparison', text: '<=' },
};

/** Beyond what a person types, and far below what brackets in brackets need to fill the stack. */
const mostTokens = 1000;

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      const rest = text.slice(start).trim();
      throw new Fault({ kind: /^["']/.test(rest) ? 'unclosed' : 'unexpected', text: rest });
    }
    if (tokens.length === mostTokens) throw new Fault({ kind: 'too-long', text: String(mostTokens) });
    const [, comparison, bracket, double, single, word] = match;
    if (comparison !== undefined) {
      tokens.push(synonyms[comparison] ?? { kind: 'comparison', text: comparison });
    } else if (bracket !== undefined) tokens.push({ kind: bracket as '(' | ')', text: bracket });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else tokens.push({ kind: 'text', text: double ?? single ?? '' });
  }
  return tokens;
}

function parseExpression(
  tokens: readonly Token[],
  resolve: (name: string) => string | undefined,
  read: FieldReader,
): RunTest {
  let next = 0;
  const peek = (): Token | undefined => tokens[next];
  const take = (): Token => {
    const token = tokens[next];
    if (token === undefined) throw new Fault({ kind: 'unfinished', text: tokens.at(-1)?.text ?? '' });
    next += 1;
    return token;
  };
  const takeWord = (word: string): boolean => {
    const token = peek();
    if (token?.kind !== 'word' || token.text.toLowerCase() !== word) return false;
    next += 1;
    return true;
  };

  const either = (): RunTest => {
    let test = both();
    while (takeWord('or')) {
      const [left, right] = [test, both()];
      test = (run) => left(run) || right(run);
    }
    return test;
  };
  const both = (): RunTest => {
    let test = one();
    while (takeWord('and')) {
      const [left, right] = [test, one()];
      test = (run) => left(run) && right(run);
    }
    return test;
  };
  const one = (): RunTest => {
    if (takeWord('not')) {
      const test = one();
      return (run) => !test(run);
    }
    if (peek()?.kind === '(') {
      take();
      const test = either();
      const close = take();
      if (close.kind !== ')') throw new Fault({ kind: 'unexpected', text: close.text });
      return test;
    }
    return comparison();
  };
  const comparison = (): RunTest => {
    const name = take();
    if (name.kind !== 'word') throw new Fault({ kind: 'unexpected', text: name.text });
    const field = resolve(name.text);
    if (field === undefined) throw new Fault({ kind: 'unknown-field', text: name.text });
    const operator = peek();
    if (operator?.kind !== 'comparison') {
      if (field === 'starred' || field === 'hidden') return (run) => read(run, field) === true;
      throw new Fault({ kind: 'missing-comparison', text: name.text });
    }
    take();
    const value = peek();
    if (value === undefined || (value.kind !== 'word' && value.kind !== 'text')) {
      throw new Fault({ kind: 'missing-value', text: `${name.text} ${operator.text}` });
    }
    take();
    refuseNonsense(field, operator.text, value);
    const compare = comparator(operator.text as Comparison, value);
    return (run) => compare(read(run, field));
  };

  const test = either();
  const rest = peek();
  if (rest !== undefined) throw new Fault({ kind: 'unexpected', text: rest.text });
  return test;
}

/** A value that no run can have there is a slip of the pen; "none" is what is missing. */
function refuseNonsense(field: string, operator: string, { kind, text }: Token): void {
  if (operator === '~' || operator === '!~') return;
  const value = text.toLowerCase();
  if (field === 'state' && !(runStates as readonly string[]).includes(value)) {
    throw new Fault({ kind: 'unknown-state', text });
  }
  if (!isNumeric(field) || ['none', 'null'].includes(value)) return;
  if (kind === 'text' || Number.isNaN(numberOf(text))) throw new Fault({ kind: 'not-a-number', text });
}

const numberOf = (text: string): number => Number(text.replace('−', '-'));

function comparator(operator: Comparison, value: Token): (field: FieldValue) => boolean {
  const wanted = value.text.toLowerCase();
  const number = value.kind === 'word' ? numberOf(value.text) : Number.NaN;
  const equal = (field: FieldValue): boolean => {
    if (Array.isArray(field)) return field.some((entry: string | number) => equal(entry));
    if (field === undefined || field === null) return wanted === 'none' || wanted === 'null';
    if (typeof field === 'number') return field === number;
    return String(field).toLowerCase() === wanted;
  };
  const contains = (field: FieldValue): boolean => {
    if (Array.isArray(field)) return field.some((entry: string | number) => contains(entry));
    return field !== undefined && field !== null && String(field).toLowerCase().includes(wanted);
  };
  const order =
    (holds: (sign: number) => boolean) =>
    (field: FieldValue): boolean => {
      if (typeof field === 'number') return !Number.isNaN(number) && holds(field - number);
      if (typeof field !== 'string') return false;
      return holds(field.toLowerCase().localeCompare(wanted));
    };
  switch (operator) {
    case '=':
    case '==':
      return equal;
    case '!=':
      return (field) => !equal(field);
    case '~':
      return contains;
    case '!~':
      return (field) => !contains(field);
    case '<':
      return order((sign) => sign < 0);
    case '<=':
      return order((sign) => sign <= 0);
    case '>':
      return order((sign) => sign > 0);
    case '>=':
      return order((sign) => sign >= 0);
  }
}
