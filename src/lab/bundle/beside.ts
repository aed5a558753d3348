import type { AttentionPart } from '../../shared/attention.ts';
import type { RowKind } from '../../shared/imports.ts';
import { badFile, bundleLimits } from './limits.ts';
import { readStrings, type Tensor, type TensorFile } from './tensor.ts';

/** What a file may say beside the numbers: tokens, where a second text begins, what the rows are. */
export class Beside {
  readonly #tensors: ReadonlyMap<string, Tensor>;
  readonly #notes: ReadonlyMap<string, string>;
  readonly #where: string;
  readonly #read = new Map<string, Promise<unknown>>();

  constructor(file: Pick<TensorFile, 'tensors' | 'notes'>, where: string) {
    this.#tensors = new Map(file.tensors.map((tensor) => [tensor.name, tensor]));
    this.#notes = file.notes;
    this.#where = where;
  }

  /** Tokens of one side of the `index`-th example under `example`, or null if the file has none. */
  async tokens(
    example: string,
    index: number,
    part: AttentionPart,
    side: 'key' | 'query',
  ): Promise<readonly string[] | null> {
    const encoder = part === 'encoder' || (part === 'cross' && side === 'key');
    const own = part === 'self' ? [] : [encoder ? 'encoder_tokens' : 'decoder_tokens'];
    for (const name of [`${side}_tokens`, ...own, 'tokens']) {
      const found = await this.#find(example, name);
      if (found === undefined) continue;
      const list = oneOf(found, index);
      if (!Array.isArray(list) || !list.every((token) => typeof token === 'string')) {
        throw badFile(this.#where, `"${name}" is not a list of tokens`);
      }
      return list.map((token: string) => token.slice(0, bundleLimits.tokenLetters));
    }
    return null;
  }

  /** Index of the first token of the second text, or null. */
  async splitPoint(example: string, index: number, tokens: number): Promise<number | null> {
    for (const name of ['split_point', 'sentence_b_start']) {
      const found = await this.#find(example, name);
      if (found === undefined || found === null) continue;
      const split = Number(oneOf(found, index));
      if (Number.isInteger(split) && split > 0 && split < tokens) return split;
      throw badFile(this.#where, `"${name}" is not the number of a token between 1 and ${tokens - 1}`);
    }
    return null;
  }

  /** What the file itself says its rows are, or null. */
  async rowKind(example: string): Promise<RowKind | null> {
    const found = oneOf(await this.#find(example, 'orientation'), 0);
    if (found === undefined || found === null) return null;
    const text = String(found).toLowerCase();
    if (/^quer(y|ies)\W*keys?$/.test(text)) return 'queries';
    if (/^keys?\W*quer(y|ies)$/.test(text)) return 'keys';
    throw badFile(this.#where, '"orientation" is neither "queries-keys" nor "keys-queries"');
  }

  /** Under the example, else at the top of the file; undefined if it is nowhere. */
  async #find(example: string, name: string): Promise<unknown> {
    const paths = example === '' ? [name] : [`${example}/${name}`, name];
    const path = paths.find((candidate) => this.#tensors.has(candidate) || this.#notes.has(candidate));
    if (path === undefined) return undefined;
    const known = this.#read.get(path) ?? this.#value(path);
    this.#read.set(path, known);
    return known;
  }

  async #value(path: string): Promise<unknown> {
    const tensor = this.#tensors.get(path);
    if (tensor === undefined) return fromNote(this.#notes.get(path) ?? '');
    const strings = await readStrings(tensor, this.#where);
    const [count = 1, length = 1] = tensor.shape;
    if (tensor.shape.length === 0) return strings[0];
    if (tensor.shape.length === 1) return strings;
    if (tensor.shape.length > 2) throw badFile(this.#where, `"${path}" has more than two axes`);
    return Array.from({ length: count }, (_, i) => strings.slice(i * length, (i + 1) * length));
  }
}

/** safetensors keeps texts only: lists stand there as JSON, or as words. */
function fromNote(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Of a list of lists the `index`-th; of numbers the `index`-th; else the thing itself, the same for all examples. */
function oneOf(value: unknown, index: number): unknown {
  if (!Array.isArray(value)) return value;
  const [first]: unknown[] = value;
  if (Array.isArray(first)) return value[index];
  if (typeof first === 'number') return value[index] ?? first;
  return value;
}
