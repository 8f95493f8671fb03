import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAddresses, labImages } from '../lab/lab-addresses.ts';
import { airlock, answerOf } from './support/airlock.ts';
import { ChipWatch, statusChip } from './support/chips.ts';
import { docker, iptables } from './support/engine.ts';
import { listenAt } from './support/listen-at.ts';

/** The issue's own number: a chip has turned within this time of the change. */
const limitMs = 2_000;
/** Longest wait for a chip that shows what was there before. */
const settledMs = 8_000;
const extra = 'airlock-lab-extra';

interface Sabotage {
  readonly control: string;
  readonly what: string;
  readonly spoil: () => void;
  readonly mend: () => void | Promise<void>;
  readonly shows: string;
}

/** A container that sits on the session's network, or claims to be a part of it. */
function runExtra(...options: readonly string[]): void {
  docker('run', '-d', '--name', extra, ...options, '--entrypoint', 'sleep', labImages.tools, '600');
}

function asPart(): string {
  return `airlock.session=${docker('inspect', '-f', '{{index .Config.Labels "airlock.session"}}', 'airlock-comfyui')}`;
}

function removeExtra(): void {
  docker('rm', '-f', extra);
}

async function launch(wall: string): Promise<void> {
  const launched = await airlock(['launch', 'secure', '--wall', wall, '--json']);
  expect(answerOf(launched), launched.stderr).toMatchObject({ phase: 'ready' });
}

async function resume(): Promise<void> {
  const resumed = await airlock(['resume', '--json']);
  expect(answerOf(resumed), resumed.stderr).toMatchObject({ phase: 'ready' });
}

/** Every one is told by an event or by the sentinel, so that nobody has to ask. */
const pushed: readonly Sabotage[] = [
  {
    control: 'docker.airlock-net',
    what: 'a stranger joins the network',
    spoil: () => runExtra('--network', 'airlock_net'),
    mend: async () => {
      removeExtra();
      await resume();
    },
    shows: 'fail',
  },
  {
    control: 'docker.loopback-publish',
    what: 'a part of the session publishes to everybody',
    spoil: () => runExtra('--label', asPart(), '-p', '0.0.0.0:9188:80'),
    mend: removeExtra,
    shows: 'fail',
  },
  {
    control: 'docker.manual-lifecycle',
    what: 'ComfyUI gets a restart policy',
    spoil: () => void docker('update', '--restart=always', 'airlock-comfyui'),
    mend: () => void docker('update', '--restart=no', 'airlock-comfyui'),
    shows: 'fail',
  },
  {
    control: 'docker.shm',
    what: 'a part of the session shares the memory of the host',
    spoil: () => runExtra('--label', asPart(), '--ipc', 'host'),
    mend: removeExtra,
    shows: 'fail',
  },
  {
    control: 'docker.wall',
    what: 'the DROP rule of FORWARD is removed',
    spoil: () => void iptables('-D', 'FORWARD', '2'),
    mend: resume,
    shows: 'fail',
  },
  {
    control: 'docker.egress-proof',
    what: 'the wall is opened after its test',
    spoil: () => void iptables('-D', 'INPUT', '2'),
    mend: resume,
    shows: 'unknown',
  },
];

/** What no event tells of: it shows when somebody looks. */
const seenByLooking = [
  { control: 'docker.engine', what: 'an engine’s port answers', listen: () => listenAt('127.0.0.1', 2375) },
  {
    control: 'docker.loopback-publish',
    what: 'a program forwards the page',
    listen: () => listenAt(labAddresses.pc, 8188),
  },
] as const;

/** Ended also when a test fails: a watcher that is left behind would keep the whole run from ending. */
const watches: ChipWatch[] = [];

function openWatch(): ChipWatch {
  const watch = new ChipWatch();
  watches.push(watch);
  return watch;
}

afterAll(async () => {
  await Promise.all(watches.map((watch) => watch.stop()));
  await airlock(['stop', '--json']);
});

describe('behind the bridge wall', () => {
  let watch: ChipWatch;

  beforeAll(async () => {
    await launch('bridge');
    watch = openWatch();
  });

  afterAll(async () => {
    await airlock(['stop', '--json']);
  });

  it.each(pushed)('airlock watch tells $control when $what, and when it is mended', async (sabotage) => {
    const { control, spoil, mend, shows } = sabotage;
    await watch.msUntil(control, ['pass'], settledMs);
    spoil();
    expect(await watch.msUntil(control, [shows], settledMs)).toBeLessThanOrEqual(limitMs);
    await mend();
    expect(await watch.msUntil(control, ['pass'], settledMs)).toBeLessThanOrEqual(limitMs);
  });

  it.each(seenByLooking)('airlock status shows $control when $what, and when it ends', async ({ control, listen }) => {
    expect(await statusChip(control)).toMatchObject({ verdict: 'pass' });
    const listener = await listen();
    expect(await statusChip(control)).toMatchObject({ verdict: 'fail' });
    await listener.close();
    expect(await statusChip(control)).toMatchObject({ verdict: 'pass' });
  });
});

describe('behind the sealed wall', () => {
  it('airlock watch tells docker.wall when a network is attached, and when it is mended', async () => {
    await launch('sealed');
    const watch = openWatch();
    await watch.msUntil('docker.wall', ['not-applicable'], settledMs);
    docker('network', 'disconnect', 'none', 'airlock-comfyui');
    docker('network', 'connect', 'bridge', 'airlock-comfyui');
    expect(await watch.msUntil('docker.wall', ['fail'], settledMs)).toBeLessThanOrEqual(limitMs);
    await resume();
    expect(await watch.msUntil('docker.wall', ['not-applicable'], settledMs)).toBeLessThanOrEqual(limitMs);
  });
});
