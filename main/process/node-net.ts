import { get } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { HostNet } from './host-net.ts';

const maxAnswerBytes = 1024 * 1024;

/** This PC's network as Node sees it. */
export class NodeNet implements HostNet {
  httpGetJson(url: string, timeoutMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const limit = AbortSignal.timeout(timeoutMs);
      const fail = (error: unknown): void => reject(noJson(url, error));
      const request = get(url, { signal: limit, agent: false }, (answer) => {
        answer.on('error', fail);
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > maxAnswerBytes) answer.destroy(new Error('the answer is too long'));
          else chunks.push(chunk);
        });
        answer.on('end', () => {
          try {
            resolve(JSON.parse(Buffer.concat(chunks).toString()));
          } catch (error) {
            fail(error);
          }
        });
      });
      request.on('error', fail);
    });
  }

  canConnect(address: string, port: number, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect({ host: address, port });
      const settle = (connected: boolean): void => {
        clearTimeout(timer);
        socket.destroy();
        resolve(connected);
      };
      // A process that was held up sees its timers first: what has arrived meanwhile must still count.
      const timer = setTimeout(() => setImmediate(() => settle(false)), timeoutMs);
      socket.once('connect', () => settle(true));
      socket.once('error', () => settle(false));
    });
  }

  addresses(): readonly string[] {
    const all = Object.values(networkInterfaces()).flatMap((interfaces) => interfaces ?? []);
    return (
      all
        // A link-local address needs the name of its interface to be reached.
        .filter((one) => !one.internal && !one.address.startsWith('fe80:'))
        .map((one) => one.address)
    );
  }
}

function noJson(url: string, cause: unknown): AirlockError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AirlockError(
    { code: 'not-ready-in-time', message: `${url} gave no usable answer: ${why}`, next: 'Try again in a moment.' },
    cause,
  );
}
