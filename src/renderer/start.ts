import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './tokens.css';
import './base.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { connectLab } from './api/connect.ts';
import { i18n } from './i18n/index.ts';
import { prefetchPages } from './prefetchPages.ts';
import { makeRouter } from './router.ts';
import { useLab } from './stores/lab.ts';
import { usePreferences } from './stores/preferences.ts';
import { useStatus } from './stores/status.ts';

// The address still holds the token until the connection has read it: before the router looks at it.
const connection = await connectLab();
const app = createApp(App);
app.use(createPinia());
usePreferences();
useLab().connect(connection);
app.config.errorHandler = (error) => useStatus().fail(error);
app.use(i18n);
const router = makeRouter();
app.use(router);
// Until its first page is there the router does not listen: an address changed meanwhile would be lost.
await router.isReady().catch(useStatus().fail);
app.mount('#app');
prefetchPages();
