import { execFileSync } from 'node:child_process';

export interface Gpu {
  readonly name: string;
  /** As the driver writes them: "40960 MiB", "550.54.14". */
  readonly memory: string;
  readonly driver: string;
}

/** What does the work, as a person would name it: "NVIDIA A100-SXM4-40GB", or "CPU, 2 threads". */
export function deviceName(onGpu: boolean, threads: number): string {
  if (!onGpu) return `CPU, ${threads} thread${threads === 1 ? '' : 's'}`;
  return firstGpu()?.name ?? 'GPU';
}

/** The GPU that TensorFlow takes: the first it may see. Undefined where there is no NVIDIA driver to ask. */
export function firstGpu(visible = process.env['CUDA_VISIBLE_DEVICES']): Gpu | undefined {
  const first = visible?.split(',')[0]?.trim() ?? '0';
  if (first === '' || first === '-1') return undefined;
  try {
    const query = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader', `--id=${first}`];
    const answer = execFileSync('nvidia-smi', query, { encoding: 'utf8', timeout: 10_000, stdio: 'pipe' });
    return parseGpu(answer);
  } catch {
    // No such tool: then there is no driver, or one that tells nothing.
    return undefined;
  }
}

/** The first line of nvidia-smi's answer: "NVIDIA A100, 40960 MiB, 550.54.14". */
export function parseGpu(answer: string): Gpu | undefined {
  const [name, memory, driver] = (answer.split('\n')[0] ?? '').split(',').map((part) => part.trim());
  if (!name || !memory || !driver) return undefined;
  return { name, memory, driver };
}
