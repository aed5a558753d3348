/**
 * One parser under fire in a process of its own, which a crash of native code or an endless loop ends. Says how far it
 * is, then its tally, to its parent. `node bench/fuzz/child.ts <name> <seed> <cases> <folder>`
 */
import { fuzz } from './fuzz.ts';
import { fuzzTargets } from './targets/index.ts';

const [name, seed, cases, folder = ''] = process.argv.slice(2);
const target = fuzzTargets.find((candidate) => candidate.name === name);
if (target === undefined) throw new Error(`no such parser: ${name}`);
const tally = await fuzz(target, folder, {
  seed: Number(seed),
  cases: Number(cases),
  onCase: (count) => {
    if (count % 20 === 0) process.send?.({ count });
  },
});
// At once: the parts of a thousand closed databases are still to be let go of one by one, which nobody needs.
process.send?.({ tally }, () => process.exit());
