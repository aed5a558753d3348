import { z } from 'zod';
import type { ElementType } from './elementTypes.ts';
import type { ByteSource } from './fileBytes.ts';
import { badFile, bundleLimits } from './limits.ts';
import { refuseTangled } from './tangled.ts';
import type { Tensor } from './tensor.ts';

const float32: ElementType = { kind: 'float', name: 'json', bytes: 4, big: false };
const fileSchema = z.record(z.string(), z.unknown());

/**
 * Attention as JSON: nested lists alone, or an object of nested lists and, beside them, tokens and the like; an
 * object in the object is an example, `{"examples": [{…}, …]}` are several. Throws `LabError('bad-input')`.
 */
export async function readJson(
  source: ByteSource,
  where: string,
): Promise<{ readonly tensors: readonly Tensor[]; readonly notes: ReadonlyMap<string, string> }> {
  if (source.size > bundleLimits.jsonBytes) {
    throw badFile(where, 'more than 10 MB of JSON', 'Save large attention as .npz or .safetensors');
  }
  const tensors: Tensor[] = [];
  const notes = new Map<string, string>();
  const take = (value: unknown, name: string): void => {
    if (isNested(value)) tensors.push(nestedTensor(value, name, where));
    else if (isObject(value)) walk(value, `${name}/`);
    else notes.set(name, JSON.stringify(value));
  };
  const walk = (object: Record<string, unknown>, prefix: string): void => {
    const { examples, ...rest } = object;
    for (const [name, value] of Object.entries(rest)) take(value, `${prefix}${name}`);
    if (!Array.isArray(examples)) return;
    examples.forEach((example: unknown, i) => {
      const name = isObject(example) && typeof example['name'] === 'string' ? example['name'] : String(i + 1);
      take(example, `${prefix}${name.replaceAll('/', ' ')}`);
    });
  };
  const bytes = await source.read(0, source.size);
  refuseTangled(bytes, where, bundleLimits.jsonParts);
  const content = parse(bytes, where);
  if (isNested(content)) tensors.push(nestedTensor(content, '', where));
  else if (isObject(content)) walk(content, '');
  else throw badFile(where, 'no attention in this JSON');
  return { tensors, notes };
}

function parse(bytes: Buffer, where: string): unknown {
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (/[[,:\s](NaN|-?Infinity)[\],\s]/.test(text))
      throw badFile(where, 'not a number, or infinite, in JSON');
    const reason = cause instanceof Error ? cause.message.slice(0, 100) : String(cause);
    throw badFile(where, `not JSON (${reason.replace(/\s+/g, ' ')})`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => fileSchema.safeParse(value).success;

/** Lists in lists with a number at the bottom: a matrix or more. */
const isNested = (value: unknown): value is readonly unknown[] => {
  const [first]: unknown[] = Array.isArray(value) ? value : [];
  return Array.isArray(first) && typeof bottomOf(first, 8) === 'number';
};

const bottomOf = (value: unknown, depth: number): unknown =>
  Array.isArray(value) && depth > 0 ? bottomOf(value[0], depth - 1) : value;

/** Every list at one depth has to have one length, and every number has to be one. */
function nestedTensor(value: readonly unknown[], name: string, where: string): Tensor {
  const place = name === '' ? where : `${where}, ${name.slice(0, 60)}`;
  const shape: number[] = [];
  for (let list: unknown = value; Array.isArray(list); list = list[0]) {
    shape.push(list.length);
    if (shape.length > 8) throw badFile(place, 'lists nested deeper than 8');
  }
  const numbers = new Float32Array(shape.reduce((product, length) => product * length, 1));
  let filled = 0;
  const fill = (part: unknown, depth: number): void => {
    if (depth === shape.length) {
      if (typeof part !== 'number') throw badFile(place, 'something else than a number among the numbers');
      numbers[filled] = part;
      filled += 1;
      return;
    }
    if (!Array.isArray(part) || part.length !== shape[depth])
      throw badFile(place, 'lists of different lengths');
    for (const child of part) fill(child, depth + 1);
  };
  fill(value, 0);
  const bytes = Buffer.from(numbers.buffer);
  const source: ByteSource = {
    size: bytes.length,
    read: async (position, length) => bytes.subarray(position, position + length),
  };
  return { name, shape, type: float32, fortran: false, bytes: async () => source };
}
