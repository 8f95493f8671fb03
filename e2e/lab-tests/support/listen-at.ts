import net from 'node:net';

/** Something that listens until it is closed. */
export interface Listener {
  close(): Promise<void>;
}

/** Listens at one address, as a forwarder or an exposed engine would; whoever connects is cut off. */
export function listenAt(address: string, port: number): Promise<Listener> {
  const server = net.createServer((socket) => socket.destroy());
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => resolve({ close }));
  });
}
