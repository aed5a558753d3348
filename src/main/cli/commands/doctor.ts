import type { Command } from 'commander';
import type { DoctorReport, EngineReport } from '../../../shared/trainerMessages.ts';
import { formatBytes } from '../format.ts';
import type { CommandContext } from '../openLabFor.ts';
import { withLab } from '../openLabFor.ts';

export function addDoctor(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .summary('say what this machine can train with, and why not with the rest')
    .option('--json', 'print the report as JSON')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      await withLab(context, 'work', async (lab) => {
        const report = await lab.doctor();
        context.io.out(json ? JSON.stringify(report) : describe(report));
      });
    });
}

function describe({ appVersion, environment, dataDir, engines }: DoctorReport): string {
  return [
    `Attention Lab ${appVersion}, Node ${environment.nodeVersion}, ${environment.platform}`,
    `processor  ${environment.processor}, ${environment.cores} ${environment.cores === 1 ? 'core' : 'cores'}`,
    `memory     ${formatBytes(environment.memoryBytes)}`,
    `data       ${dataDir}`,
    '',
    ...engines.flatMap(describeEngine),
  ].join('\n');
}

function describeEngine(engine: EngineReport): string[] {
  const name = engine.name.padEnd(11);
  if (!engine.available) {
    const remedy = engine.remedy === null ? [] : [`${' '.repeat(11)}to change that: ${engine.remedy}`];
    return [`${name}not available: ${engine.reason}`, ...remedy];
  }
  const details = Object.entries(engine.details).map(([key, value]) => `${' '.repeat(11)}${key}: ${value}`);
  return [`${name}version ${engine.info.version} on ${engine.info.device}`, ...details];
}
