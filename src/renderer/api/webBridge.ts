import {
  apiMethods,
  type ApiMethod,
  type ApiReply,
  type LabBridge,
  type LabEvent,
} from '../../shared/api.ts';
import { assertNever, LabError, toErrorMessage } from '../../shared/errors.ts';
import { closeCodes, decode, encode, type ServerMessage } from '../../shared/wire.ts';
import { Listeners, type ConnectionState, type LabConnection } from './connection.ts';
import { uploadOverHttp } from './upload.ts';

/** Waits between tries, in ms; the last is repeated. */
const backoff = [250, 500, 1000, 2000, 4000, 8000] as const;

/** Methods that change something: not to be sent again after the socket broke, since they may have happened. */
const isIntent = (method: ApiMethod): boolean =>
  /^(start|pause|resume|stop|delete|restore|update|remove|rename|import|cancel|install|measure|clean|pick)/.test(
    method,
  );

interface PendingCall {
  readonly method: ApiMethod;
  readonly input: unknown;
  readonly settle: (reply: ApiReply) => void;
}

/** Whether the server knows this browser; asked when a socket does not open, since a page cannot see why. */
export type AskSession = () => Promise<'known' | 'unknown' | 'unreachable'>;

/**
 * The contract over one WebSocket that reopens by itself. Reads survive a break; an intent that was under way
 * fails with an error that says so, and one made while disconnected fails at once.
 */
export class WebBridge implements LabConnection {
  readonly call: LabBridge['call'];
  readonly upload = uploadOverHttp;
  readonly #url: string;
  readonly #askSession: AskSession;
  readonly #events = new Listeners<LabEvent>();
  readonly #states = new Listeners<ConnectionState>();
  readonly #missed = new Listeners<void>();
  readonly #pending = new Map<number, PendingCall>();
  #socket: WebSocket | undefined;
  #state: ConnectionState = 'connecting';
  #nextId = 1;
  #instance = '';
  #sequence = 0;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `url` without query, `ws://host:port/socket`. */
  constructor(url: string, askSession: AskSession) {
    this.#url = url;
    this.#askSession = askSession;
    const entries = apiMethods.map((method) => [method, (input: unknown) => this.#request(method, input)]);
    this.call = Object.fromEntries(entries) as unknown as LabBridge['call'];
    this.#open();
  }

  onEvent = (listener: (event: LabEvent) => void): (() => void) => this.#events.add(listener);

  onMissed = (listener: () => void): (() => void) => this.#missed.add(listener);

  onState = (listener: (state: ConnectionState) => void): (() => void) => {
    listener(this.#state);
    return this.#states.add(listener);
  };

  /** Tries now instead of after the wait; does nothing while connected. */
  retry(): void {
    if (this.#state !== 'lost') return;
    this.#open();
  }

  close(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #open(): void {
    clearTimeout(this.#timer);
    const resume = this.#instance === '' ? '' : `?instance=${this.#instance}&after=${this.#sequence}`;
    const socket = new WebSocket(`${this.#url}${resume}`);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.addEventListener('message', (message: MessageEvent<ArrayBuffer>) => {
      if (socket === this.#socket) this.#receive(decode(new Uint8Array(message.data)) as ServerMessage);
    });
    socket.addEventListener('close', (event) => {
      if (socket === this.#socket) void this.#closed(event.code);
    });
  }

  #receive(message: ServerMessage): void {
    if ('reply' in message) {
      const call = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      call?.settle(message.reply);
      return;
    }
    if ('welcome' in message) {
      const { instance, sequence, missed } = message.welcome;
      const first = this.#instance === '';
      if (first || missed) this.#sequence = sequence;
      this.#instance = instance;
      this.#tries = 0;
      this.#become('open');
      for (const [id, { method, input }] of this.#pending) this.#send(id, method, input);
      if (missed && !first) this.#missed.tell();
      return;
    }
    const gap = message.sequence !== this.#sequence + 1;
    this.#sequence = message.sequence;
    this.#events.tell(message.event);
    if (gap) this.#missed.tell();
  }

  async #closed(code: number): Promise<void> {
    this.#socket = undefined;
    this.#failIntents();
    if (code === closeCodes.loginAgain) return this.#become('login');
    if (code === closeCodes.badMessage) return this.#become('refused');
    this.#become('lost');
    const wait = backoff[Math.min(this.#tries, backoff.length - 1)];
    this.#tries += 1;
    this.#timer = setTimeout(() => this.#open(), wait);
    const session = await this.#askSession();
    switch (session) {
      case 'unknown':
        clearTimeout(this.#timer);
        return this.#become('login');
      case 'known':
      case 'unreachable':
        return;
      default:
        assertNever(session);
    }
  }

  #request(method: ApiMethod, input: unknown): Promise<ApiReply> {
    if (this.#state !== 'open' && isIntent(method)) return Promise.resolve(notConnected(method));
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((settle) => {
      this.#pending.set(id, { method, input, settle });
      if (this.#state === 'open') this.#send(id, method, input);
    });
  }

  #send(id: number, method: ApiMethod, input: unknown): void {
    // As Electron's bridge does: what it would refuse (a reactive proxy) is refused here too, where tests run.
    this.#socket?.send(encode({ id, method, input: structuredClone(input) }));
  }

  #failIntents(): void {
    for (const [id, { method, settle }] of this.#pending) {
      if (!isIntent(method)) continue;
      this.#pending.delete(id);
      settle(connectionBroke(method));
    }
  }

  #become(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#states.tell(state);
  }
}

function refusal(message: string, hint: string): ApiReply {
  return { ok: false, error: toErrorMessage(new LabError('network', message, { hint })) };
}

const notConnected = (method: ApiMethod): ApiReply =>
  refusal(`not connected to the lab: ${method}`, 'Wait until it is back, then try again');

const connectionBroke = (method: ApiMethod): ApiReply =>
  refusal(
    `the connection broke before the answer: ${method}`,
    'Look whether it happened before you try again',
  );
