/** Consecutive steps; entry i of both arrays is step `firstStep + i`. */
export interface StepSeries {
  readonly firstStep: number;
  readonly losses: Float64Array;
  readonly seconds: Float64Array;
}

/** Steps that wait to be written together: messages that follow one another become one series. */
export class StepBatch {
  readonly #parts: StepSeries[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(firstStep: number, losses: Float64Array, seconds: Float64Array): void {
    if (losses.length === 0) return;
    this.#parts.push({ firstStep, losses, seconds });
    this.#length += losses.length;
  }

  /** In the order they came, runs of consecutive steps joined. */
  series(): readonly StepSeries[] {
    const joined: StepSeries[][] = [];
    let next = -1;
    for (const part of this.#parts) {
      if (part.firstStep === next) joined.at(-1)?.push(part);
      else joined.push([part]);
      next = part.firstStep + part.losses.length;
    }
    return joined.map((parts) => ({
      firstStep: parts[0]?.firstStep ?? 1,
      losses: concat(parts.map((part) => part.losses)),
      seconds: concat(parts.map((part) => part.seconds)),
    }));
  }

  /** Of the whole batch, which is not empty; the best loss is the least finite one, or NaN. */
  summary(): { step: number; lastLoss: number; bestLoss: number; trainSeconds: number } {
    const last = this.#parts.at(-1);
    let bestLoss = Number.NaN;
    for (const { losses } of this.#parts) {
      for (const loss of losses) if (Number.isFinite(loss) && !(loss >= bestLoss)) bestLoss = loss;
    }
    return {
      step: last === undefined ? 0 : last.firstStep + last.losses.length - 1,
      lastLoss: last?.losses.at(-1) ?? Number.NaN,
      bestLoss,
      trainSeconds: last?.seconds.at(-1) ?? Number.NaN,
    };
  }
}

function concat(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
