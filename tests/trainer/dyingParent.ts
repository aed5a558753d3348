/** Starts the trainer on the job `argv[2]`, prints its process id once it trains, and dies by its own kill -9. */
import type { TrainerJob } from '../../src/shared/trainerMessages.ts';
import { TrainerChild } from './trainerChild.ts';

const child = new TrainerChild();
child.send({ type: 'start', job: JSON.parse(process.argv[2]!) as TrainerJob });
await child.until(({ type }) => type === 'steps');
process.stdout.write(String(child.process.pid), () => process.kill(process.pid, 'SIGKILL'));
