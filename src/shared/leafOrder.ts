/**
 * An order of things in which like stands beside like: average-linkage clustering, then, of all orders its tree
 * allows, the one with the least distance between neighbours (Bar-Joseph, Gifford, Jaakkola 2001).
 * Pure and without ties left to chance: the same distances always give the same order.
 */

/** A cluster of two: indices into the list of clusters, where entries below `count` are the things themselves. */
interface Merge {
  readonly left: number;
  readonly right: number;
}

/** A cluster whose leaves stand together: positions [from, to) of the tree's own order. */
interface Branch {
  readonly from: number;
  readonly to: number;
  readonly sides: readonly [Branch, Branch] | null;
}

/** Cosine distances (0 to 2) of `count` vectors in the rows of `vectors`, [count, count]; a zero vector is 1 from all. */
export function cosineDistances(vectors: Float32Array, count: number, length: number): Float64Array {
  const rows = Array.from({ length: count }, (_, i) => vectors.subarray(i * length, (i + 1) * length));
  const norms = rows.map((row) => Math.sqrt(dot(row, row)));
  const distances = new Float64Array(count * count);
  for (let i = 0; i < count; i += 1) {
    for (let j = i + 1; j < count; j += 1) {
      const scale = norms[i]! * norms[j]!;
      const distance = scale === 0 ? 1 : 1 - dot(rows[i]!, rows[j]!) / scale;
      distances[i * count + j] = distance;
      distances[j * count + i] = distance;
    }
  }
  return distances;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += a[k]! * b[k]!;
  return sum;
}

/**
 * Optimal leaf order of `count` things with symmetric `distances` [count, count], which are left untouched; the
 * lower end comes first. Time grows with count³. `onProgress` hears which share of it is done, now and then.
 */
export function clusterLeaves(
  distances: Float64Array,
  count: number,
  onProgress: (done: number) => void = () => undefined,
): Int32Array {
  if (count <= 2) return Int32Array.from({ length: count }, (_, i) => i);
  const leaves = new Int32Array(count);
  const root = layOut(mergeNearest(distances, count), count, leaves);
  // In the tree's own order the leaves of a cluster are neighbours, which keeps every inner loop in the cache.
  const near = new Float64Array(count * count);
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j < count; j += 1) near[i * count + j] = distances[leaves[i]! * count + leaves[j]!]!;
  }
  const order = bestOrder(root, near, count, onProgress).map((position) => leaves[position]!);
  return order[0]! > order[count - 1]! ? order.reverse() : order;
}

/** Average linkage by chains of nearest neighbours, which needs count² time (Murtagh 1983). The last merge is all. */
function mergeNearest(distances: Float64Array, count: number): Merge[] {
  const between = distances.slice();
  const merges: Merge[] = [];
  const cluster = Int32Array.from({ length: count }, (_, i) => i); // what row i stands for; −1: merged away
  const sizes = new Int32Array(count).fill(1);
  const chain: number[] = [];
  while (merges.length < count - 1) {
    if (chain.length === 0) chain.push(cluster.findIndex((index) => index >= 0));
    for (;;) {
      const end = chain[chain.length - 1]!;
      const before = chain[chain.length - 2];
      // Of equally near clusters the one before wins, so that the chain cannot run in circles.
      let nearest = before ?? -1;
      let least = before === undefined ? Infinity : between[end * count + before]!;
      for (let other = 0; other < count; other += 1) {
        if (other === end || cluster[other]! < 0) continue;
        const distance = between[end * count + other]!;
        if (distance < least) {
          least = distance;
          nearest = other;
        }
      }
      if (nearest === before) break;
      chain.push(nearest);
    }
    const a = chain.pop()!;
    const b = chain.pop()!;
    const total = sizes[a]! + sizes[b]!;
    for (let other = 0; other < count; other += 1) {
      if (other === a || other === b || cluster[other]! < 0) continue;
      const sum = sizes[a]! * between[a * count + other]! + sizes[b]! * between[b * count + other]!;
      between[a * count + other] = sum / total;
      between[other * count + a] = sum / total;
    }
    merges.push({ left: cluster[a]!, right: cluster[b]! });
    cluster[a] = count + merges.length - 1;
    cluster[b] = -1;
    sizes[a] = total;
  }
  return merges;
}

