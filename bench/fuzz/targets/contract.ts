import fc from 'fast-check';
import { connectIpc } from '../../../src/main/shells/electron/ipc.ts';
import { PickedFiles } from '../../../src/main/shells/electron/pickedFiles.ts';
import { withDialogs } from '../../../src/main/shells/electron/dialogs.ts';
import { withPickedFiles } from '../../../src/main/shells/electron/withPickedFiles.ts';
import type { ApiReply } from '../../../src/shared/api.ts';
import { labChannel, labDropChannel } from '../../../src/shared/channels.ts';
import { fromErrorMessage } from '../../../src/shared/errors.ts';
import type { FuzzTarget } from '../fuzz.ts';
import { isCostly, openCalls, type Call } from './calls.ts';

/** Calls through the one door that every shell uses. */
export const contractMessages: FuzzTarget<Call> = {
  name: 'contract messages',
  open: async (folder) => {
    const { lab, inputs } = await openCalls(folder);
    return {
      inputs,
      parse: async (call) => {
        if (!isCostly(call)) heed(await lab.dispatch(...call));
      },
      close: () => lab.close(),
    };
  },
};

const own = { senderFrame: { url: 'app://lab/index.html', parent: null } };
const strangers = [
  { senderFrame: null },
  { senderFrame: { url: 'app://lab/', parent: {} } },
  { senderFrame: { url: 'app://lab.evil.test/', parent: null } },
  { senderFrame: { url: 'https://evil.test/app://lab', parent: null } },
  { senderFrame: { url: 'nonsense', parent: null } },
] as const;
type Sender = typeof own | (typeof strangers)[number];
type IpcMessage =
  | { readonly kind: 'call'; readonly sender: Sender; readonly call: Call }
  | { readonly kind: 'drop'; readonly sender: Sender; readonly path: unknown };
type Handler = (event: Sender, ...input: readonly unknown[]) => unknown;

/** The same calls over IPC as the desktop app takes them, from its own page and from others, and files dropped on it. */
export const ipcMessages: FuzzTarget<IpcMessage> = {
  name: 'IPC messages',
  open: async (folder) => {
    const { lab, inputs, path } = await openCalls(folder);
    const picked = new PickedFiles(null);
    picked.giveToRead(path);
    const handlers = new Map<string, Handler>();
    const ipcMain = { handle: (channel: string, handler: Handler) => void handlers.set(channel, handler) };
    const closed = { canceled: true, filePaths: [], filePath: '' };
    const dialog = {
      showOpenDialog: () => Promise.resolve(closed),
      showSaveDialog: () => Promise.resolve(closed),
    };
    const door = withPickedFiles(lab, picked, () => Promise.resolve(false));
    const parts = { dialog } as unknown as Parameters<typeof withDialogs>[2];
    const dialogs = withDialogs(door, picked, parts, () => undefined as never);
    connectIpc(ipcMain as unknown as Parameters<typeof connectIpc>[0], dialogs, picked);
    const sender = fc.oneof(
      { weight: 4, arbitrary: fc.constant(own) },
      { weight: 1, arbitrary: fc.constantFrom(...strangers) },
    );
    const messages: fc.Arbitrary<IpcMessage> = fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('call' as const), sender, call: inputs }) },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('drop' as const),
          sender,
          path: fc.oneof(
            fc.anything(),
            fc.string(),
            fc.string().map((name) => `/${name}`),
          ),
        }),
      },
    );
    return {
      inputs: messages,
      parse: async (message) => {
        if (message.kind === 'call' && isCostly(message.call)) return;
        const handler = handlers.get(message.kind === 'call' ? labChannel : labDropChannel);
        const input = message.kind === 'call' ? message.call : [message.path];
        const reply = await handler?.(message.sender, ...input);
        if (message.sender !== own && (message.kind === 'drop' || (reply as ApiReply).ok)) {
          throw new Error('a stranger was heard');
        }
        if (message.kind === 'call') heed(reply as ApiReply);
      },
      close: () => lab.close(),
    };
  },
};

/** Throws what a reply refuses with. */
function heed(reply: ApiReply): void {
  if (!reply.ok) throw fromErrorMessage(reply.error);
}
