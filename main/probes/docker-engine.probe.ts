import type { RemedyId } from '../../app/controls/remedies.ts';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { Engine, EngineFacts, ImageFacts } from '../docker/engine.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';

const answerTimeoutMs = 4_000;
/** Behind several ways there may be a machine that has to start first. */
const routedTimeoutMs = 25_000;
const connectTimeoutMs = 300;
/** Where engines offer themselves over TCP: without and with TLS. */
const engineTcpPorts = [2375, 2376] as const;
/** Docker 20.10, the oldest engine that has all we ask for. */
const oldestApi = [1, 41] as const;

/** Does the engine answer, is it new enough, and is it kept off the network? */
export const dockerEngine = probeOf({
  control: 'docker.engine',
  timeoutMs: 30_000,
  // It answered if it sent an event; that it went away is told by the end of its event stream.
  concernedBy: () => false,
  look,
});

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const [toolsImage, openPorts] = await Promise.all([readToolsImage(context, notes), readOpenPorts(context, notes)]);
  await noteRoutes(context.engine, notes);
  if (toolsImage instanceof AirlockError) return notUsable(toolsImage);
  const facts = await readFacts(context, notes);
  if (facts instanceof AirlockError) return notUsable(facts);
  if (openPorts.length > 0) {
    return {
      verdict: 'fail',
      summary: `Something answers where engines offer themselves to the network: ${openPorts.join(', ')}.`,
    };
  }
  if (context.engine.address.startsWith('tcp:')) {
    return { verdict: 'warn', summary: `The engine is used over the network, at ${context.engine.address}.` };
  }
  if (isOlder(facts.apiVersion)) {
    return { verdict: 'warn', summary: `Engine ${facts.version} answers, but Airlock needs 20.10 or newer.` };
  }
  if (facts.version === '') return { verdict: 'unknown', summary: 'The engine answers, but does not say what it is.' };
  if (toolsImage === null) {
    return {
      verdict: 'warn',
      summary: `Engine ${facts.version} answers, but Airlock’s tools image has not been built yet.`,
      remedies: ['docker.build-tools-image'],
    };
  }
  const kind = facts.rootless ? 'rootless, ' : '';
  const used = context.engine.routes?.().used ?? null;
  const way = used === null ? '' : ` It is reached by ${used}.`;
  return { verdict: 'pass', summary: `Engine ${facts.version} answers: ${kind}not offered to the network.${way}` };
}

function answerTimeoutOf({ routes }: Engine): number {
  return routes === null ? answerTimeoutMs : routedTimeoutMs;
}

/** Where there are several ways to the engine: which one is used, and why not the ones before it. */
async function noteRoutes({ routes }: Engine, notes: Notes): Promise<void> {
  if (routes === null) return;
  await notes.read('ways to the engine, in order', Promise.resolve(routes()), ({ used, tried }) =>
    [`used: ${used ?? '(none)'}`, ...tried.map(({ route, outcome }) => `${route}: ${outcome}`)].join('\n'),
  );
}

/** The question that shows that the engine answers now, too. */
async function readToolsImage(context: ProbeContext, notes: Notes): Promise<ImageFacts | null | AirlockError> {
  const { engine, profile, signal } = context;
  const asked = engine.image(profile.toolsImage, { signal, timeoutMs: answerTimeoutOf(engine) });
  try {
    return await notes.read(`docker image inspect ${profile.toolsImage}`, asked, (image) => image?.id ?? '(none)');
  } catch (error) {
    known.delete(engine);
    if (error instanceof AirlockError) return error;
    throw error;
  }
}

/** What an engine says of itself changes only when it is started anew; asking makes it run three programs. */
const known = new WeakMap<Engine, { readonly facts: EngineFacts; readonly atMs: number }>();
const keptMs = 60_000;

async function readFacts(context: ProbeContext, notes: Notes): Promise<EngineFacts | AirlockError> {
  const { engine, signal, now } = context;
  const kept = known.get(engine);
  const isKept = kept !== undefined && Math.abs(now() - kept.atMs) < keptMs;
  const atMs = isKept ? kept.atMs : now();
  const asked = isKept ? Promise.resolve(kept.facts) : engine.facts({ signal, timeoutMs: answerTimeoutOf(engine) });
  try {
    const facts = await notes.read(`docker version; docker info (${engine.address})`, asked, (said) =>
      show(said, atMs),
    );
    known.set(engine, { facts, atMs });
    return facts;
  } catch (error) {
    if (error instanceof AirlockError) return error;
    throw error;
  }
}

function show(facts: EngineFacts, atMs: number): string {
  const lines = Object.entries(facts).map(([name, value]) => `${name}: ${String(value)}`);
  return [...lines, `said at ${new Date(atMs).toISOString()}`].join('\n');
}

/** Tried rather than read: configuration files say what somebody meant, a connection says what is. */
async function readOpenPorts({ net }: ProbeContext, notes: Notes): Promise<readonly string[]> {
  const targets = ['127.0.0.1', ...net.addresses()].flatMap((address) =>
    engineTcpPorts.map((port) => ({ address, port, name: address.includes(':') ? `[${address}]` : address })),
  );
  const tried = Promise.all(
    targets.map(async ({ address, port, name }) => ({
      text: `${name}:${String(port)}`,
      open: await net.canConnect(address, port, connectTimeoutMs),
    })),
  );
  const source = 'connect to ports 2375 and 2376 on every address of this PC';
  const all = await notes.read(source, tried, (results) =>
    results.map(({ text, open }) => `${text} ${open ? 'answers' : 'closed'}`).join('\n'),
  );
  return all.filter(({ open }) => open).map(({ text }) => text);
}

function notUsable(error: AirlockError): Answer {
  if (!error.code.startsWith('engine-')) return { verdict: 'unknown', summary: error.message };
  const remedies: readonly RemedyId[] = error.code === 'engine-unreachable' ? ['docker.start-engine'] : [];
  return { verdict: 'fail', summary: error.message, remedies };
}

/** Not a number means unknown, not old. */
function isOlder(apiVersion: string): boolean {
  const [major = Number.NaN, minor = Number.NaN] = apiVersion.split('.').map(Number);
  return major < oldestApi[0] || (major === oldestApi[0] && minor < oldestApi[1]);
}
