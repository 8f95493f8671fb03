import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ControlId } from '../../app/controls/control.ts';
import { composePanel } from '../../main/core/compose.ts';
import type { Panel } from '../../main/core/panel.ts';
import { labImages } from '../lab/lab-addresses.ts';
import { airlock, answerOf } from './support/airlock.ts';
import { docker, iptables } from './support/engine.ts';
import { startEngineProxy } from './support/engine-proxy.ts';

/** The issue's own number: a chip turns within two seconds of the break, without anybody asking. */
const limitMs = 2_000;

let panel: Panel;

async function openPanel(env: Readonly<Record<string, string>> = {}): Promise<Panel> {
  const opened = await composePanel({ host: 'linux', env: { ...process.env, ...env }, version: 'test' });
  opened.state.subscribe(() => undefined);
  opened.start();
  return opened;
}

function verdictOf(id: ControlId, from: Panel = panel): string {
  const controls = from.state.snapshot().layers.flatMap((layer) => layer.controls);
  const found = controls.find((control) => control.id === id);
  return `${found?.verdict ?? 'none'}: ${found?.summary ?? ''}`;
}

/** Waits for the chip; what it says instead is in the failure. */
async function turns(id: ControlId, verdict: string, timeoutMs = limitMs, from?: Panel): Promise<void> {
  const pattern = new RegExp(`^${verdict}:`, 'u');
  await expect.poll(() => verdictOf(id, from), { timeout: timeoutMs, interval: 10 }).toMatch(pattern);
}

async function resume(): Promise<void> {
  const resumed = await airlock(['resume', '--json']);
  expect(answerOf(resumed), resumed.stderr).toMatchObject({ phase: 'ready' });
}

/** A container that carries our label as if it were part of the session, with something about it that must not be. */
function runLabelled(...options: readonly string[]): void {
  const label = ['--label', 'airlock.session=sabotage'];
  docker('run', '-d', '--name', 'saboteur', ...label, ...options, '--entrypoint', 'sleep', labImages.tools, '60');
}

interface Sabotage {
  readonly control: ControlId;
  readonly name: string;
  readonly turnsTo: string;
  readonly open: () => void;
  readonly mend: () => Promise<void> | void;
}

const sabotages: readonly Sabotage[] = [
  {
    control: 'docker.airlock-net',
    name: 'a stranger on the network',
    turnsTo: 'fail',
    open: () =>
      docker(
        'run',
        '-d',
        '--name',
        'saboteur',
        '--network',
        'airlock_net',
        '--entrypoint',
        'sleep',
        labImages.tools,
        '60',
      ),
    mend: async () => {
      docker('rm', '-f', 'saboteur');
      await resume();
    },
  },
  {
    control: 'docker.airlock-net',
    name: 'ComfyUI on a second network',
    turnsTo: 'fail',
    open: () => docker('network', 'connect', 'bridge', 'airlock-comfyui'),
    mend: resume,
  },
  {
    control: 'docker.wall',
    name: 'a rule of FORWARD removed',
    turnsTo: 'fail',
    open: () => iptables('-D', 'FORWARD', '2'),
    mend: resume,
  },
  {
    control: 'docker.wall',
    name: 'the sentinel killed',
    turnsTo: 'fail',
    open: () => docker('kill', 'airlock-sentinel'),
    mend: resume,
  },
  {
    control: 'docker.egress-proof',
    name: 'the wall opened after its test',
    turnsTo: 'unknown',
    open: () => iptables('-D', 'INPUT', '2'),
    mend: resume,
  },
  {
    control: 'docker.loopback-publish',
    name: 'a port of ours on every address',
    turnsTo: 'fail',
    open: () => runLabelled('-p', '0.0.0.0:8199:8199'),
    mend: () => void docker('rm', '-f', 'saboteur'),
  },
  {
    control: 'docker.manual-lifecycle',
    name: 'a restart policy',
    turnsTo: 'fail',
    open: () => docker('update', '--restart', 'always', 'airlock-comfyui'),
    mend: () => void docker('update', '--restart', 'no', 'airlock-comfyui'),
  },
  {
    control: 'docker.shm',
    name: 'the host’s shared memory',
    turnsTo: 'fail',
    open: () => runLabelled('--ipc', 'host', '--network', 'none'),
    mend: () => void docker('rm', '-f', 'saboteur'),
  },
];

describe('a chip turns by itself when its control is broken, and back when it is mended', () => {
  beforeAll(async () => {
    const launched = await airlock(['launch', 'secure', '--wall', 'bridge', '--json']);
    expect(answerOf(launched), launched.stderr).toMatchObject({ phase: 'ready' });
    panel = await openPanel();
  });

  afterEach(() => {
    if (docker('ps', '-aq', '--filter', 'name=saboteur') !== '') docker('rm', '-f', 'saboteur');
  });

  afterAll(async () => {
    await panel.stop();
    await airlock(['stop', '--json']);
  });

  it.each(sabotages)('$control: $name', async ({ control, turnsTo, open, mend }) => {
    await turns(control, 'pass', 10_000);
    open();
    await turns(control, turnsTo);
    await mend();
    await turns(control, 'pass');
  });

  it('every chip of the engine and of the container is looked at in a running session', async () => {
    await panel.handlers['controls.sweep']({});
    const chips = panel.state.snapshot().layers.flatMap((layer) => layer.controls);
    const real = chips.filter(({ id }) => id.startsWith('docker.') || id.startsWith('container.'));
    const bad = real.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable');
    expect(bad.map(({ id, verdict, summary, evidence }) => ({ id, verdict, summary, evidence }))).toEqual([]);
  });
});

describe('docker.engine', () => {
  let folder: string;
  let opened: Panel | null = null;
  let listener: Server | null = null;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'airlock-proxy-'));
  });

  afterEach(async () => {
    await opened?.stop();
    opened = null;
    listener?.close();
    listener = null;
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('turns when the engine goes away, everything else becomes unknown, and all comes back with it', async () => {
    const socket = path.join(folder, 'engine.sock');
    const proxy = await startEngineProxy(socket, process.env['DOCKER_HOST'] ?? '');
    opened = await openPanel({ DOCKER_HOST: `unix://${socket}` });
    await turns('docker.engine', 'pass', 10_000, opened);
    await turns('container.sandbox-clean', 'pass', limitMs, opened);
    await proxy.stop();
    await turns('docker.engine', 'fail', limitMs, opened);
    await turns('container.sandbox-clean', 'unknown', limitMs, opened);
    const again = await startEngineProxy(socket, process.env['DOCKER_HOST'] ?? '');
    await turns('docker.engine', 'pass', limitMs, opened);
    await turns('container.sandbox-clean', 'pass', limitMs, opened);
    await again.stop();
  });

  it('turns at the next look when an engine is offered on TCP', async () => {
    opened = await openPanel();
    await turns('docker.engine', 'pass', 10_000, opened);
    const server = createServer((socket) => socket.end());
    listener = server;
    await new Promise<void>((resolve) => server.listen(2375, '127.0.0.1', resolve));
    await opened.handlers['controls.sweep']({});
    await turns('docker.engine', 'fail', limitMs, opened);
    await new Promise((resolve) => server.close(resolve));
    await opened.handlers['controls.sweep']({});
    await turns('docker.engine', 'pass', limitMs, opened);
  });
});
