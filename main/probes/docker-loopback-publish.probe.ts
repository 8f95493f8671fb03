import { label } from '../../app/launch/labels.ts';
import type { ContainerFacts } from '../docker/engine.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import { aliveComfyUi, isAlive, isSessionChange, nothingRuns, readOurs } from './session-containers.ts';

/** This PC's own addresses answer or refuse at once; a busy one takes longer, and nobody would ask again. */
const connectTimeoutMs = 1_500;
const loopback = '127.0.0.1';

/** Is the page at 127.0.0.1 and nowhere else, by what the engine says and by trying? */
export const dockerLoopbackPublish = probeOf({
  control: 'docker.loopback-publish',
  timeoutMs: 5_000,
  concernedBy: isSessionChange,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const ours = (await readOurs(context, notes, showPorts)).filter(isAlive);
  const open = ours.flatMap(portsOf).filter(({ hostIp }) => hostIp !== loopback && hostIp !== '::1');
  if (open.length > 0) {
    const shown = open.map(({ hostIp, hostPort, name }) => `${hostIp}:${String(hostPort)} (${name})`);
    return { verdict: 'fail', summary: `Published on addresses that others can reach: ${shown.join(', ')}.` };
  }
  const comfyui = aliveComfyUi(ours);
  if (comfyui === undefined) return nothingRuns;
  const port = Number(comfyui.labels[label.port]) || context.profile.port;
  const { here, elsewhere } = await connect(context, notes, port);
  if (elsewhere.length > 0) {
    return {
      verdict: 'fail',
      summary: `Port ${String(port)} also answers at ${elsewhere.join(', ')}, which others can reach.`,
    };
  }
  if (!ours.flatMap(portsOf).some(({ hostPort }) => hostPort === port)) {
    return { verdict: 'unknown', summary: `Nothing of this session is published at port ${String(port)} yet.` };
  }
  if (!here) {
    return { verdict: 'unknown', summary: `Nothing answers at ${loopback}:${String(port)}, so trying proves nothing.` };
  }
  return { verdict: 'pass', summary: `${loopback}:${String(port)} answers; no other address of this PC does.` };
}

async function connect(
  { net }: ProbeContext,
  notes: Notes,
  port: number,
): Promise<{ readonly here: boolean; readonly elsewhere: readonly string[] }> {
  const addresses = [loopback, ...net.addresses()];
  const tried = Promise.all(addresses.map((address) => net.canConnect(address, port, connectTimeoutMs)));
  const reached = await notes.read(`connect to port ${String(port)} on every address of this PC`, tried, (all) =>
    addresses.map((address, at) => `${address} ${all[at] === true ? 'answers' : 'refused'}`).join('\n'),
  );
  return { here: reached[0] === true, elsewhere: addresses.filter((_, at) => at > 0 && reached[at] === true) };
}

function portsOf({ name, published }: ContainerFacts): (ContainerFacts['published'][number] & { name: string })[] {
  return published.map((port) => ({ ...port, name }));
}

function showPorts({ published }: ContainerFacts): string {
  const ports = published.map((port) => `${port.hostIp}:${String(port.hostPort)} → ${String(port.containerPort)}`);
  return ports.join(', ') || '(nothing published)';
}
