import type { ProgressMessage } from '../../shared/trainerMessages.ts';

export type RuntimeVariant = 'cpu' | 'gpu';

/** Where a native TensorFlow comes from. */
export type RuntimeSource =
  /** TensorFlow's Python package, fetched with pip; of a GPU's, NVIDIA's packages as well. */
  | { readonly kind: 'wheel'; readonly variant: RuntimeVariant }
  /** A wheel, a libtensorflow `.tar.gz`, or a folder: libtensorflow unpacked, or Python's installed `tensorflow`. */
  | { readonly kind: 'path'; readonly path: string }
  /** The C library as TensorFlow publishes it. Its GPU variant needs CUDA on the system. */
  | { readonly kind: 'official'; readonly variant: RuntimeVariant };

/** "downloading", "unpacking", "compiling" or "probing"; the last two count no bytes. */
export type InstallProgress = Pick<ProgressMessage, 'stage' | 'done' | 'total'>;

/** What every stage of an installation gets. */
export interface InstallHooks {
  readonly onProgress: (progress: InstallProgress) => void;
  readonly signal: AbortSignal | undefined;
}

/** The newest TensorFlow that this app was tested with, and the last C library published. */
export const wheelVersion = '2.21.0';
export const officialVersion = '2.18.0';

export const wheelPackages: { readonly [Variant in RuntimeVariant]: string } = {
  cpu: 'tensorflow-cpu',
  gpu: 'tensorflow',
};

export const officialAddress = (variant: RuntimeVariant): string =>
  `https://storage.googleapis.com/tensorflow/versions/${officialVersion}/libtensorflow-${variant}-linux-x86_64.tar.gz`;

/** Bytes on the disk while and after installing, before it is known exactly: packed and unpacked together. */
export const expectedBytes: { readonly [Variant in RuntimeVariant]: number } = { cpu: 1.2e9, gpu: 9e9 };
