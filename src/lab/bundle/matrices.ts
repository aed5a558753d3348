import { decodeNumbers } from './elementTypes.ts';
import type { ByteSource } from './fileBytes.ts';
import { badFile, blockBytes } from './limits.ts';
import type { Scratch } from './scratch.ts';
import { elementsOf, type Tensor } from './tensor.ts';

/** Matrices of a tensor, the last two of its axes, by number in C order of the axes before them. */
export interface Matrices {
  readonly rows: number;
  readonly columns: number;
  readonly count: number;
  /** One matrix, [rows, columns] row-major; only its own bytes are read. Throws `LabError('bad-input')` at a NaN. */
  readonly read: (index: number) => Promise<Float32Array>;
}

export function matricesOf(tensor: Tensor, scratch: Scratch, where: string): Matrices {
  const rows = tensor.shape.at(-2) ?? 0;
  const columns = tensor.shape.at(-1) ?? 0;
  const count = elementsOf(tensor.shape.slice(0, -2), where);
  let source: Promise<ByteSource> | null = null;
  const open = (): Promise<ByteSource> =>
    (source ??= tensor.fortran ? regroup(tensor, scratch) : tensor.bytes());
  return {
    rows,
    columns,
    count,
    read: async (index) => {
      const values = await readBlock(await open(), tensor, index * rows * columns, rows * columns);
      const wrong = firstNotFinite(values);
      if (wrong >= 0) {
        const place = tensor.name === '' ? where : `${where}, ${tensor.name.slice(0, 60)}`;
        throw badFile(
          place,
          `${values[wrong] ?? 'NaN'} in matrix ${index + 1}, row ${Math.floor(wrong / columns) + 1}`,
          'Attention has to be finite; take it after the softmax',
        );
      }
      return tensor.fortran ? transposed(values, columns, rows) : values;
    },
  };
}

/** Index of the first NaN or infinity; −1 if there is none. */
function firstNotFinite(values: Float32Array): number {
  for (let i = 0; i < values.length; i += 1) if (!Number.isFinite(values[i])) return i;
  return -1;
}

/** Elements from `first` on as float32, decoded a block at a time. */
async function readBlock(
  source: ByteSource,
  { type }: Tensor,
  first: number,
  count: number,
): Promise<Float32Array> {
  const values = new Float32Array(count);
  const atOnce = Math.floor(blockBytes / type.bytes);
  for (let done = 0; done < count; done += atOnce) {
    const take = Math.min(atOnce, count - done);
    const bytes = await source.read((first + done) * type.bytes, take * type.bytes);
    decodeNumbers(type, bytes, values, done);
  }
  return values;
}

/**
 * In Fortran order the numbers of one matrix lie a whole [layers × heads] apart. Rewrites the array so that each
 * matrix lies together, transposed ([columns, rows]), in C order of the axes before: read once, a block of columns at
 * a time, never all in memory.
 */
async function regroup(tensor: Tensor, scratch: Scratch): Promise<ByteSource> {
  const { shape, type } = tensor;
  const leading = shape.slice(0, -2);
  const rows = shape.at(-2) ?? 0;
  const columns = shape.at(-1) ?? 0;
  const count = leading.reduce((product, length) => product * length, 1);
  const columnBytes = rows * count * type.bytes;
  const source = await tensor.bytes();
  if (count === 1) return source;
  const inOrder = cOrder(leading);
  const atOnce = Math.max(1, Math.floor((16 * blockBytes) / Math.max(1, columnBytes)));
  return scratch.file(async (handle) => {
    for (let column = 0; column < columns; column += atOnce) {
      const take = Math.min(atOnce, columns - column);
      const block = await source.read(column * columnBytes, take * columnBytes);
      const part = Buffer.allocUnsafe(take * rows * type.bytes);
      for (const [stored, index] of inOrder.entries()) {
        for (let i = 0; i < take * rows; i += 1) {
          const from = (i * count + stored) * type.bytes;
          block.copy(part, i * type.bytes, from, from + type.bytes);
        }
        await handle.write(part, 0, part.length, (index * columns + column) * rows * type.bytes);
      }
    }
  });
}

/** For the n-th element in Fortran order, its number in C order. */
function cOrder(shape: readonly number[]): readonly number[] {
  const count = shape.reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, stored) => {
    let rest = stored;
    let index = 0;
    let stride = count;
    for (const length of shape) {
      stride /= length;
      index += (rest % length) * stride;
      rest = Math.floor(rest / length);
    }
    return index;
  });
}

/** [rows, columns] → [columns, rows], in blocks that stay in the cache. */
export function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  const block = 32;
  for (let top = 0; top < rows; top += block) {
    for (let left = 0; left < columns; left += block) {
      const bottom = Math.min(rows, top + block);
      const right = Math.min(columns, left + block);
      for (let row = top; row < bottom; row += 1) {
        for (let column = left; column < right; column += 1) {
          result[column * rows + row] = values[row * columns + column] ?? 0;
        }
      }
    }
  }
  return result;
}
