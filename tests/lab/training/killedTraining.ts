/**
 * A process that trains the job `argv[2]`, writes each loss to `argv[3]` as it goes, and dies by its own kill -9 at
 * point `argv[5]` (from 0) of the checkpoint of step `argv[4]`.
 */
import { writeFileSync } from 'node:fs';
import type { TrainJob } from '../../../src/lab/training/train.ts';
import { lossesOf, runHere } from './runHere.ts';
import type { TrainerEvent } from '../../../src/shared/trainerMessages.ts';

const [jobText, eventsFile, killStep, killPoint] = process.argv.slice(2) as [string, string, string, string];
const events: TrainerEvent[] = [];
let step = 0;
let points = 0;
await runHere(JSON.parse(jobText) as TrainJob, {
  onEvent: (event) => {
    events.push(event);
    if (event.type !== 'steps') return;
    step = event.firstStep + event.losses.length - 1;
    writeFileSync(eventsFile, JSON.stringify([...lossesOf(events)]));
  },
  checkpointOptions: {
    onPoint: () => {
      if (step === Number(killStep) && points++ === Number(killPoint)) process.kill(process.pid, 'SIGKILL');
    },
  },
});
