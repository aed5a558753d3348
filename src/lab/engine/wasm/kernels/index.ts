/** What the module exports; layout.ts says where everything lies in a shard's memory. */
export { pass } from './pass';
export { addPartial } from './scores';
export { seed, skip } from './mersenne';
export { drawNormals, placeRows } from './normals';
