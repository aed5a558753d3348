import { orderTokens, type OrderBasis, type OrderKind, type TokenOrder } from '../../shared/order.ts';

/** Orders tokens off the window's thread: by similarity 2000 of them take tens of seconds. */

export interface OrderRequest {
  readonly basis: OrderBasis;
  readonly kind: OrderKind;
}
/** The share that is done, and then the order. */
export type OrderReply = { readonly done: number } | { readonly order: TokenOrder };

interface WorkerScope {
  onmessage: ((event: { readonly data: OrderRequest }) => void) | null;
  postMessage(reply: OrderReply): void;
}
const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data: { basis, kind } }) => {
  const order = orderTokens(basis, kind, 0, (done) => scope.postMessage({ done }));
  scope.postMessage({ order });
};
