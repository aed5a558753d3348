import type { Experiment } from '../../shared/experiment.ts';
import type { TrainerEvent } from '../../shared/trainerMessages.ts';
import type { JobHooks } from './hooks.ts';

/** Hooks that keep a run's log as it goes: what a person would want to read of its events later, in words. */
export function narrated(hooks: JobHooks, experiment: Experiment): JobHooks {
  return {
    ...hooks,
    emit: async (event) => {
      await hooks.emit(event);
      for (const line of linesOf(event, experiment)) await hooks.log('info', line);
    },
  };
}

/** The lines an event leaves in the log; most leave none. */
export function linesOf(event: TrainerEvent, experiment: Experiment): readonly string[] {
  switch (event.type) {
    case 'dataset': {
      const { train, test, classes, title } = event.manifest;
      return [
        `data: ${title}, ${train.names.length} training and ${test.names.length} test documents, ${classes.length} classes`,
      ];
    }
    case 'started':
      return startedLines(event, experiment);
    case 'evaluation': {
      const { epoch, metrics } = event.evaluation;
      const values = `test loss ${metrics.loss.toFixed(4)}, same-class mass ${metrics.sameClassMass.toFixed(4)}`;
      return [`${epoch === 0 ? 'before training' : `epoch ${epoch}`}: ${values}`];
    }
    case 'checkpoint': {
      const content = event.resumable ? 'all that resuming needs' : 'weights';
      return [`checkpoint: step ${event.step}, ${size(event.bytes)}, ${content}`];
    }
    case 'paused':
    case 'resumed':
      return [`${event.type} after step ${event.step}`];
    case 'trained':
      return [
        `${event.outcome} after step ${event.report.step}, ${event.report.trainSeconds.toFixed(2)} s of training`,
      ];
    default:
      return [];
  }
}

function startedLines(
  { shape, engine, firstStep }: Extract<TrainerEvent, { type: 'started' }>,
  { seed, model, probes }: Experiment,
): readonly string[] {
  const rows = shape.heads === 1 ? `${shape.headDim}` : `${shape.heads}·${shape.headDim}`;
  const scale = model.init === 'scaled' ? ` × √(2/${shape.features})` : '';
  return [
    `features: ${shape.features} terms`,
    `engine: ${engine.name} ${engine.version}, ${engine.device}`,
    firstStep === 0
      ? `weights: A_K, A_Q [${rows}, ${shape.features}] randn${scale}, seed ${seed}`
      : `weights: from the checkpoint of step ${firstStep}`,
    ...(probes.sequences === 0
      ? []
      : [
          `probes: ${probes.sequences} test sequence${probes.sequences === 1 ? '' : 's'}, stored every ${probes.everySteps} steps`,
        ]),
  ];
}

function size(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
