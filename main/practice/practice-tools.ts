import * as z from 'zod/mini';
import type { Finished } from '../docker/engine.ts';
import type { PracticeContainer } from './practice-container.ts';

/** Addresses of the simulated PC: documentation ranges, so that nobody takes them for real ones. */
export const practiceAddresses = {
  host: '192.0.2.10',
  router: '192.0.2.1',
  bridgeGateway: '172.28.0.1',
  defaultGateway: '172.17.0.1',
  nameserver: '192.0.2.53',
} as const;

const requestSchema = z.object({
  probes: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['tcp', 'udp', 'dns', 'icmp']),
      address: z.optional(z.string()),
      port: z.optional(z.int()),
      server: z.optional(z.nullable(z.string())),
    }),
  ),
});

/** A connection the simulated connection tracking has confirmed. */
export interface PracticeFlow {
  readonly source: string;
  readonly protocol: string;
  readonly destination: string;
  readonly port: number | null;
}

/** What one prober run saw and left behind. */
export interface ProberRun {
  readonly finished: Finished;
  readonly flows: readonly PracticeFlow[];
  /** How many probes met the wall. */
  readonly dropped: number;
}

/** Answers as `prober.py` would from a container: everything gets through, or nothing does. */
export function runProber(
  from: PracticeContainer,
  interfaces: readonly string[],
  request: string,
  open: boolean,
): ProberRun {
  const parsed = requestSchema.safeParse(JSON.parse(request));
  if (!parsed.success) return { finished: failed('prober.py: not a request'), flows: [], dropped: 0 };
  const { probes } = parsed.data;
  const results = probes.map((probe) => ({
    id: probe.id,
    reached: open,
    sent: open || interfaces.length > 1,
    detail: open ? 'practice: answered' : 'practice: no answer',
    ms: open ? 3 : 800,
  }));
  const flows = open ? probes.map((probe) => flowOf(from.address, probe)) : [];
  return { finished: printed({ interfaces, results }), flows, dropped: open ? 0 : probes.length };
}

function flowOf(source: string, probe: z.infer<typeof requestSchema>['probes'][number]): PracticeFlow {
  const protocol = probe.kind === 'dns' ? 'udp' : probe.kind;
  const destination = probe.address ?? probe.server ?? practiceAddresses.nameserver;
  return { source, protocol, destination, port: probe.kind === 'dns' ? 53 : (probe.port ?? null) };
}

/** Answers as `survey.py` would on the simulated PC. */
export function runSurvey(): Finished {
  const { host, router, bridgeGateway, defaultGateway, nameserver } = practiceAddresses;
  return printed({
    addresses: [
      { family: 4, address: '127.0.0.1', interface: 'lo' },
      { family: 4, address: host, interface: 'eth0' },
      { family: 4, address: bridgeGateway, interface: 'airlock0' },
      { family: 4, address: defaultGateway, interface: 'docker0' },
    ],
    listeners: [{ protocol: 'tcp', family: 4, address: '0.0.0.0', port: 22 }],
    nameservers: [nameserver],
    gateways: { '4': router, '6': null },
  });
}

export function printed(value: unknown): Finished {
  return { exitCode: 0, stdout: JSON.stringify(value), stderr: '' };
}

export function failed(stderr: string): Finished {
  return { exitCode: 1, stdout: '', stderr };
}
