/**
 * Which files of a TensorFlow package a runtime consists of, and where they go below its `deps/`. The binding needs
 * two libraries and a few headers; of NVIDIA's packages, libraries in the folders these expect of one another.
 */

/** Nothing with "..", and no path that begins elsewhere, gets past these. */
const library = /^(?:tensorflow\/|lib64\/|lib\/)?(libtensorflow(?:_cc|_framework)?\.so(?:\.\d+)*)$/;
const header =
  /^(?:tensorflow\/)?include\/((?:tensorflow\/(?:c|core\/platform)|(?:xla\/)?tsl\/(?:c|platform))\/[\w/]+\.h)$/;
const cuda = /^nvidia\/(\w+)\/lib\/(lib[\w-]+\.so(?:\.\d+)*)$/;

/** A member's place, or undefined if it is not needed. `name` is its path in the wheel, archive or folder. */
export function placeOf(name: string): string | undefined {
  const path = name.replace(/^\.\//, '');
  const [, libraryName] = library.exec(path) ?? [];
  if (libraryName !== undefined) return `lib/${libraryName}`;
  const [, headerPath] = header.exec(path) ?? [];
  if (headerPath !== undefined) return `include/${headerPath}`;
  const [, part, cudaName] = cuda.exec(path) ?? [];
  if (part !== undefined && cudaName !== undefined) return `nvidia/${part}/lib/${cudaName}`;
  return undefined;
}
