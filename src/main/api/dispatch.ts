import { contract, type ApiHandlers, type ApiMethod, type ApiReply } from '../../shared/api.ts';
import { LabError, toErrorMessage } from '../../shared/errors.ts';

export type Dispatch = (method: unknown, input: unknown) => Promise<ApiReply>;

/**
 * The one way in: parses the input by the contract, calls the handler, answers with its value or its error. Never
 * throws and never rejects. Bugs are reported with their stack before they are answered.
 */
export function makeDispatch(
  handlers: ApiHandlers,
  reportBug: (error: unknown, where: string) => void,
): Dispatch {
  return async (method, input) => {
    try {
      if (!isMethod(method)) throw unknownMethod(method);
      return { ok: true, value: await call(handlers, method, input) };
    } catch (error) {
      const message = toErrorMessage(error);
      if (message.kind === 'bug') reportBug(error, `api ${String(method)}`);
      return { ok: false, error: message };
    }
  };
}

function isMethod(method: unknown): method is ApiMethod {
  return typeof method === 'string' && Object.hasOwn(contract, method);
}

function unknownMethod(method: unknown): LabError {
  const name = typeof method === 'string' ? method.slice(0, 60) : '(not a name)';
  return new LabError('bad-input', `unknown method: ${name}`, { hint: 'Reload the window' });
}

function call(handlers: ApiHandlers, method: ApiMethod, input: unknown): unknown {
  const parsed = contract[method].input.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue === undefined || issue.path.length === 0 ? '' : `, ${issue.path.join('.')}`;
    throw new LabError('bad-input', `${method}${where}: ${issue?.message ?? 'not understood'}`);
  }
  // The handler of a method takes what its own schema gives; TypeScript cannot follow that through an index.
  const handler = handlers[method] as (input: unknown) => unknown;
  return handler(parsed.data);
}
