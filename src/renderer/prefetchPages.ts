import { whenIdle } from './components/whenIdle.ts';

/** So many ms the first pages a person goes to have for themselves: files on the way would hold up their data. */
const after = 4000;
/** So many files at a time: they share the way to the lab with what is asked of it. */
const together = 16;
/** So many ms from some to the next. */
const between = 250;

/**
 * Fetches the code of the other pages into the cache once the first is there: who goes to a page for the first time waits
 * for no file. Nothing of it is run before it is gone to: that would hold up a scroll. The build names the files; in
 * development there are none.
 */
export function prefetchPages(): void {
  // An app's own files are on the disk, and what is not HTTP is kept in no cache.
  if (!location.protocol.startsWith('http')) return;
  const names = document.querySelector<HTMLMetaElement>('meta[name="pages"]')?.content ?? '';
  const links = names
    .split(' ')
    .filter(Boolean)
    .map((name) => {
      const link = document.createElement('link');
      Object.assign(link, { rel: 'prefetch', as: name.endsWith('.css') ? 'style' : 'script' });
      link.crossOrigin = '';
      link.href = `./${name}`;
      return link;
    });
  const goOn = (): void => {
    document.head.append(...links.splice(0, together));
    if (links.length > 0) whenIdle(goOn, between);
  };
  whenIdle(goOn, after);
}
