import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ApiReply, LabEvent } from '../../../src/shared/api.ts';
import { asRunId } from '../../../src/shared/ids.ts';
import { SocketServer } from '../../../src/main/shells/web/socket.ts';
import { createClient } from '../../../src/renderer/api/client.ts';
import type { ConnectionState } from '../../../src/renderer/api/connection.ts';
import { WebBridge, type AskSession } from '../../../src/renderer/api/webBridge.ts';

/** A server whose answers a test decides; the transport is the real one. */
class Lab {
  readonly calls: { readonly method: unknown; readonly input: unknown }[] = [];
  readonly #listeners = new Set<(event: LabEvent) => void>();
  answer: (method: unknown) => Promise<ApiReply> = () => Promise.resolve({ ok: true, value: null });
  sockets = this.#makeSockets();
  readonly #server: Server = createServer();

  constructor() {
    this.#server.on('upgrade', (request, stream, head) => this.sockets.accept(request, stream, head));
  }

  #makeSockets(): SocketServer {
    return new SocketServer({
      dispatch: (method, input) => {
        this.calls.push({ method, input });
        return this.answer(method);
      },
      onEvent: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    });
  }

  tell(event: LabEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/socket`;
  }

  /** Cuts every socket; with `forget` the next ones belong to a new process. */
  async cut(forget = false): Promise<void> {
    const old = this.sockets;
    if (forget) this.sockets = this.#makeSockets();
    await old.close();
    if (!forget) this.sockets = this.#makeSockets();
  }

  async close(): Promise<void> {
    await this.sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const lab: Lab[] = [];
const bridges: WebBridge[] = [];
afterEach(async () => {
  for (const bridge of bridges.splice(0)) bridge.close();
  for (const each of lab.splice(0)) await each.close();
});

async function connect(
  askSession: AskSession = () => Promise.resolve('known'),
): Promise<{ lab: Lab; bridge: WebBridge; states: ConnectionState[] }> {
  const server = new Lab();
  lab.push(server);
  const bridge = new WebBridge(await server.listen(), askSession);
  bridges.push(bridge);
  const states: ConnectionState[] = [];
  bridge.onState((state) => states.push(state));
  await vi.waitFor(() => expect(states.at(-1)).toBe('open'));
  return { lab: server, bridge, states };
}

const runId = asRunId('abcd1234');
const steps = (firstStep: number): LabEvent => ({
  type: 'steps',
  runId,
  firstStep,
  losses: new Float64Array([-0.25]),
  seconds: new Float64Array([0.5]),
});

describe('the client over a WebSocket', () => {
  it('answers calls by their id, whatever the order of the answers', async () => {
    const { lab: server, bridge } = await connect();
    const waits: ((value: ApiReply) => void)[] = [];
    server.answer = () => new Promise((resolve) => waits.push(resolve));
    const first = bridge.call.listRuns({});
    const second = bridge.call.info({});
    await vi.waitFor(() => expect(waits).toHaveLength(2));
    waits[1]?.({ ok: true, value: 'second' });
    waits[0]?.({ ok: true, value: 'first' });
    expect(await first).toEqual({ ok: true, value: 'first' });
    expect(await second).toEqual({ ok: true, value: 'second' });
    expect(server.calls.map(({ method }) => method)).toEqual(['listRuns', 'info']);
  });

  it('carries typed arrays both in answers and in events', async () => {
    const { lab: server, bridge } = await connect();
    server.answer = () => Promise.resolve({ ok: true, value: { losses: new Float64Array([1, 2]) } });
    const events: LabEvent[] = [];
    bridge.onEvent((event) => events.push(event));
    server.tell(steps(1));
    expect(await bridge.call.getLosses({ runId })).toEqual({
      ok: true,
      value: { losses: new Float64Array([1, 2]) },
    });
    expect(events).toEqual([steps(1)]);
  });

  it('turns a refusal into the error it was', async () => {
    const { lab: server, bridge } = await connect();
    server.answer = () =>
      Promise.resolve({
        ok: false,
        error: { kind: 'expected', code: 'busy', message: 'the lab is closing', hint: 'Start it again' },
      });
    await expect(createClient(bridge).listRuns({})).rejects.toMatchObject({
      name: 'LabError',
      code: 'busy',
      hint: 'Start it again',
    });
  });

  it('comes back by itself, and asks again for what it was reading', async () => {
    const { lab: server, bridge, states } = await connect();
    let asked = 0;
    server.answer = () => {
      asked += 1;
      return asked === 1 ? new Promise(() => undefined) : Promise.resolve({ ok: true, value: asked });
    };
    const reading = bridge.call.getRun({ runId });
    await vi.waitFor(() => expect(asked).toBe(1));
    await server.cut();
    expect(await reading).toEqual({ ok: true, value: 2 });
    expect(states).toEqual(['connecting', 'open', 'lost', 'open']);
  });

  it('never repeats an intent: one under way fails, one made while disconnected fails at once', async () => {
    const { lab: server, bridge, states } = await connect();
    server.answer = () => new Promise(() => undefined);
    const starting = bridge.call.startRun({ experiment: {} });
    await vi.waitFor(() => expect(server.calls).toHaveLength(1));
    const cut = server.cut();
    expect(await starting).toMatchObject({ ok: false, error: { code: 'network' } });
    expect(await bridge.call.stopRun({ runId })).toMatchObject({ ok: false, error: { code: 'network' } });
    await cut;
    await vi.waitFor(() => expect(states.at(-1)).toBe('open'));
    expect(server.calls.map(({ method }) => method)).toEqual(['startRun']);
  });

  it('says so when events were missed because the lab was started again', async () => {
    const { lab: server, bridge } = await connect();
    const missed = vi.fn();
    bridge.onMissed(missed);
    server.tell(steps(1));
    await server.cut(true);
    await vi.waitFor(() => expect(missed).toHaveBeenCalledTimes(1));
  });

  it('asks for the address again when the server does not know the browser', async () => {
    const session = { state: 'known' as 'known' | 'unknown' };
    const { lab: server, states } = await connect(() => Promise.resolve(session.state));
    session.state = 'unknown';
    await server.cut();
    await vi.waitFor(() => expect(states.at(-1)).toBe('login'));
    const count = states.length;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(states).toHaveLength(count);
  });

  it('stops listening when told to', async () => {
    const { lab: server, bridge } = await connect();
    const heard = vi.fn();
    const stop = bridge.onEvent(heard);
    stop();
    server.tell(steps(1));
    await bridge.call.info({});
    expect(heard).not.toHaveBeenCalled();
  });
});
