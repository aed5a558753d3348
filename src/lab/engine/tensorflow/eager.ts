import { LabError } from '../../../shared/errors.ts';
import type { NativeBinding, OpAttribute, TensorId } from './native.ts';

/** TensorFlow's name for a resource that nobody shares: it is freed with its handle. Any other would leak. */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/**
 * The few eager ops the engine is made of, each run at once. All numbers are float32 unless said otherwise, all
 * shapes row-major. A tensor belongs to the innermost `tidy` it was made in; outside of one, to the caller.
 */
export class Eager {
  readonly binding: NativeBinding;
  readonly #float: OpAttribute;
  readonly #floatDtype: readonly OpAttribute[];
  readonly #products = new Map<string, readonly OpAttribute[]>();
  #scope: Set<TensorId> | null = null;

  constructor(binding: NativeBinding) {
    this.binding = binding;
    this.#float = this.#type('T', binding.TF_FLOAT);
    this.#floatDtype = [this.#type('dtype', binding.TF_FLOAT)];
  }

  /** Frees whatever `work` makes but the tensor it returns, which passes to the caller's scope; also when it throws. */
  tidy<Result>(work: () => Result): Result {
    const outer = this.#scope;
    const scope = new Set<TensorId>();
    this.#scope = scope;
    try {
      const result = work();
      if (scope.delete(result as TensorId)) outer?.add(result as TensorId);
      return result;
    } finally {
      this.#scope = outer;
      for (const tensor of scope) this.binding.deleteTensor(tensor);
    }
  }

  free(tensor: TensorId): void {
    this.#scope?.delete(tensor);
    this.binding.deleteTensor(tensor);
  }

  /** Takes a tensor out of its `tidy`: it lives until it is freed. */
  keep(tensor: TensorId): TensorId {
    this.#scope?.delete(tensor);
    return tensor;
  }

  /** Values of a tensor, copied out of TensorFlow. */
  read(tensor: TensorId): Float32Array {
    return this.binding.tensorDataSync(tensor);
  }

  /** `values` must not change while the tensor lives. */
  floats(values: Float32Array, shape: readonly number[]): TensorId {
    return this.#own(this.binding.createTensor(shape, this.binding.TF_FLOAT, values));
  }

  scalar(value: number): TensorId {
    return this.floats(Float32Array.of(value), []);
  }

  /** Int32 numbers: sizes, places, axes. */
  ints(values: readonly number[], shape: readonly number[] = [values.length]): TensorId {
    return this.#own(this.binding.createTensor(shape, this.binding.TF_INT32, Int32Array.from(values)));
  }

  /** a · b */
  matMul(a: TensorId, b: TensorId): TensorId {
    return this.#one('MatMul', this.#product('transpose_a', false, 'transpose_b', false), [a, b]);
  }

  /** a · b for each of the matrices in [H, ·, ·], either transposed first. */
  batchMatMul(a: TensorId, b: TensorId, transposeA: boolean, transposeB: boolean): TensorId {
    return this.#one('BatchMatMulV2', this.#product('adj_x', transposeA, 'adj_y', transposeB), [a, b]);
  }

