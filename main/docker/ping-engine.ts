import type { Duplex } from 'node:stream';
import type { RouteFailure } from './engine-route.ts';

const request = 'GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n';
const enoughBytes = 16_384;

/**
 * Asks over a fresh connection whether an engine is at its other end, and closes it.
 *
 * @returns null when one answers.
 */
export function pingEngine(open: () => Duplex, timeoutMs: number): Promise<RouteFailure | null> {
  return new Promise((resolve) => {
    const connection = open();
    let output = Buffer.alloc(0);
    const settle = (error: Error | null): void => {
      clearTimeout(timer);
      connection.destroy();
      resolve(error === null ? null : { output, error });
    };
    const silent = (): Error =>
      Object.assign(new Error(`no answer within ${String(timeoutMs / 1000)} s`), { code: 'ETIMEDOUT' });
    const timer = setTimeout(() => settle(silent()), timeoutMs);
    // After it was settled, errors still come, and mean nothing any more.
    connection.on('error', (error) => settle(error));
    connection.on('end', () => settle(new Error('it ended without an answer')));
    connection.on('close', () => settle(new Error('it closed without an answer')));
    connection.on('data', (chunk: Buffer) => {
      output = Buffer.concat([output, chunk]);
      const status = /^HTTP\/1\.[01] (\d{3})/u.exec(output.toString('latin1'))?.[1];
      if (status === '200') settle(null);
      else if (status !== undefined) settle(new Error(`it answers with status ${status}`));
      else if (output.length > enoughBytes) settle(new Error('its answer is no HTTP'));
    });
    connection.write(request);
  });
}
