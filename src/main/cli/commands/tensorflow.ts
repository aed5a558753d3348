import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { dataFolderPath } from '../../dataFolder.ts';
import { installRuntime } from '../../runtime/installRuntime.ts';
import { runtimeStatus, suggestedVariant, type RuntimeStatus } from '../../runtime/machineRuntime.ts';
import type { RuntimeSource } from '../../runtime/source.ts';
import { uninstallRuntime } from '../../runtime/uninstallRuntime.ts';
import { formatBytes } from '../format.ts';
import type { CommandContext } from '../openLabFor.ts';
import { progressView } from '../progress.ts';
import { whileInterruptible } from '../whileInterruptible.ts';

interface InstallFlags {
  readonly cpu?: boolean;
  readonly gpu?: boolean;
  readonly from?: string;
  readonly official?: boolean;
  readonly sha256?: string;
  readonly uninstall?: boolean;
}

export function addTensorflow(program: Command, context: CommandContext): void {
  const tensorflow = program
    .command('tensorflow')
    .summary('install, check or remove native TensorFlow, for training on a GPU');
  tensorflow
    .command('install')
    .summary('install it into the data folder')
    .description(
      'Installs native TensorFlow into the data folder: from its Python package through pip, from what you have, or ' +
        'from the official download. Compiles the binding against it and tries it out. Linux only.',
    )
    .addOption(new Option('--cpu', 'for the processor').conflicts(['gpu', 'from']))
    .addOption(
      new Option(
        '--gpu',
        'for NVIDIA GPUs, with CUDA’s libraries; default where there is a driver',
      ).conflicts('from'),
    )
    .option(
      '--from <path>',
      'a TensorFlow wheel, a libtensorflow .tar.gz, or the folder of either, installed',
    )
    .addOption(
      new Option('--official', 'the C library as published, for CUDA on the system').conflicts('from'),
    )
    .option('--sha256 <hash>', 'refuse a wheel or archive with another SHA-256')
    .option('--uninstall', 'remove it instead')
    .action(async (flags: InstallFlags) => {
      await (flags.uninstall === true ? remove(context) : install(flags, context));
    });
  tensorflow
    .command('uninstall')
    .summary('remove it from the data folder')
    .action(() => remove(context));
  tensorflow
    .command('status')
    .summary('say what is installed, and try it out')
    .option('--json', 'print the report as JSON')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const status = await runtimeStatus(dataFolderPath(context.dataDir()));
      context.io.out(json ? JSON.stringify(status) : describe(status));
    });
}

async function install(flags: InstallFlags, context: CommandContext): Promise<void> {
  const { io } = context;
  const dataDir = dataFolderPath(context.dataDir());
  const view = progressView(io);
  const { folder, manifest } = await whileInterruptible(io, async (signal) => {
    try {
      return await installRuntime({
        from: sourceOf(flags, io.cwd),
        dataDir,
        signal,
        onProgress: (progress) => {
          if (progress.stage === 'downloading' || progress.stage === 'unpacking') {
            view.update({ ...progress, unit: 'bytes' });
            return;
          }
          view.clear();
          io.out(progress.stage);
        },
        ...(flags.sha256 === undefined ? {} : { sha256: flags.sha256 }),
      });
    } finally {
      view.clear();
    }
  });
  io.out(
    `installed TensorFlow ${manifest.version} (${manifest.variant}, ${formatBytes(manifest.bytes)}) in ${folder}`,
  );
  io.out(
    `from ${manifest.source.name}${manifest.source.sha256 === null ? '' : `, SHA-256 ${manifest.source.sha256}`}`,
  );
  io.out(describe(await runtimeStatus(dataDir)));
}

function sourceOf({ cpu, gpu, from, official }: InstallFlags, cwd: string): RuntimeSource {
  if (from !== undefined) return { kind: 'path', path: resolve(cwd, from) };
  const variant = cpu === true ? 'cpu' : gpu === true ? 'gpu' : suggestedVariant();
  return { kind: official === true ? 'official' : 'wheel', variant };
}

async function remove({ dataDir, io }: CommandContext): Promise<void> {
  const freed = await uninstallRuntime(dataFolderPath(dataDir()));
  io.out(
    freed === null ? 'there was no TensorFlow to remove' : `removed TensorFlow: ${formatBytes(freed)} freed`,
  );
}

function describe({ runtime, report }: RuntimeStatus): string {
  const where = runtime === null ? [] : [`folder: ${runtime.folder}`];
  if (!report.available) {
    const remedy = report.remedy === null ? [] : [`to change that: ${report.remedy}`];
    return [`TensorFlow cannot be used: ${report.reason}`, ...remedy, ...where].join('\n');
  }
  const { version, device } = report.info;
  const details = Object.entries(report.details).map(([key, value]) => `${key}: ${value}`);
  return [`TensorFlow ${version} works, on ${device}`, ...details, ...where].join('\n');
}
