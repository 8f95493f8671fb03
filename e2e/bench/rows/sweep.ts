import { performance } from 'node:perf_hooks';
import type { PanelSnapshot } from '../../../app/ipc/snapshot.ts';
import { hostProbes } from '../../../main/core/host-probes.ts';
import { PanelState } from '../../../main/core/panel-state.ts';
import { Sweeper } from '../../../main/core/sweep.ts';
import { connectEngine } from '../../../main/docker/connect-engine.ts';
import { loadProfile } from '../../../main/files/profile-file.ts';
import { LocalScriptFiles } from '../../../main/files/script-files.ts';
import { NodeNet } from '../../../main/process/node-net.ts';
import type { Probe } from '../../../main/probes/probe.ts';
import { median, repeat } from '../median.ts';
import type { Row } from '../row.ts';

const turns = 5;

/** A sweep with a session ready, against the slowest of its probes asked alone. */
export const sweep: Row = {
  id: 'sweep',
  unit: 'x',
  goal: { atMost: 1.3 },
  needs: ['engine', 'window'],
  measure: async (pc) => {
    const snapshot = await pc.session('bridge');
    const time = await sweepTimer(snapshot, pc.env['AIRLOCK_HOME'] ?? '');
    const probes = hostProbes('linux');
    await time(probes);
    const whole = median(await repeat(turns, () => time(probes)));
    const alone: { readonly id: string; readonly ms: number }[] = [];
    for (const probe of probes) alone.push({ id: probe.id, ms: median(await repeat(turns, () => time([probe]))) });
    const slowest = alone.reduce((worst, each) => (each.ms > worst.ms ? each : worst));
    const note = `sweep ${whole.toFixed(0)} ms, slowest ${slowest.id} ${slowest.ms.toFixed(0)} ms`;
    return { value: whole / slowest.ms, note };
  },
};

/** Answers the milliseconds some probes take side by side. */
async function sweepTimer(
  snapshot: PanelSnapshot,
  home: string,
): Promise<(probes: readonly Probe[]) => Promise<number>> {
  const { profile } = await loadProfile(home);
  if (profile === null) throw new Error('the profile of the lab cannot be read');
  const engine = connectEngine(process.env);
  const state = new PanelState(snapshot, snapshot.profile, Date.now);
  state.setSession(snapshot.session);
  state.setWallTest(snapshot.lastWallTest);
  const deps = {
    engine,
    net: new NodeNet(),
    scripts: new LocalScriptFiles(home),
    profile: () => profile,
    now: Date.now,
  };
  return async (probes) => {
    const startedMs = performance.now();
    await new Sweeper(deps, probes, state).sweep();
    return performance.now() - startedMs;
  };
}
