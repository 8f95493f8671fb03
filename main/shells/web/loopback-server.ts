import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { AirlockError } from '../../../app/errors/airlock-error.ts';
import type { PanelSnapshot } from '../../../app/ipc/snapshot.ts';
import { securityHeaders } from '../security-headers.ts';
import type { StaticFiles } from '../static-files.ts';
import { refusalOf } from './check-request.ts';
import { PageConnection, type PageServices } from './page-connection.ts';

const loopback = '127.0.0.1';
const largestMessageBytes = 64 * 1024;
const mostConnections = 16;

/** The page and its WebSocket on one loopback port. */
export class LoopbackServer {
  private readonly http: Server;
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessageBytes,
    perMessageDeflate: false,
  });
  private readonly connections = new Set<PageConnection>();

  constructor(
    private readonly files: StaticFiles,
    private readonly services: PageServices,
  ) {
    this.http = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
      void this.serve(request, response);
    });
    this.http.maxHeadersCount = 64;
    this.http.on('upgrade', (request, socket, head) => {
      this.upgrade(request, socket, head);
    });
  }

  /** @returns the port; with 0 the system has chosen one. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.http.once('error', (error) => {
        reject(portProblem(port, error));
      });
      this.http.listen({ host: loopback, port, exclusive: true }, () => {
        resolve((this.http.address() as AddressInfo).port);
      });
    });
  }

  publish(snapshot: PanelSnapshot): void {
    for (const connection of this.connections) connection.publish(snapshot);
  }

  close(): void {
    for (const client of this.sockets.clients) client.terminate();
    this.sockets.close();
    this.http.close();
    this.http.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = securityHeaders("'self'");
    const problem = refusalOf({ host: request.headers.host, origin: request.headers.origin }, false);
    if (problem !== null) {
      this.services.noteRefusal('request', problem);
      response.writeHead(403, headers).end();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...headers, Allow: 'GET, HEAD' }).end();
      return;
    }
    const [pathname = ''] = (request.url ?? '').split('?', 1);
    const file = await this.files.read(pathname).catch(() => null);
    if (file === null) {
      response.writeHead(404, headers).end();
      return;
    }
    const cache = file.hashed ? 'public, max-age=31536000, immutable' : 'no-store';
    response.writeHead(200, { ...headers, 'Content-Type': file.contentType, 'Cache-Control': cache });
    response.end(request.method === 'HEAD' ? undefined : file.body);
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined);
    const problem = this.upgradeProblem(request);
    if (problem !== null) {
      this.services.noteRefusal('connection', problem);
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (client) => {
      const connection = new PageConnection(client, this.services);
      this.connections.add(connection);
      client.once('close', () => this.connections.delete(connection));
    });
  }

  private upgradeProblem(request: IncomingMessage): string | null {
    if (request.url !== '/bridge') return 'there is no such address';
    if (this.connections.size >= mostConnections) return 'too many pages are connected';
    return refusalOf({ host: request.headers.host, origin: request.headers.origin }, true);
  }
}

function portProblem(port: number, error: NodeJS.ErrnoException): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  return new AirlockError(
    {
      code: 'port-taken',
      message: `The panel cannot use port ${String(port)} of this machine: ${error.code === 'EACCES' ? 'it is reserved' : 'it is in use'}.`,
      next: 'Choose another one with --port, or leave it out: then a free one is taken.',
    },
    error,
  );
}
