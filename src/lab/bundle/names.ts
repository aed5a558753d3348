import type { AttentionPart } from '../../shared/attention.ts';
import { elementsOf, type Tensor } from './tensor.ts';
import { badFile } from './limits.ts';

/** Arrays that belong together: one example's attention of one part of a model. */
export interface NamedAttention {
  /** Path before the array's name, "" at the top: examples of a file are told apart by it. */
  readonly example: string;
  readonly part: AttentionPart;
  /** One array, or one a layer in order. */
  readonly tensors: readonly Tensor[];
}

const partNames: Readonly<Record<string, AttentionPart>> = {
  attention: 'self',
  attentions: 'self',
  self: 'self',
  encoder: 'encoder',
  encoder_attention: 'encoder',
  encoder_attentions: 'encoder',
  decoder: 'decoder',
  decoder_attention: 'decoder',
  decoder_attentions: 'decoder',
  cross: 'cross',
  cross_attention: 'cross',
  cross_attentions: 'cross',
};

/** Which arrays of a file are attention, by their names (docs/import.md). Throws `LabError('bad-input')` if none is. */
export function attentionIn(tensors: readonly Tensor[], where: string): readonly NamedAttention[] {
  const numbers = tensors.filter(
    ({ type, shape }) => (type.kind === 'float' || type.kind === 'bfloat') && shape.length >= 2,
  );
  const named = numbers.flatMap((tensor): NamedAttention[] => {
    const [example, name] = splitName(tensor.name);
    const part = Object.hasOwn(partNames, name) ? partNames[name] : undefined;
    return part === undefined ? [] : [{ example, part, tensors: [tensor] }];
  });
  if (named.length > 0) return named;
  const [only] = numbers;
  if (only !== undefined && numbers.length === 1) return [{ example: '', part: 'self', tensors: [only] }];
  const numbered = numberedLayers(numbers, where);
  if (numbered !== null) return [{ example: '', part: 'self', tensors: numbered }];
  if (numbers.length > 0) {
    const names = numbers.slice(0, 4).map(({ name }) => `"${name.slice(0, 40)}"`);
    throw badFile(
      where,
      `none of its arrays is called "attention" (there are ${names.join(', ')}${numbers.length > 4 ? ', …' : ''})`,
      'Save the attention under that name; docs/import.md says how',
    );
  }
  throw badFile(where, 'no array of attention', 'It needs float numbers of [layers, heads, queries, keys]');
}

/** "b/attention" → ["b", "attention"]. */
export function splitName(name: string): readonly [example: string, name: string] {
  const slash = name.lastIndexOf('/');
  return slash < 0 ? ['', name] : [name.slice(0, slash), name.slice(slash + 1)];
}

/** Arrays of one shape whose names differ in one number alone: the layers, by that number. Null if they are not. */
function numberedLayers(tensors: readonly Tensor[], where: string): readonly Tensor[] | null {
  const numbered = tensors.map((tensor) => {
    const [, before = '', digits = '', after = ''] = /^(\D*)(\d{1,6})(.*)$/.exec(tensor.name) ?? [];
    return { tensor, key: `${before}#${after}#${tensor.shape.join(',')}`, number: Number(digits), digits };
  });
  const [first] = numbered;
  if (first === undefined) return null;
  if (numbered.some(({ key, digits }) => digits === '' || key !== first.key)) return null;
  // One layer is [heads, n, n], or [1, heads, n, n] as models of batches give it.
  const axes = first.tensor.shape.length;
  if (axes > 4 || (axes === 4 && elementsOf(first.tensor.shape.slice(0, 1), where) !== 1)) return null;
  return numbered.sort((a, b) => a.number - b.number).map(({ tensor }) => tensor);
}
