/**
 * Names of a sequence's documents as the notebook gives them: the class and how many of it came before in this
 * sequence, so `tokenNames([1, 3, 3], classes)` is "comp.graphics 0", "sci.space 0", "sci.space 1".
 */
export function tokenNames(labels: ArrayLike<number>, classes: readonly string[]): string[] {
  const counts = new Map<number, number>();
  return Array.from(labels, (label) => {
    const name = classes[label];
    if (name === undefined) throw new RangeError(`label out of range: ${label}`);
    const count = counts.get(label) ?? 0;
    counts.set(label, count + 1);
    return `${name} ${count}`;
  });
}
