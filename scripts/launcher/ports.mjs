// Which TCP ports of this machine are free.

import { createServer } from 'node:net';
import { Failure } from './failure.mjs';

/** Binds and lets go: true when nothing listens there. An address family this machine lacks counts as free. */
function canListen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(true);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * `localhost` may mean either family, so both are asked, one after the other: at once they would disturb each other.
 * @param {number} port
 */
async function isFree(port) {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'));
}

/** @returns {Promise<number>} a port nothing listens on at this moment */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, resolve);
  });
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * The port to use for what was asked; 0 asks for any free one.
 * @param {number} asked
 * @param {string} who what wants to listen there, for the message
 * @param {string} flag the flag that chooses another port
 */
export async function claimPort(asked, who, flag) {
  if (asked === 0) return freePort();
  const free = await isFree(asked).catch((error) => {
    throw new Failure(
      `${who} cannot listen on port ${asked} (${error.code}). Choose another one with ${flag}.`,
    );
  });
  if (!free)
    throw new Failure(`Port ${asked} is busy, ${who} needs it. Free it, or choose another one with ${flag}.`);
  return asked;
}

/**
 * @param {string} text what stood behind the flag
 * @param {string} flag
 */
export function parsePort(text, flag) {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new Failure(`${flag} takes a port from 0 (any free one) to 65535, got "${text}".`);
  }
  return port;
}
