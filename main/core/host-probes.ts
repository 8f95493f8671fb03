import { controlIds, type ControlId } from '../../app/controls/control.ts';
import type { Finding } from '../../app/findings/finding.ts';
import type { HostKind } from '../../app/ipc/snapshot.ts';
import { containerProbes } from '../probes/container-probes.ts';
import { dockerProbes } from '../probes/docker-probes.ts';
import type { Probe } from '../probes/probe.ts';

const outerLayers = controlIds.filter((id) => id.startsWith('windows.') || id.startsWith('wsl.'));
const notOnLinux = 'This host is Linux: there is no Windows and no WSL around the engine.';
const notLookedAt = 'Not looked at yet: this version of Airlock does not examine Windows and WSL.';

/** The probes of one host. On Windows nothing is looked at yet, and everything says so. */
export function hostProbes(kind: HostKind): readonly Probe[] {
  if (kind === 'windows') return [constantProbe(controlIds, 'unknown', notLookedAt)];
  const inner = [...dockerProbes, ...containerProbes];
  return kind === 'linux' ? [constantProbe(outerLayers, 'not-applicable', notOnLinux), ...inner] : inner;
}

function constantProbe(controls: readonly ControlId[], verdict: Finding['verdict'], summary: string): Probe {
  return {
    id: `host.${verdict}`,
    controls,
    timeoutMs: 1_000,
    concernedBy: () => false,
    observe: ({ now }) => {
      const observedAt = new Date(now()).toISOString();
      const findings = controls.map((controlId) => ({
        controlId,
        verdict,
        summary,
        observedAt,
        evidence: [{ source: 'host', output: summary, durationMs: 0 }],
        remedies: [],
      }));
      return Promise.resolve(findings);
    },
  };
}
