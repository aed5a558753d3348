/** NVIDIA's packages that a GPU wheel of TensorFlow asks for, and which of their libraries it opens. */

/** Compilers, which no kernel of ours needs. */
const unneeded = /^nvidia-cuda-(?:nvcc|nvrtc)\b/;

/** Requirements of the extra "and-cuda" in a wheel's METADATA: "nvidia-cublas-cu12<13.0,>=12.5.3.2". */
export function cudaRequirements(metadata: string): readonly string[] {
  return metadata.split('\n').flatMap((line) => {
    const wanted = /^Requires-Dist: (nvidia-[^;]+?)\s*;\s*extra == ["']and-cuda["']/.exec(line.trim())?.[1];
    return wanted === undefined || unneeded.test(wanted) ? [] : [wanted.replaceAll(' ', '')];
  });
}

const opened =
  /^lib(?:cudart|cublas|cublasLt|cufft|curand|cusolver|cusparse|cudnn|nccl|cupti|nvJitLink)\.so\.\d+$/;

/**
 * Whether TensorFlow opens a library by its bare name. It would not look in our folder; but what the binding is
 * linked against is loaded with it, and found again by that name.
 */
export function isOpenedByName(library: string): boolean {
  return opened.test(library);
}
