import { catalogue, controlsOf } from '../../app/controls/catalogue.ts';
import { layerIds, type Control, type ControlId, type LayerId } from '../../app/controls/control.ts';
import { remedyOf } from '../../app/controls/remedies.ts';
import { diagnosesOf } from '../../app/findings/causes.ts';
import type { Finding } from '../../app/findings/finding.ts';
import { rollUp } from '../../app/findings/roll-up.ts';
import { shownVerdict } from '../../app/findings/staleness.ts';
import type {
  ActivityEntry,
  ControlView,
  HostKind,
  LayerView,
  PanelSnapshot,
  ProfileView,
} from '../../app/ipc/snapshot.ts';
import type { RunningRemedy, UndoableRemedy } from '../../app/ipc/remedy-answers.ts';
import type { Session } from '../../app/launch/session.ts';
import type { WallTestReport } from '../../app/launch/wall-test.ts';

const keptActivity = 200;

/** What does not change while a panel runs. */
export interface PanelIdentity {
  readonly version: string;
  readonly host: HostKind;
  readonly hostNote: string | null;
  readonly account: string;
}

/** The owner of the truth. Everybody reads `snapshot()`; only the core writes. */
export class PanelState {
  private readonly findings = new Map<ControlId, Finding>();
  private readonly checking = new Set<ControlId>();
  private readonly listeners = new Set<() => void>();
  private session: Session | null = null;
  private wallTest: WallTestReport | null = null;
  private wallTesting = false;
  private sweeping = false;
  private runningRemedy: RunningRemedy | null = null;
  private undoableRemedies: readonly UndoableRemedy[] = [];
  private activity: readonly ActivityEntry[] = [];
  private staleTimer: NodeJS.Timeout | null = null;

  constructor(
    private readonly identity: PanelIdentity,
    private profile: ProfileView,
    private readonly now: () => number,
  ) {}

  snapshot(): PanelSnapshot {
    return {
      ...this.identity,
      observedAt: new Date(this.now()).toISOString(),
      sweeping: this.sweeping,
      layers: layerIds.map((id) => this.layer(id)),
      diagnoses: diagnosesOf([...this.findings.values()]),
      session: this.session,
      lastWallTest: this.wallTest,
      wallTesting: this.wallTesting,
      runningRemedy: this.runningRemedy,
      undoableRemedies: this.undoableRemedies,
      activity: this.activity,
      profile: this.profile,
      launchableModes: ['secure'],
    };
  }

  /** Calls the listener after every change; returns the function that stops it. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  currentSession(): Session | null {
    return this.session;
  }

  lastWallTest(): WallTestReport | null {
    return this.wallTest;
  }

  /** A control shows `checking` only while nothing fresh is known of it, so a sweep does not make the map flicker. */
  beginChecking(ids: readonly ControlId[]): void {
    for (const id of ids) this.checking.add(id);
    this.changed();
  }

  take(findings: readonly Finding[]): void {
    for (const finding of findings) {
      this.findings.set(finding.controlId, finding);
      this.checking.delete(finding.controlId);
    }
    this.changed();
  }

  setSession(session: Session | null): void {
    this.session = session;
    this.changed();
  }

  setWallTest(report: WallTestReport | null): void {
    this.wallTest = report;
    this.changed();
  }

  setWallTesting(testing: boolean): void {
    this.wallTesting = testing;
    this.changed();
  }

  setSweeping(sweeping: boolean): void {
    this.sweeping = sweeping;
    this.changed();
  }

  setRunningRemedy(running: RunningRemedy | null): void {
    this.runningRemedy = running;
    this.changed();
  }

  setUndoableRemedies(undoable: readonly UndoableRemedy[]): void {
    this.undoableRemedies = undoable;
    this.changed();
  }

  setProfile(profile: ProfileView): void {
    this.profile = profile;
    this.changed();
  }

  /** Newest first. */
  setActivity(entries: readonly ActivityEntry[]): void {
    this.activity = entries.slice(0, keptActivity);
    this.changed();
  }

  addActivity(entry: ActivityEntry): void {
    if (this.activity.some((known) => known.seq === entry.seq)) return;
    this.setActivity([entry, ...this.activity]);
  }

  close(): void {
    this.listeners.clear();
    if (this.staleTimer !== null) clearTimeout(this.staleTimer);
  }

  private layer(id: LayerId): LayerView {
    const controls = controlsOf(id).map((control) => this.view(control));
    return { id, verdict: rollUp(controls.map((control) => control.verdict)), controls };
  }

  private view(control: Control): ControlView {
    const finding = this.findings.get(control.id) ?? null;
    const verdict = shownVerdict(finding, control, this.now(), this.checking.has(control.id));
    return {
      id: control.id,
      verdict,
      summary: finding?.summary ?? 'Not looked at yet.',
      observedAt: finding?.observedAt ?? null,
      evidence: finding?.evidence ?? [],
      marks: finding?.marks ?? [],
      remedies: (finding?.remedies ?? []).map(remedyOf),
    };
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
    this.waitForNextStale();
  }

  /** Time alone turns a finding stale: one timer, set for the next one to do so. */
  private waitForNextStale(): void {
    if (this.staleTimer !== null) clearTimeout(this.staleTimer);
    this.staleTimer = null;
    if (this.listeners.size === 0) return;
    const waits = catalogue.flatMap((control) => {
      const finding = this.findings.get(control.id);
      if (finding?.verdict !== 'pass' || control.maxAgeS === null) return [];
      const waitMs = Date.parse(finding.observedAt) + control.maxAgeS * 1000 - this.now();
      return waitMs > 0 ? [waitMs] : [];
    });
    if (waits.length === 0) return;
    this.staleTimer = setTimeout(() => this.changed(), Math.min(...waits) + 10);
    this.staleTimer.unref();
  }
}
