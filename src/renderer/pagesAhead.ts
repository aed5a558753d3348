import type { Router } from 'vue-router';
import { whenIdle } from './components/whenIdle.ts';

/** So many ms the first page has for itself, and between two pages. */
const [first, between] = [2500, 200];

/**
 * Fetches the code of all pages, one after another while the window has nothing else to do: who goes to a page for the
 * first time waits for its data alone. What cannot be fetched is asked for again, and told of, when it is gone to.
 */
export async function fetchPagesAhead(router: Router): Promise<void> {
  let wait = first;
  for (const { components } of router.getRoutes()) {
    for (const page of Object.values(components ?? {})) {
      if (typeof page !== 'function') continue;
      await new Promise<void>((resolve) => whenIdle(resolve, wait));
      wait = between;
      await (page as () => Promise<unknown>)().catch(() => undefined);
    }
  }
}
