import type { ControlId } from '../../app/controls/control.ts';
import { AirlockError, failureOf } from '../../app/errors/airlock-error.ts';
import type { Finding } from '../../app/findings/finding.ts';
import { label } from '../../app/launch/labels.ts';
import type { Profile } from '../../app/launch/profile.ts';
import { recipeOf } from '../../app/recipes/recipes.ts';
import type { Engine, EngineEvent } from '../docker/engine.ts';
import { lookInside, type InsideDeps } from '../probes/find-inside.ts';
import type { Probe, ProbeContext } from '../probes/probe.ts';
import type { ScriptFiles } from '../files/script-files.ts';
import type { HostNet } from '../process/host-net.ts';
import { lxssView } from '../windows/lxss-view.ts';
import type { WindowsFacts } from '../windows/windows-facts.ts';
import type { WslFacts } from '../wsl/wsl-facts.ts';
import type { PanelState } from './panel-state.ts';

/** Events come in bursts (kill, die, stop, destroy): one look answers all of them. */
const burstMs = 15;

/** How the two outer layers are looked at; hosts that have none leave it out. */
interface OuterLook {
  readonly wsl: (profile: Profile, signal: AbortSignal) => Promise<WslFacts>;
  readonly windows: (profile: Profile, signal: AbortSignal) => Promise<WindowsFacts>;
}

export interface SweepDeps {
  readonly engine: Engine;
  readonly net: HostNet;
  readonly scripts: ScriptFiles;
  readonly profile: () => Profile;
  readonly now: () => number;
  readonly outer?: OuterLook;
}

type Shared = Pick<ProbeContext, 'containers' | 'inside' | 'wsl' | 'windows' | 'lxss'>;

/** Runs probes side by side and hands each answer on as soon as it is there. */
export class Sweeper {
  private readonly closing = new AbortController();
  private readonly waiting = new Set<Probe>();
  private burst: NodeJS.Timeout | null = null;
  private sweeps = 0;
  private asked = 0;
  /** When the answer that stands was asked for, so that a slow older look never overwrites a newer one. */
  private readonly answered = new Map<Probe, number>();

  constructor(
    private readonly deps: SweepDeps,
    private readonly probes: readonly Probe[],
    private readonly state: PanelState,
  ) {}

  /**
   * Asks every probe. Ends when the slowest has answered or run out of time; never throws.
   *
   * @param sessionKnown what probes wait for that compare with the session.
   */
  async sweep(sessionKnown: Promise<void> = Promise.resolve()): Promise<void> {
    this.sweeps += 1;
    this.state.setSweeping(true);
    await this.ask(this.probes, sessionKnown);
    this.sweeps -= 1;
    if (this.sweeps === 0) this.state.setSweeping(false);
  }

  /** Asks the probes again that an event of the engine concerns. */
  onEvent(event: EngineEvent): void {
    this.askSoon(this.probes.filter((probe) => probe.concernedBy(event)));
  }

  /** Asks the probes again that answer for one of these controls. */
  onControls(ids: readonly ControlId[]): void {
    this.askSoon(this.probes.filter((probe) => probe.controls.some((id) => ids.includes(id))));
  }

  close(): void {
    this.closing.abort();
    if (this.burst !== null) clearTimeout(this.burst);
  }

  private askSoon(probes: readonly Probe[]): void {
    for (const probe of probes) this.waiting.add(probe);
    if (this.waiting.size === 0 || this.closing.signal.aborted) return;
    this.burst ??= setTimeout(() => {
      const due = [...this.waiting];
      this.waiting.clear();
      this.burst = null;
      void this.ask(due);
    }, burstMs);
  }

  private async ask(probes: readonly Probe[], sessionKnown = Promise.resolve()): Promise<void> {
    this.state.beginChecking(probes.flatMap((probe) => probe.controls));
    this.asked += 1;
    const turn = this.asked;
    const shared = this.shared();
    await Promise.all(
      probes.map(async (probe) => {
        const findings = await this.observe(probe, shared, sessionKnown);
        if (this.closing.signal.aborted || turn < (this.answered.get(probe) ?? 0)) return;
        this.answered.set(probe, turn);
        this.state.take(findings);
      }),
    );
  }

  private async observe(probe: Probe, shared: Shared, sessionKnown: Promise<void>): Promise<readonly Finding[]> {
    const startedMs = performance.now();
    const limit = AbortSignal.any([this.closing.signal, AbortSignal.timeout(probe.timeoutMs)]);
    const look = async (): Promise<readonly Finding[]> => {
      if (probe.needsSession === true) await sessionKnown;
      return probe.observe(this.context(shared, limit));
    };
    try {
      return await Promise.race([look(), rejectAt(limit, probe)]);
    } catch (error) {
      return probe.controls.map((controlId) => this.unknown(controlId, probe, error, startedMs));
    }
  }

  private context(shared: Shared, signal: AbortSignal): ProbeContext {
    const profile = this.deps.profile();
    return {
      engine: this.deps.engine,
      net: this.deps.net,
      scripts: this.deps.scripts,
      profile,
      recipe: recipeOf(profile.recipe),
      session: this.state.currentSession(),
      lastWallTest: this.state.lastWallTest(),
      ...shared,
      signal,
      now: this.deps.now,
    };
  }

  /** What several probes want is asked for once, when the first one wants it. */
  private shared(): Shared {
    const { engine, profile, outer = noOuterLayers } = this.deps;
    const { signal } = this.closing;
    const deps: InsideDeps = { engine, profile: profile(), recipe: recipeOf(profile().recipe), signal };
    let containers: ReturnType<Shared['containers']> | null = null;
    let inside: ReturnType<Shared['inside']> | null = null;
    let wsl: ReturnType<Shared['wsl']> | null = null;
    let windows: ReturnType<Shared['windows']> | null = null;
    const askWindows = (): ReturnType<Shared['windows']> => (windows ??= outer.windows(profile(), signal));
    return {
      containers: () => (containers ??= engine.containers(label.session, { signal })),
      inside: (comfyui) => (inside ??= lookInside(deps, comfyui)),
      wsl: () => (wsl ??= outer.wsl(profile(), signal)),
      windows: askWindows,
      lxss: () => askWindows().then(lxssView),
    };
  }

  private unknown(controlId: ControlId, probe: Probe, error: unknown, startedMs: number): Finding {
    const { code, message } = failureOf(error);
    return {
      controlId,
      verdict: 'unknown',
      summary: message,
      observedAt: new Date(this.deps.now()).toISOString(),
      evidence: [
        { source: probe.id, output: `${code}: ${message}`, durationMs: Math.round(performance.now() - startedMs) },
      ],
      remedies: [],
    };
  }
}

const noOuterLayers: OuterLook = {
  wsl: () => Promise.reject(notHere()),
  windows: () => Promise.reject(notHere()),
};

function notHere(): AirlockError {
  return new AirlockError({
    code: 'not-supported-here',
    message: 'There is no Windows and no WSL around the engine of this host.',
    next: 'Run Airlock on the Windows PC itself to look at them.',
  });
}

function rejectAt(signal: AbortSignal, probe: Probe): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = (): void => reject(new Error(`no answer within ${String(probe.timeoutMs / 1000)} s`));
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
