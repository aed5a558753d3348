/** The answer to a question that was asked before, or to `ask`; at most `kept` of them, and no failure. */
export function once<Value>(
  known: Map<string, Promise<Value>>,
  kept: number,
  key: string,
  ask: () => Promise<Value>,
): Promise<Value> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const asked = ask();
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  const oldest = known.keys().next().value;
  if (known.size > kept && oldest !== undefined) known.delete(oldest);
  return asked;
}
