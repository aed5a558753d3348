import { numpyType } from './elementTypes.ts';
import { stretch, type ByteSource } from './fileBytes.ts';
import { badFile, bundleLimits } from './limits.ts';
import { elementsOf, type Tensor } from './tensor.ts';

const magic = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]); // \x93NUMPY

/** Whether these first bytes are those of a `.npy`. */
export const isNpy = (start: Buffer): boolean => start.subarray(0, magic.length).equals(magic);

interface NpyHeader extends Pick<Tensor, 'shape' | 'type' | 'fortran'> {
  /** Bytes before the first element. */
  readonly bytes: number;
}

/** Enough of a file to know how long its header is. */
export const npyPrefixBytes = 12;

/** Length of the whole header, from its first twelve bytes. Throws `LabError('bad-input')`. */
export function npyHeaderBytes(prefix: Buffer, where: string): number {
  if (prefix.length < npyPrefixBytes) throw badFile(where, 'the file ends too early');
  if (!isNpy(prefix)) throw badFile(where, 'not a .npy array');
  const version = prefix[6] ?? 0;
  if (version < 1 || version > 3) throw badFile(where, `unknown .npy version ${version}`);
  const length = version === 1 ? prefix.readUInt16LE(8) : prefix.readUInt32LE(8);
  if (length > bundleLimits.npyHeaderBytes) throw badFile(where, 'the .npy header is too long');
  return (version === 1 ? 10 : 12) + length;
}

/** The header of `.npy` versions 1 to 3 (numpy.lib.format): a Python dict of three keys. */
export function parseNpyHeader(header: Buffer, where: string): NpyHeader {
  const version = header[6] ?? 0;
  const text = header.toString(version === 3 ? 'utf8' : 'latin1', version === 1 ? 10 : 12);
  if (/'descr':\s*\[/.test(text)) {
    throw badFile(where, 'an array of records', 'Save one array of numbers under each name');
  }
  const descr = /'descr':\s*'([^']{1,20})'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const axes = /'shape':\s*\(([\d,\sL]{0,400})\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || axes === undefined || !/^\{.*\}\s*$/s.test(text)) {
    throw badFile(where, 'the .npy header is damaged');
  }
  if (descr.includes('O')) {
    throw badFile(
      where,
      'an array of Python objects, which only Python can read',
      'Save numbers, and tokens as np.array(tokens, dtype=str)',
    );
  }
  const type = numpyType(descr);
  if (type === undefined) {
    throw badFile(where, `numbers of type ${descr} are not read`, 'Save float16, float32 or float64');
  }
  const shape = axes
    .split(',')
    .map((axis) => axis.trim().replace(/L$/, ''))
    .filter((axis) => axis !== '')
    .map(Number);
  if (shape.length > 8) throw badFile(where, `an array of ${shape.length} axes`);
  return { bytes: header.length, shape, type, fortran: order === 'True' };
}

/** A `.npy` file's one array; its name is empty. Throws `LabError('bad-input')`. */
export async function readNpy(source: ByteSource, where: string): Promise<Tensor> {
  const prefix = await source.read(0, Math.min(npyPrefixBytes, source.size));
  const headerBytes = npyHeaderBytes(prefix, where);
  if (headerBytes > source.size) throw badFile(where, 'the file ends too early');
  const header = parseNpyHeader(await source.read(0, headerBytes), where);
  const bytes = checkedSize(header, source.size, where);
  return { name: '', ...header, bytes: async () => stretch(source, header.bytes, bytes, where) };
}

/** Bytes of the elements. Throws `LabError('bad-input')` unless they are just what follows the header. */
export function checkedSize(header: NpyHeader, size: number, where: string): number {
  const bytes = elementsOf(header.shape, where) * header.type.bytes;
  if (header.bytes + bytes !== size) {
    throw badFile(
      where,
      `the header promises ${bytes} bytes of numbers and there are ${Math.max(0, size - header.bytes)}`,
      'The file was cut short or damaged; export it again',
    );
  }
  return bytes;
}
