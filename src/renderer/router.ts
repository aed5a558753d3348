import { createRouter, createWebHashHistory, type Router } from 'vue-router';
import type { RailPage } from './components/NavRail.vue';
import { t } from './i18n/index.ts';
import { attentionTabs } from './views/attention/tabs.ts';

/** The pages of the rail, in order; a page that does not exist is not in it. */
export const railPages: readonly RailPage[] = [
  { name: 'home', path: '/', icon: 'home', title: 'nav.home', keys: 'g h' },
  { name: 'datasets', path: '/datasets', icon: 'datasets', title: 'nav.datasets', keys: 'g d' },
  { name: 'experiments', path: '/experiments', icon: 'experiments', title: 'nav.experiments', keys: 'g e' },
  { name: 'runs', path: '/runs', icon: 'runs', title: 'nav.runs', keys: 'g r' },
  { name: 'compare', path: '/compare', icon: 'compare', title: 'nav.compare', keys: 'g c' },
  { name: 'attention', path: '/attention', icon: 'attention', title: 'nav.attention', keys: 'g a' },
  { name: 'compute', path: '/compute', icon: 'compute', title: 'nav.compute', keys: 'g p', last: true },
];

/** Addresses after `#`, so that they work from `app://` and from any server alike. */
export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', name: 'home', component: () => import('./views/HomeView.vue') },
      { path: '/datasets', name: 'datasets', component: () => import('./views/DatasetsView.vue') },
      { path: '/compute', name: 'compute', component: () => import('./views/ComputeView.vue') },
      { path: '/experiments', name: 'experiments', component: () => import('./views/ExperimentView.vue') },
      { path: '/runs', name: 'runs', component: () => import('./views/RunsView.vue') },
      {
        path: '/runs/:id',
        name: 'run',
        component: () => import('./views/RunView.vue'),
        props: true,
        meta: { rail: 'runs' },
      },
      { path: '/compare', name: 'compare', component: () => import('./views/CompareView.vue') },
      {
        path: '/attention/files',
        name: 'imports',
        component: () => import('./views/ImportsView.vue'),
        meta: { rail: 'attention' },
      },
      {
        path: '/attention',
        component: () => import('./views/AttentionView.vue'),
        meta: { rail: 'attention' },
        children: [
          { path: '', redirect: ({ query }) => ({ name: `attention-${attentionTabs[0]?.name}`, query }) },
          ...attentionTabs.map(({ name, component }) => ({
            path: name,
            name: `attention-${name}`,
            component,
          })),
        ],
      },
      {
        path: '/about',
        name: 'about',
        component: () => import('./views/AboutView.vue'),
        meta: { rail: 'compute' },
      },
      {
        path: '/open',
        name: 'open',
        component: () => import('./views/OpenView.vue'),
        props: ({ query }) => ({ path: typeof query['path'] === 'string' ? query['path'] : '' }),
      },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  });
  router.afterEach(({ name, meta }) => {
    const page = railPages.find((known) => known.name === (meta['rail'] ?? name));
    document.title = page === undefined ? t('app.name') : `${t(page.title)} · ${t('app.name')}`;
  });
  return router;
}
