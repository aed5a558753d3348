import { apiMethods, type ApiMethod, type LabApi, type LabBridge } from '../../shared/api.ts';
import { fromErrorMessage } from '../../shared/errors.ts';

/** The contract as promises: a refusal becomes the error it was, with its code and hint. */
export function createClient(bridge: LabBridge): LabApi {
  const methods = apiMethods.map((method) => [method, caller(bridge, method)]);
  return Object.fromEntries(methods) as unknown as LabApi;
}

function caller(bridge: LabBridge, method: ApiMethod): (input: unknown) => Promise<unknown> {
  return async (input) => {
    const reply = await bridge.call[method](input);
    if (reply.ok) return reply.value;
    throw fromErrorMessage(reply.error);
  };
}
