import type { Plugin } from 'vite';

/** Where one goes from the first page, most gone to first; others come after them. */
const usual = ['RunsView', 'CompareView', 'RunView', 'AttentionView', 'HeadsPage'];
const rank = (name: string): number => (usual.indexOf(name) + usual.length + 1) % (usual.length + 1);

/** Names the files of all pages in the window's document, for src/renderer/prefetchPages.ts to fetch ahead. */
export function prefetchPages(): Plugin {
  return {
    name: 'prefetch-pages',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const files = new Set<string>();
        const pages = Object.values(bundle)
          .filter((file) => file.type === 'chunk')
          .filter(({ isDynamicEntry }) => isDynamicEntry);
        for (const file of pages.toSorted((a, b) => rank(a.name) - rank(b.name))) {
          const styles = file.viteMetadata?.importedCss ?? [];
          for (const name of [file.fileName, ...file.imports, ...styles]) files.add(name);
        }
        const content = [...files].filter((name) => !html.includes(name)).join(' ');
        return [{ tag: 'meta', attrs: { name: 'pages', content }, injectTo: 'head' }];
      },
    },
  };
}
