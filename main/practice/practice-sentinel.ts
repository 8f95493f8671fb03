import { createHash } from 'node:crypto';
import { engineName } from '../../app/launch/labels.ts';
import type { SentinelLine, SentinelRule } from '../../app/launch/sentinel-report.ts';
import type { Lifeline } from '../docker/engine.ts';
import type { PracticeContainer } from './practice-container.ts';
import type { PracticePc } from './practice-pc.ts';

const beatEveryMs = 400;
/** Exit code of a sentinel whose launcher died before the wall was proven. */
const launcherLostExitCode = 3;

/** What a sentinel does to the world around it. */
export interface SentinelWorld {
  container(id: string): PracticeContainer | null;
  end(container: PracticeContainer, exitCode: number): void;
}

/** Speaks the sentinel's protocol over a simulated wall: raises, beats, freezes at a breach, and minds its lifeline. */
export class PracticeSentinel {
  private seq = 0;
  private guards: string | null = null;
  private proven = false;
  private frozen = false;
  private dropped = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly self: PracticeContainer,
    private readonly pc: PracticePc,
    private readonly world: SentinelWorld,
  ) {
    this.guards = self.spec.env['AIRLOCK_CONTAINER'] || null;
  }

  start(): void {
    this.say({ type: 'note', at: now(), message: 'raised' });
    this.check();
    this.beat();
    this.timer = setInterval(() => this.beat(), beatEveryMs);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  /** Looks at the wall at once, as the real one does when the kernel tells it of a change. */
  check(): void {
    if (this.self.state !== 'running' || !this.pc.isBroken('docker.wall')) return;
    const detail = 'practice: the DROP rule of FORWARD is missing';
    this.say({ type: 'breach', at: now(), reason: 'rule-removed', detail });
    this.freeze(true);
  }

  /** `sentinel.py --release`. */
  release(): void {
    this.freeze(false);
  }

  /** Packets that met the wall, for its counters. */
  count(packets: number): void {
    this.dropped += packets;
    // The next beat has to show them soon: the wall test waits for it.
    setImmediate(() => this.beat());
  }

  lifeline(): Lifeline {
    return {
      send: (line) => this.hear(line),
      close: () => {
        if (!this.proven && this.self.lives) this.launcherLost();
      },
    };
  }

  private hear(line: string): void {
    const guarded = /^guard (\S+)$/.exec(line)?.[1];
    if (guarded !== undefined) this.guards = guarded;
    if (line === 'proven') this.proven = true;
    this.beat();
  }

  private launcherLost(): void {
    const guarded = this.guards === null ? null : this.world.container(this.guards);
    if (this.self.spec.env['AIRLOCK_ON_LOST'] === 'hold') {
      this.freeze(true);
      return;
    }
    if (guarded !== null) this.world.end(guarded, 137);
    this.world.end(this.self, launcherLostExitCode);
  }

  private freeze(frozen: boolean): void {
    this.frozen = frozen;
    const guarded = this.guards === null ? null : this.world.container(this.guards);
    if (guarded !== null) guarded.frozen = frozen;
  }

  private beat(): void {
    if (this.self.state !== 'running') return;
    const rules = this.rules();
    const intact = !this.pc.isBroken('docker.wall');
    const text = rules.map((rule) => `${String(rule.family)} ${rule.chain} ${String(rule.position)} ${rule.spec}`);
    this.seq += 1;
    this.say({
      type: 'beat',
      at: now(),
      seq: this.seq,
      backend: 'nft',
      intact,
      fingerprint: createHash('sha256').update(text.join('\n')).digest('hex'),
      rules,
      interfaces: this.interfaces(),
      guards: this.guards,
      proven: this.proven,
      frozen: this.frozen,
    });
  }

  private interfaces(): string[] | null {
    const guarded = this.guards === null ? null : this.world.container(this.guards);
    if (guarded === null || !guarded.lives) return null;
    return guarded.spec.network.kind === 'none' ? ['lo'] : ['lo', 'eth0'];
  }

  private rules(): SentinelRule[] {
    const session = this.self.spec.env['AIRLOCK_SESSION'] ?? '';
    const bridge = this.self.spec.env['AIRLOCK_BRIDGE'] ?? engineName.bridge;
    const comment = `-m comment --comment "airlock:${session}"`;
    const pass = `-i ${bridge} -m conntrack --ctstate ESTABLISHED --ctdir REPLY ${comment} -j ACCEPT`;
    const drop = `-i ${bridge} ${comment} -j DROP`;
    const chains = (['FORWARD', 'INPUT'] as const).flatMap((chain) =>
      ([4, 6] as const).map((family) => ({ chain, family })),
    );
    return chains.flatMap(({ chain, family }) => {
      const isGone = this.pc.isBroken('docker.wall') && chain === 'FORWARD' && family === 4;
      const packets = isGone ? 0 : this.dropped;
      return [
        { family, chain, position: 1, spec: `-A ${chain} ${pass}`, packets: 0, bytes: 0 },
        { family, chain, position: isGone ? 0 : 2, spec: `-A ${chain} ${drop}`, packets, bytes: packets * 60 },
      ];
    });
  }

  private say(line: SentinelLine): void {
    this.self.write(JSON.stringify(line));
  }
}

function now(): string {
  return new Date().toISOString();
}
