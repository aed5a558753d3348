import type { Component } from 'vue';
import type { MessageKey } from '../../i18n/index.ts';

/** A tab of the attention page: a route of its own under /attention, with the page's header over it. */
export interface AttentionTab {
  /** The last word of its address; its route is called `attention-` and this. */
  readonly name: string;
  readonly title: MessageKey;
  readonly component: () => Promise<Component>;
  /**
   * Draws the bundle that is looked at, which it gets as `bundle`; where there is none, the page says why instead.
   * Other tabs are shown as soon as there is something to look at.
   */
  readonly needsBundle: boolean;
  /** Has something to show where nothing is looked at: in a lab without a run. */
  readonly standsAlone?: boolean;
}

/** In the order they stand in; the first is where the page opens. */
export const attentionTabs: readonly AttentionTab[] = [
  {
    name: 'heads',
    title: 'attention.page.heads',
    component: () => import('./HeadsPage.vue'),
    needsBundle: true,
  },
  {
    name: 'model',
    title: 'attention.page.model',
    component: () => import('./ModelPage.vue'),
    needsBundle: true,
  },
  {
    name: 'film',
    title: 'attention.page.film',
    component: () => import('./FilmPage.vue'),
    needsBundle: true,
  },
  {
    name: 'classes',
    title: 'attention.page.classes',
    component: () => import('./ClassesPage.vue'),
    needsBundle: false,
  },
  {
    name: 'measures',
    title: 'attention.page.measures',
    component: () => import('./MeasuresPage.vue'),
    needsBundle: false,
    standsAlone: true,
  },
  {
    name: 'grid',
    title: 'attention.page.grid',
    component: () => import('./SidePage.vue'),
    needsBundle: false,
    standsAlone: true,
  },
];
