import { processIo } from './io.ts';
import { run } from './program.ts';

const code = await run(process.argv.slice(2), processIo());
// Not process.exit: what was printed has to reach its reader.
process.exitCode = code;
