/** A small seeded source of test numbers (mulberry32), apart from lab/random so that one cannot hide the other. */
export interface SeededNumbers {
  /** In [0, 1). */
  uniform(): number;
  /** About normal: the sum of twelve uniforms less six. */
  normal(): number;
  /** A whole number in [0, below). */
  index(below: number): number;
}

export function seededNumbers(seed: number): SeededNumbers {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    uniform,
    normal: () => {
      let sum = -6;
      for (let i = 0; i < 12; i += 1) sum += uniform();
      return sum;
    },
    index: (below) => Math.floor(uniform() * below),
  };
}
