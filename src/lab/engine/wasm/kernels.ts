import { readFileSync } from 'node:fs';
import { resourceFile } from '../../resources.ts';

/** The compiled module's functions over one shard's memory; documented in kernels/*.ts. */
export interface Kernels {
  pass(
    what: number,
    head: number,
    pairs: number,
    weights: number,
    kept: number,
    partial: number,
    scratch: number,
  ): void;
  addPartial(partial: number, size: number, sums: number): void;
  seed(state: number, seed: number): void;
  skip(state: number, words: number): void;
  drawNormals(state: number, chunks: number, scale: number, out: number): void;
  placeRows(rows: number, block: number): void;
}

/** The module that `npm run prepare:resources` compiles from kernels/. */
export function compileModule(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(resourceFile('generated/kernels.wasm')));
}

/** The kernels over one memory: every thread has its own instance of each shard. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}
