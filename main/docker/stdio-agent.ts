import { Agent, type AgentOptions } from 'node:http';
import type { Duplex } from 'node:stream';

/** Idle connections kept; each is a running command. */
const keptConnections = 2;

/** Opens every connection through a function of ours, for example by starting a command and talking to its stdio. */
export class StdioAgent extends Agent {
  constructor(
    private readonly open: () => Duplex,
    options: AgentOptions = {},
  ) {
    super({ keepAlive: true, maxFreeSockets: keptConnections, ...options });
  }

  override createConnection(): Duplex {
    return this.open();
  }
}