/** The tree of the merges; writes its leaves from left to right. */
function layOut(merges: readonly Merge[], count: number, leaves: Int32Array): Branch {
  let next = 0;
  const visit = (index: number): Branch => {
    const from = next;
    if (index < count) {
      leaves[next++] = index;
      return { from, to: next, sides: null };
    }
    const { left, right } = merges[index - count]!;
    const sides = [visit(left), visit(right)] as const;
    return { from, to: next, sides };
  };
  return visit(count + merges.length - 1);
}

/**
 * `cost[u, w]`, for positions u and w on opposite sides of a cluster, is the least sum of neighbours' distances over
 * its orders that begin with u and end with w. Filled from the leaves up, then read from the root down.
 */
function bestOrder(
  root: Branch,
  near: Float64Array,
  count: number,
  onProgress: (done: number) => void,
): Int32Array {
  const cost = new Float64Array(count * count);
  // Each pair of leaves is filled once, where the branches that hold them meet.
  let [pairs, told] = [0, 0];
  const all = (count * (count - 1)) / 2;
  fillCost(root, cost, near, count, (filled) => {
    pairs += filled;
    if (pairs - told < all / 100) return;
    told = pairs;
    onProgress(pairs / all);
  });
  const order: number[] = [];

  const unfold = (branch: Branch, u: number, w: number): void => {
    if (branch.sides === null) {
      order.push(branch.from);
      return;
    }
    const [left, right] = branch.sides;
    const [first, second] = holds(left, u) ? [left, right] : [right, left];
    const [lasts, starts] = [farSide(first, u), farSide(second, w)];
    const [m, k] = cheapest(lasts, starts, (a, b) => {
      return cost[u * count + a]! + near[a * count + b]! + cost[b * count + w]!;
    });
    unfold(first, u, m);
    unfold(second, k, w);
  };

  if (root.sides !== null) {
    const ends = cheapest(root.sides[0], root.sides[1], (u, w) => cost[u * count + w]!);
    unfold(root, ...ends);
  }
  return Int32Array.from(order);
}

function fillCost(
  branch: Branch,
  cost: Float64Array,
  near: Float64Array,
  count: number,
  onFilled: (pairs: number) => void,
): void {
  if (branch.sides === null) return;
  const [left, right] = branch.sides;
  fillCost(left, cost, near, count, onFilled);
  fillCost(right, cost, near, count, onFilled);
  const onward = new Float64Array(count);
  for (let u = left.from; u < left.to; u += 1) {
    // First from u to the last leaf m of the left side and over to each k of the right, then from k on to w.
    const lasts = farSide(left, u);
    for (let k = right.from; k < right.to; k += 1) {
      let least = Infinity;
      for (let m = lasts.from; m < lasts.to; m += 1) {
        const sum = cost[u * count + m]! + near[k * count + m]!;
        if (sum < least) least = sum;
      }
      onward[k] = least;
    }
    for (let w = right.from; w < right.to; w += 1) {
      const starts = farSide(right, w);
      let least = Infinity;
      for (let k = starts.from; k < starts.to; k += 1) {
        const sum = onward[k]! + cost[w * count + k]!;
        if (sum < least) least = sum;
      }
      cost[u * count + w] = least;
      cost[w * count + u] = least;
    }
    onFilled(right.to - right.from);
  }
}

function holds(branch: Branch, position: number): boolean {
  return position >= branch.from && position < branch.to;
}

/** The side of a cluster that an order ends in when it begins at `position`; a single leaf is its own. */
function farSide(branch: Branch, position: number): Branch {
  if (branch.sides === null) return branch;
  const [left, right] = branch.sides;
  return holds(left, position) ? right : left;
}

/** The first pair of positions, one of each branch, with the least cost. */
function cheapest(a: Branch, b: Branch, costOf: (i: number, j: number) => number): [number, number] {
  let best: [number, number] = [a.from, b.from];
  let least = Infinity;
  for (let i = a.from; i < a.to; i += 1) {
    for (let j = b.from; j < b.to; j += 1) {
      const sum = costOf(i, j);
      if (sum < least) {
        least = sum;
        best = [i, j];
      }
    }
  }
  return best;
}