  /** A matrix turned over. */
  transpose(matrix: TensorId): TensorId {
    const attributes = [this.#float, this.#type('Tperm', this.binding.TF_INT32)];
    return this.#one('Transpose', attributes, [matrix, this.ints([1, 0])]);
  }

  reshape(tensor: TensorId, shape: readonly number[]): TensorId {
    const attributes = [this.#float, this.#type('Tshape', this.binding.TF_INT32)];
    return this.#one('Reshape', attributes, [tensor, this.ints(shape)]);
  }

  /** Matrices of equal width, one below the other. */
  stackRows(parts: readonly TensorId[]): TensorId {
    const attributes = [
      this.#float,
      this.#type('Tidx', this.binding.TF_INT32),
      { name: 'N', type: this.binding.TF_ATTR_INT, value: parts.length },
    ];
    return this.#one('ConcatV2', attributes, [...parts, this.ints([0], [])]);
  }

  /** A matrix cut into runs of that many rows. */
  splitRows(tensor: TensorId, rows: readonly number[]): readonly TensorId[] {
    const attributes = [
      this.#float,
      this.#type('Tlen', this.binding.TF_INT32),
      { name: 'num_split', type: this.binding.TF_ATTR_INT, value: rows.length },
    ];
    return this.run('SplitV', attributes, [tensor, this.ints(rows), this.ints([0], [])], rows.length);
  }

  /** Rows [from, to) of a matrix of `columns`. */
  sliceRows(tensor: TensorId, from: number, to: number, columns: number): TensorId {
    const attributes = [this.#float, this.#type('Index', this.binding.TF_INT32)];
    return this.#one('Slice', attributes, [tensor, this.ints([from, 0]), this.ints([to - from, columns])]);
  }

  /** A resource variable of zeros: its handle, which is kept and must be freed. The values never pass through here. */
  variable(shape: readonly number[]): TensorId {
    const { TF_ATTR_STRING, TF_ATTR_SHAPE, TF_INT32 } = this.binding;
    const [dtype] = this.#floatDtype as readonly [OpAttribute];
    const handle = this.#one(
      'VarHandleOp',
      [
        { name: 'container', type: TF_ATTR_STRING, value: '' },
        { name: 'shared_name', type: TF_ATTR_STRING, value: ANONYMOUS },
        dtype,
        { name: 'shape', type: TF_ATTR_SHAPE, value: shape },
      ],
      [],
    );
    this.tidy(() => {
      const zeros = this.#one(
        'Fill',
        [this.#float, this.#type('index_type', TF_INT32)],
        [this.ints(shape), this.scalar(0)],
      );
      this.run('AssignVariableOp', this.#floatDtype, [handle, zeros], 0);
    });
    return this.keep(handle);
  }

  /** A variable's tensor. Free it before the variable is updated: while it lives, an update copies the whole. */
  value(variable: TensorId): TensorId {
    return this.#one('ReadVariableOp', this.#floatDtype, [variable]);
  }

  /**
   * Overwrites rows from `from` on of a variable with `columns`. By way of a copy: `ResourceStridedSliceAssign` would
   * do it in place, but from then on every read of the variable copies the whole; and values assigned as they are
   * uploaded might stay in the caller's memory.
   */
  assignRows(variable: TensorId, from: number, values: Float32Array, columns: number): void {
    const rows = values.length / columns;
    const attributes = [this.#float, this.#type('Index', this.binding.TF_INT32)];
    this.tidy(() => {
      const [begin, end, strides] = [
        this.ints([from, 0]),
        this.ints([from + rows, columns]),
        this.ints([1, 1]),
      ];
      const inputs = [this.value(variable), begin, end, strides, this.floats(values, [rows, columns])];
      const updated = this.#one('TensorStridedSliceUpdate', attributes, inputs);
      this.run('AssignVariableOp', this.#floatDtype, [variable, updated], 0);
    });
  }

  /** Any op by its registered name. Throws `LabError('out-of-memory')`, or a bug with the op's name. */
  run(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly TensorId[],
    outputs: number,
  ): readonly TensorId[] {
    try {
      return this.binding.executeOp(name, attributes, inputs, outputs).map(({ id }) => this.#own(id));
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      if (/OOM|out of memory|failed to allocate|ran out of/i.test(message)) {
        throw new LabError('out-of-memory', `TensorFlow has no memory left for an operation: ${name}`, {
          hint: 'Lower model.headDim, model.heads or training.sequenceLength, or choose the engine "wasm"',
          cause,
        });
      }
      throw new Error(`TensorFlow refused ${name}: ${message}`, { cause });
    }
  }

  #one(name: string, attributes: readonly OpAttribute[], inputs: readonly TensorId[]): TensorId {
    return this.run(name, attributes, inputs, 1)[0]!;
  }

  #own(tensor: TensorId): TensorId {
    this.#scope?.add(tensor);
    return tensor;
  }

  #type(name: string, value: number): OpAttribute {
    return { name, type: this.binding.TF_ATTR_TYPE, value };
  }

  #product(nameA: string, a: boolean, nameB: string, b: boolean): readonly OpAttribute[] {
    const key = `${nameA} ${a} ${b}`;
    const made = this.#products.get(key);
    if (made !== undefined) return made;
    const type = this.binding.TF_ATTR_BOOL;
    const attributes = [this.#float, { name: nameA, type, value: a }, { name: nameB, type, value: b }];
    this.#products.set(key, attributes);
    return attributes;
  }
}
