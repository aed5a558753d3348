/** At the latest after so many ms, however much there is to do. */
const timeout = 2000;

/**
 * Calls back when the window has nothing else to do, `after` ms from now at the earliest. Returns a function that takes
 * it back.
 */
export function whenIdle(act: () => void, after = 0): () => void {
  let handle: number | undefined;
  const timer = setTimeout(() => {
    if (typeof requestIdleCallback === 'undefined') act();
    else handle = requestIdleCallback(act, { timeout });
  }, after);
  return () => {
    clearTimeout(timer);
    if (handle !== undefined) cancelIdleCallback(handle);
  };
}
