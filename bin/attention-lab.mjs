#!/usr/bin/env node
/** The command line's door: the right Node, an up-to-date build, then src/main/cli. */
import { ensureBuilt } from '../scripts/build.mjs';
import { ensureNode24 } from '../scripts/packagedNode.mjs';

await ensureNode24();
await ensureBuilt();
await import('../out/main/cli.js');
