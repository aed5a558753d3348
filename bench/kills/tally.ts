/** What was killed, and what came of it. A fault is thrown where it is found, so what is counted here was well. */
export interface Tally {
  readonly kills: Record<KillKind, number>;
  /** Rounds: a data folder each, killed several times and then left to finish. */
  rounds: number;
  integrityChecks: number;
  /** Of the kills in mid-checkpoint: those that found a checkpoint half written. */
  halfWritten: number;
  /** Steps that had been told as stored when a kill came, and were there afterwards with the same bits. */
  stepsHeld: number;
  /** Runs that ended with the bits of the undisturbed one. */
  sameBits: number;
  resumed: number;
  /** Killed before their first checkpoint and begun anew. */
  begunAnew: number;
  /** Trainers that were looked for after their app had been killed; none was left. */
  trainersGone: number;
}

export const killKinds = [
  'trainer',
  'app',
  'trainer in mid-checkpoint',
  'app in mid-checkpoint',
  'app in mid-import',
  'app before its migration',
  'app in mid-migration',
] as const;
export type KillKind = (typeof killKinds)[number];

export function emptyTally(): Tally {
  const kills = Object.fromEntries(killKinds.map((kind) => [kind, 0])) as Record<KillKind, number>;
  return {
    kills,
    rounds: 0,
    integrityChecks: 0,
    halfWritten: 0,
    stepsHeld: 0,
    sameBits: 0,
    resumed: 0,
    begunAnew: 0,
    trainersGone: 0,
  };
}

export const killsIn = (tally: Tally): number => killKinds.reduce((sum, kind) => sum + tally.kills[kind], 0);

export function describeTally(tally: Tally): string {
  const rows: (readonly [string, number])[] = [
    ...killKinds.map((kind) => [`kill -9 of the ${kind}`, tally.kills[kind]] as const),
    ['kills in all', killsIn(tally)],
    ['of those in mid-checkpoint: a checkpoint was half written', tally.halfWritten],
    ['data folders', tally.rounds],
    ['integrity_check and foreign_key_check: ok', tally.integrityChecks],
    ['steps told before a kill: there afterwards, same bits', tally.stepsHeld],
    ['times a run went on from a checkpoint', tally.resumed],
    ['times a run was killed before its first checkpoint and begun anew', tally.begunAnew],
    ['runs, imports and migrations that ended as the undisturbed one, bit for bit', tally.sameBits],
    ['trainers of killed apps looked for: gone', tally.trainersGone],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, count]) => `${name.padEnd(width)}  ${String(count).padStart(7)}`).join('\n');
}
