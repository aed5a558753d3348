/**
 * Places labels of one height as near as may be to where they belong without touching: groups that would overlap
 * stand centred on their mean. Returns centres in the order given; all lie within [top, bottom] if there is room.
 */
export function spreadLabels(
  wanted: readonly number[],
  height: number,
  top: number,
  bottom: number,
): number[] {
  interface Stack {
    readonly members: readonly number[];
    readonly centre: number;
  }
  const half = (stack: Stack): number => (stack.members.length * height) / 2;
  const within = (members: readonly number[]): Stack => {
    const mean = members.reduce((sum, index) => sum + wanted[index]!, 0) / members.length;
    const room = (members.length * height) / 2;
    return { members, centre: Math.max(top + room, Math.min(bottom - room, mean)) };
  };
  const stacks: Stack[] = [];
  const sorted = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  for (const index of sorted) {
    let stack = within([index]);
    for (let above = stacks.at(-1); above !== undefined; above = stacks.at(-1)) {
      if (above.centre + half(above) <= stack.centre - half(stack) + 1e-9) break;
      stacks.pop();
      stack = within([...above.members, ...stack.members]);
    }
    stacks.push(stack);
  }
  const centres = new Array<number>(wanted.length).fill(0);
  for (const stack of stacks) {
    stack.members.forEach((index, place) => {
      centres[index] = stack.centre - half(stack) + (place + 0.5) * height;
    });
  }
  return centres;
}
