import { config } from 'zod';

// The page's policy forbids `new Function`; this must be said before the first schema is used, so the rest of the
// window is loaded after it: chunks that are imported statically would run earlier.
config({ jitless: true });
await import('./start.ts');
