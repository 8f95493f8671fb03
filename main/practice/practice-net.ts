import type { HostNet } from '../process/host-net.ts';
import type { PracticeEngine } from './practice-engine.ts';
import type { PracticePc } from './practice-pc.ts';
import { practiceAddresses } from './practice-tools.ts';

/** The simulated PC's own network: no socket is ever opened. */
export class PracticeNet implements HostNet {
  constructor(
    private readonly pc: PracticePc,
    private readonly engine: PracticeEngine,
  ) {}

  httpGetJson(url: string): Promise<unknown> {
    const { port, pathname } = new URL(url);
    const answer = this.engine.pageAnswer(Number(port), pathname);
    return answer === null ? Promise.reject(new Error(`practice: nothing answers at ${url}`)) : Promise.resolve(answer);
  }

  canConnect(address: string, port: number): Promise<boolean> {
    const isPublished = this.engine.accepts(port);
    const isLoopback = address === '127.0.0.1' || address === 'localhost';
    return Promise.resolve(isPublished && (isLoopback || this.pc.isBroken('docker.loopback-publish')));
  }

  addresses(): readonly string[] {
    return [practiceAddresses.host];
  }
}
