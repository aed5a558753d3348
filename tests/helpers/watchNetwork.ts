/**
 * Imported first, it keeps a process off the network and writes down, in the file $ATTENTION_LAB_TEST_NETWORK, every
 * place it asked for that is not this machine.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const file = process.env['ATTENTION_LAB_TEST_NETWORK'] ?? '';
const loopback = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

function refuse(host: string): Error {
  appendFileSync(file, `${host}\n`);
  return Object.assign(new Error(`kept off the network: ${host}`), { code: 'ENETUNREACH' });
}

type Connect = (this: net.Socket, ...options: unknown[]) => net.Socket;
const connect = net.Socket.prototype.connect as Connect;
net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]) {
  // Node hands on its own arguments as one list: [options, callback].
  const [options] = (Array.isArray(given[0]) ? given[0] : given) as [{ host?: string; path?: string }];
  const host = options.path === undefined ? (options.host ?? 'localhost') : 'localhost';
  if (loopback.test(host)) return connect.apply(this, given);
  return this.destroy(refuse(host));
} as typeof net.Socket.prototype.connect;

dns.lookup = ((host: string, ...rest: unknown[]) => {
  const callback = rest.at(-1) as (error: Error | null, address: string, family: number) => void;
  if (loopback.test(host)) callback(null, '127.0.0.1', 4);
  else callback(refuse(host), '', 4);
}) as typeof dns.lookup;

dgram.createSocket = (() => {
  throw refuse('a datagram');
}) as typeof dgram.createSocket;
