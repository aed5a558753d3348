import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import type { ApiReply, LabEvent } from '../../../shared/api.ts';
import { closeCodes, decode, encode, maxClientFrame } from '../../../shared/wire.ts';

/** What a shell needs of the lab: calls in, events out. */
export interface LabDoor {
  dispatch(method: unknown, input: unknown): Promise<ApiReply>;
  onEvent(listener: (event: LabEvent) => void): () => void;
}

/** RFC 6455: the server is going away. */
const goingAway = 1001;
const pingEvery = 30_000;
/** Above this many unsent bytes a slow window loses event frames, never replies: it sees the gap and asks again. */
const backlogLimit = 8 * 2 ** 20;

const requestSchema = z.strictObject({ id: z.int().min(0), method: z.string(), input: z.unknown() });

interface Connection {
  readonly socket: WebSocket;
  alive: boolean;
}

/**
 * The contract over one WebSocket a window; the frames are those of shared/wire.ts. Everything is stored before it
 * is told, so nothing is replayed: a window that missed events sees it by their numbers.
 */
export class SocketServer {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: maxClientFrame,
    perMessageDeflate: false,
  });
  readonly #connections = new Set<Connection>();
  readonly #instance = randomUUID();
  readonly #lab: LabDoor;
  readonly #stopListening: () => void;
  readonly #pinger: NodeJS.Timeout;
  #sequence = 0;

  constructor(lab: LabDoor) {
    this.#lab = lab;
    this.#stopListening = lab.onEvent((event) => this.#publish(event));
    this.#pinger = setInterval(() => this.#pingAll(), pingEvery);
    this.#pinger.unref();
  }

  /** Takes over an upgrade that the gate has let through. */
  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#greet(socket));
  }

  async close(): Promise<void> {
    clearInterval(this.#pinger);
    this.#stopListening();
    for (const { socket } of this.#connections) socket.close(goingAway, 'the lab is closing');
    await new Promise<void>((resolve) => {
      setTimeout(() => {
        for (const { socket } of this.#connections) socket.terminate();
        resolve();
      }, 200);
    });
    this.#server.close();
  }

  #greet(socket: WebSocket): void {
    const connection: Connection = { socket, alive: true };
    this.#connections.add(connection);
    socket.on('pong', () => {
      connection.alive = true;
    });
    socket.on('close', () => this.#connections.delete(connection));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data, binary) => void this.#receive(connection, data, binary));
    socket.send(encode({ hello: { instance: this.#instance, sequence: this.#sequence } }));
  }

  async #receive(connection: Connection, data: unknown, binary: boolean): Promise<void> {
    const request = parseRequest(data, binary);
    if (request === undefined) {
      connection.socket.close(closeCodes.forbidden, 'not a request');
      return;
    }
    const reply = await this.#lab.dispatch(request.method, request.input);
    if (connection.socket.readyState === connection.socket.OPEN) {
      connection.socket.send(encode({ id: request.id, reply }));
    }
  }

  #publish(event: LabEvent): void {
    this.#sequence += 1;
    const frame = encode({ sequence: this.#sequence, event });
    for (const { socket } of this.#connections) {
      if (socket.readyState === socket.OPEN && socket.bufferedAmount < backlogLimit) socket.send(frame);
    }
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

function parseRequest(data: unknown, binary: boolean): z.output<typeof requestSchema> | undefined {
  if (!binary || !Buffer.isBuffer(data)) return undefined;
  try {
    const parsed = requestSchema.safeParse(decode(data));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
