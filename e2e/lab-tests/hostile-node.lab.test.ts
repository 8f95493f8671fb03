import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labAddresses as at, labImages } from '../lab/lab-addresses.ts';
import { airlock, answerOf } from './support/airlock.ts';
import { docker } from './support/engine.ts';
import { hostileMarker, hostileReport, labFolder, plantHostileNode, removeHostileNode } from './support/hostile.ts';
import { seenOf } from './support/seen.ts';

const rounds = 2;
const roundsLimitMs = 60_000;

beforeEach(() => {
  removeHostileNode();
  plantHostileNode();
});

afterEach(async () => {
  await airlock(['stop', '--json']);
  for (const id of docker('ps', '-aq').split('\n').filter(Boolean)) docker('rm', '-f', id);
  removeHostileNode();
});

async function afterRounds(): Promise<NonNullable<ReturnType<typeof hostileReport>>> {
  await expect.poll(() => hostileReport()?.rounds ?? 0, { timeout: roundsLimitMs }).toBeGreaterThanOrEqual(rounds);
  const report = hostileReport();
  if (report === null) throw new Error('the hostile node wrote no report');
  return report;
}

it('gets out of a container without a wall: the positive control', async () => {
  const sinceMs = Date.now();
  const mounts = [
    '-v',
    `${labFolder('custom_nodes')}:/comfyui/custom_nodes`,
    '-v',
    `${labFolder('output')}:/comfyui/output`,
  ];
  docker('run', '-d', '-e', 'HOME=/tmp', ...mounts, labImages.comfyui, '--listen', '0.0.0.0', '--port', '8188');
  const report = await afterRounds();
  const expected = [
    `tcp ${at.internet} 443`,
    `tcp ${at.internet6} 443`,
    `udp ${at.internet} 123`,
    `tcp ${at.pc} 2222`,
    `dns ${at.pcResolver}`,
    `dns ${at.internet}`,
    `ping ${at.internet}`,
    `ping ${at.internet6}`,
    `tcp ${at.metadata} 80`,
    `tcp ${at.lan} 80`,
    'dns system',
    'packet socket',
    'write /comfyui',
  ];
  expect(Object.keys(report.succeeded)).toEqual(expect.arrayContaining(expected));
  const places = new Set(seenOf(sinceMs, hostileMarker).map((seen) => `${seen.place} ${seen.protocol}`));
  expect(places).toEqual(
    new Set([
      'internet tcp',
      'internet udp',
      'internet icmp',
      'internet ip-253',
      'lan tcp',
      'lan udp',
      'lan icmp',
      'lan ip-253',
      'pc tcp',
      'pc udp',
      'pc icmp',
    ]),
  );
});

describe.each(['bridge', 'sealed'])('the %s wall', (wall) => {
  it('lets a hostile node get nothing out, by its own account and by everybody else’s', async () => {
    const sinceMs = Date.now();
    const launch = await airlock(['launch', 'secure', '--wall', wall, '--json']);
    const answer = answerOf(launch);
    expect(answer, JSON.stringify(answer).slice(0, 2000)).toMatchObject({ phase: 'ready' });
    const report = await afterRounds();
    expect(report.tried.length).toBeGreaterThan(100);
    expect(report.succeeded).toEqual({});
    expect(seenOf(sinceMs, hostileMarker)).toEqual([]);
  });
});
