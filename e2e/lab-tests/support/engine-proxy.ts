import { connect, createServer, type Socket } from 'node:net';

/** A second door to the engine that can be shut, so that the engine itself need not be stopped. */
export interface EngineProxy {
  /** Breaks every connection and takes the socket away. */
  stop(): Promise<void>;
}

export async function startEngineProxy(socketPath: string, dockerHost: string): Promise<EngineProxy> {
  const target = dockerHost.replace(/^unix:\/\//u, '');
  const open = new Set<Socket>();
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  };
  const server = createServer((client) => {
    const engine = connect(target);
    keep(client);
    keep(engine);
    client.pipe(engine);
    engine.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
