import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import type { LabEvent } from '../../../shared/api.ts';
import { closeCodes, decode, encode, type ServerMessage } from '../../../shared/wire.ts';
import type { LabDoor } from '../door.ts';

const maxPayload = 8 * 2 ** 20;
const pingEvery = 30_000;
/** Events kept for a window that comes back after a short break; one that was away longer reads the state anew. */
const eventsKept = 2000;
/** Above this many unsent bytes a slow window loses event frames, never replies, and is told to read anew. */
const backlogLimit = 8 * 2 ** 20;

const requestSchema = z.strictObject({ id: z.int().min(0), method: z.string(), input: z.unknown() });

interface Connection {
  readonly socket: WebSocket;
  alive: boolean;
  lagging: boolean;
}

/** The contract over one WebSocket a window; the frames are those of shared/wire.ts. */
export class SocketServer {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });
  readonly #connections = new Set<Connection>();
  readonly #instance = randomUUID();
  readonly #lab: LabDoor;
  readonly #stopListening: () => void;
  readonly #pinger: NodeJS.Timeout;
  #recent: { readonly sequence: number; readonly frame: Uint8Array }[] = [];
  #sequence = 0;

  constructor(lab: LabDoor) {
    this.#lab = lab;
    this.#stopListening = lab.onEvent((event) => this.#publish(event));
    this.#pinger = setInterval(() => this.#pingAll(), pingEvery);
    this.#pinger.unref();
  }

  /** Takes over an upgrade that the gate has let through. */
  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const after = Number(searchParams.get('after') ?? Number.NaN);
    this.#server.handleUpgrade(request, stream, head, (socket) => {
      this.#greet(socket, searchParams.get('instance'), after);
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#pinger);
    this.#stopListening();
    for (const { socket } of this.#connections) socket.close(closeCodes.goingAway, 'the lab is closing');
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (const { socket } of this.#connections) socket.terminate();
    this.#server.close();
  }

  #greet(socket: WebSocket, instance: string | null, after: number): void {
    const connection: Connection = { socket, alive: true, lagging: false };
    this.#connections.add(connection);
    socket.on('pong', () => {
      connection.alive = true;
    });
    socket.on('close', () => this.#connections.delete(connection));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data, binary) => void this.#receive(connection, data, binary));
    const oldest = this.#recent[0]?.sequence ?? this.#sequence + 1;
    const complete = instance === this.#instance && after + 1 >= oldest && after <= this.#sequence;
    socket.send(this.#welcome(!complete));
    if (!complete) return;
    for (const { sequence, frame } of this.#recent) if (sequence > after) socket.send(frame);
  }

  #welcome(missed: boolean): Uint8Array {
    return frameOf({ welcome: { instance: this.#instance, sequence: this.#sequence, missed } });
  }

  async #receive({ socket }: Connection, data: unknown, binary: boolean): Promise<void> {
    const request = parseRequest(data, binary);
    if (request === undefined) {
      socket.close(closeCodes.badMessage, 'not a request');
      return;
    }
    const reply = await this.#lab.dispatch(request.method, request.input);
    if (socket.readyState === socket.OPEN) socket.send(frameOf({ id: request.id, reply }));
  }

  #publish(event: LabEvent): void {
    this.#sequence += 1;
    const frame = frameOf({ sequence: this.#sequence, event });
    this.#recent.push({ sequence: this.#sequence, frame });
    if (this.#recent.length > eventsKept) this.#recent = this.#recent.slice(-eventsKept / 2);
    for (const connection of this.#connections) this.#push(connection, frame);
  }

  #push(connection: Connection, frame: Uint8Array): void {
    const { socket } = connection;
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > backlogLimit) {
      connection.lagging = true;
      return;
    }
    socket.send(connection.lagging ? this.#welcome(true) : frame);
    connection.lagging = false;
  }

  #pingAll(): void {
    for (const connection of this.#connections) {
      if (!connection.alive) {
        connection.socket.terminate();
        continue;
      }
      connection.alive = false;
      connection.socket.ping();
    }
  }
}

const frameOf = (message: ServerMessage): Uint8Array => encode(message);

function parseRequest(data: unknown, binary: boolean): z.output<typeof requestSchema> | undefined {
  if (!binary || !Buffer.isBuffer(data)) return undefined;
  try {
    const parsed = requestSchema.safeParse(decode(data));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
