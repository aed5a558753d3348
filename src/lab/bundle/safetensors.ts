import { z } from 'zod';
import { safetensorsType } from './elementTypes.ts';
import { stretch, type ByteSource } from './fileBytes.ts';
import { badFile, bundleLimits } from './limits.ts';
import { refuseTangled } from './tangled.ts';
import { elementsOf, type Tensor } from './tensor.ts';

/**
 * The safetensors format (huggingface/safetensors, README): u64 length of a JSON header, the header, then the bytes
 * of every tensor, little-endian in C order, where `data_offsets` says.
 */

const tensorSchema = z.object({
  dtype: z.string().max(20),
  shape: z.array(z.int().min(0)).max(8),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const metadataSchema = z.record(z.string(), z.string());

/** Throws `LabError('bad-input')`. */
export async function readSafetensors(
  source: ByteSource,
  where: string,
): Promise<{ readonly tensors: readonly Tensor[]; readonly notes: ReadonlyMap<string, string> }> {
  if (source.size < 10) throw badFile(where, 'the file ends too early');
  const length = (await source.read(0, 8)).readBigUInt64LE();
  if (length > BigInt(bundleLimits.safetensorsHeaderBytes)) {
    throw badFile(where, 'the safetensors header is too long');
  }
  const start = 8 + Number(length);
  if (start > source.size) throw badFile(where, 'the file ends too early');
  const { __metadata__: metadata, ...described } = parseHeader(await source.read(8, Number(length)), where);
  const entries = Object.entries(described);
  if (entries.length > bundleLimits.tensors) throw badFile(where, 'too many arrays');
  let claimed = 0;
  const tensors = entries.flatMap(([name, entry]): Tensor[] => {
    const place = `${where}, ${name.slice(0, 60)}`;
    const parsed = tensorSchema.safeParse(entry);
    if (!parsed.success) throw badFile(place, 'the safetensors header is damaged');
    const { dtype, shape, data_offsets: offsets } = parsed.data;
    const type = safetensorsType(dtype);
    if (type === undefined) return []; // weights of other types may lie beside the attention
    const bytes = elementsOf(shape, place) * type.bytes;
    const [from, to] = offsets;
    if (to - from !== bytes || start + to > source.size) {
      throw badFile(place, `the header promises ${bytes} bytes that are not there`);
    }
    claimed += bytes;
    return [
      { name, shape, type, fortran: false, bytes: async () => stretch(source, start + from, bytes, place) },
    ];
  });
  // Tensors lie side by side: what names the same bytes twice is no file of attention but a bomb.
  if (start + claimed > source.size) throw badFile(where, 'its arrays lie over one another');
  const notes = metadataSchema.safeParse(metadata ?? {});
  if (!notes.success) throw badFile(where, 'the safetensors metadata are damaged');
  return { tensors, notes: new Map(Object.entries(notes.data)) };
}

function parseHeader(bytes: Buffer, where: string): Record<string, unknown> {
  refuseTangled(bytes, where, bundleLimits.safetensorsParts);
  try {
    const header: unknown = JSON.parse(bytes.toString('utf8'));
    return z.record(z.string(), z.unknown()).parse(header);
  } catch {
    throw badFile(where, 'the safetensors header is damaged');
  }
}
