import { describe, expect, it } from 'vitest';
import type { SentinelBeat } from '../../app/launch/sentinel-report.ts';
import { dockerWall } from './docker-wall.probe.ts';
import { ask, noSession, type FakeWorld } from './testing/fake-context.ts';
import { beat, container, nowMs, standingRules } from './testing/fake-facts.ts';

const says = (change: Partial<SentinelBeat>): FakeWorld => ({ log: [JSON.stringify(beat(change))] });
const ago = (ms: number): string => new Date(nowMs - ms).toISOString();

const labels = { ...container('comfyui').labels, 'airlock.wall': 'sealed' };
const sealed = (change: Partial<SentinelBeat>): FakeWorld => ({
  containers: [
    container('comfyui', { labels, published: [], networks: {}, networkMode: 'none' }),
    container('sentinel', { labels: { ...container('sentinel').labels, 'airlock.wall': 'sealed' } }),
  ],
  ...says(change),
});

describe('docker.wall on a bridge', () => {
  it('holds, and counts what was dropped in both chains and families', async () => {
    const finding = await ask(dockerWall);
    expect(finding.verdict).toBe('pass');
    expect(finding.summary).toContain('12 packets');
    expect(finding.evidence.at(-1)?.output).toContain('FORWARD');
  });

  it.each(
    standingRules().map((rule) => ({ rule, name: `${rule.chain} ${String(rule.family)} ${String(rule.position)}` })),
  )('fails when the rule $name is missing, although the sentinel calls it intact', async ({ rule: gone }) => {
    const rules = standingRules().map((rule) =>
      rule.spec === gone.spec && rule.family === gone.family ? { ...rule, position: 0 } : rule,
    );
    const finding = await ask(dockerWall, says({ rules }));
    expect(finding).toMatchObject({ verdict: 'fail', remedies: ['docker.raise-wall'] });
    expect(finding.summary).toContain(`IPv${String(gone.family)} ${gone.chain}`);
  });

  it('fails when another rule stands first', async () => {
    const rules = standingRules().map((rule) => ({ ...rule, position: rule.position + 1 }));
    expect((await ask(dockerWall, says({ rules }))).verdict).toBe('fail');
  });

  it('fails when the rules are those of another session or another bridge', async () => {
    const ofAnother = standingRules().map((rule) => ({ ...rule, spec: rule.spec.replace('session-1', 'session-0') }));
    expect((await ask(dockerWall, says({ rules: ofAnother }))).verdict).toBe('fail');
    const elsewhere = standingRules().map((rule) => ({ ...rule, spec: rule.spec.replace('airlock0', 'docker0') }));
    expect((await ask(dockerWall, says({ rules: elsewhere }))).verdict).toBe('fail');
  });

  it('fails when the sentinel saw a breach or has frozen ComfyUI', async () => {
    expect((await ask(dockerWall, says({ intact: false }))).verdict).toBe('fail');
    expect((await ask(dockerWall, says({ frozen: true }))).verdict).toBe('fail');
  });

  it('fails when IPv4 has no rules at all', async () => {
    const rules = standingRules().filter((rule) => rule.family === 6);
    expect((await ask(dockerWall, says({ rules }))).verdict).toBe('fail');
  });

  it.each(['exited', 'paused', 'dead'] as const)('fails when the sentinel is %s', async (state) => {
    const containers = [container('comfyui'), container('sentinel', { state })];
    expect((await ask(dockerWall, { containers })).verdict).toBe('fail');
  });

  it('fails when the sentinel is gone', async () => {
    expect((await ask(dockerWall, { containers: [container('comfyui')] })).verdict).toBe('fail');
  });

  it('fails when the sentinel has stopped reporting', async () => {
    expect((await ask(dockerWall, says({ at: ago(10_000) }))).verdict).toBe('fail');
  });

  it('trusts a sentinel with another clock as long as it goes on', async () => {
    let seq = 1;
    const logTail = (): Promise<readonly string[]> => {
      seq += 1;
      return Promise.resolve([JSON.stringify(beat({ at: ago(60_000), seq }))]);
    };
    expect((await ask(dockerWall, { engine: { logTail } })).verdict).toBe('pass');
  });

  it('cannot tell from garbage, from nothing, or when the log cannot be read', async () => {
    expect((await ask(dockerWall, { log: ['{"type":"beat"}', 'Traceback'] })).verdict).toBe('unknown');
    expect((await ask(dockerWall, { log: [] })).verdict).toBe('unknown');
    const logTail = (): Promise<never> => Promise.reject(new Error('broken pipe'));
    expect((await ask(dockerWall, { engine: { logTail } })).verdict).toBe('unknown');
  });

  it('cannot tell without a session', async () => {
    expect((await ask(dockerWall, noSession)).verdict).toBe('unknown');
  });
});

describe('docker.wall around a sealed session', () => {
  it('is not applicable while there is no interface but lo', async () => {
    const finding = await ask(dockerWall, sealed({ interfaces: ['lo'] }));
    expect(finding.verdict).toBe('not-applicable');
    expect(finding.summary).toContain('stronger');
  });

  it('fails as soon as an interface appears', async () => {
    expect((await ask(dockerWall, sealed({ interfaces: ['lo', 'eth0'] }))).verdict).toBe('fail');
  });

  it('cannot tell when the sentinel does not see the interfaces', async () => {
    expect((await ask(dockerWall, sealed({ interfaces: null }))).verdict).toBe('unknown');
  });
});
