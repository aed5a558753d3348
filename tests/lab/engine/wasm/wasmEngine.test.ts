import { wasmEngineFactory } from '../../../../src/lab/engine/wasm/index.ts';
import { describeParity } from '../parity.ts';

describeParity(wasmEngineFactory);
