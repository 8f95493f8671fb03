import { describe, expect, it } from 'vitest';
import { label } from '../../app/launch/labels.ts';
import type { EngineEvent } from '../docker/engine.ts';
import { BreachDetector } from './breach-detector.ts';

const session = { sessionId: 's1', comfyuiId: 'comfy', sentinelId: 'sentinel' };

function event(change: Partial<EngineEvent>): EngineEvent {
  return { kind: 'container', action: 'start', id: 'other', attributes: {}, timeMs: 0, ...change };
}

function beat(intact: boolean): string {
  return JSON.stringify({
    type: 'beat',
    at: '2026-01-01T00:00:00Z',
    seq: 1,
    backend: 'nft',
    intact,
    fingerprint: 'f',
    rules: [],
    interfaces: null,
    guards: null,
    proven: true,
    frozen: false,
  });
}

describe('engine events', () => {
  const detector = new BreachDetector(session, 0);

  it.each([
    ['die', 'sentinel-gone'],
    ['kill', 'sentinel-gone'],
    ['pause', 'sentinel-paused'],
  ])('of the sentinel: %s is %s', (action, reason) => {
    expect(detector.onEvent(event({ id: 'sentinel', action }))?.reason).toBe(reason);
  });

  it('of the relay count by their labels', () => {
    const attributes = { [label.session]: 's1', [label.role]: 'relay-outer' };
    expect(detector.onEvent(event({ action: 'die', attributes }))?.reason).toBe('relay-gone');
    expect(detector.onEvent(event({ action: 'die', attributes: { ...attributes, [label.session]: 's2' } }))).toBeNull();
  });

  it('see ComfyUI attached to any network', () => {
    const attributes = { container: 'comfy', name: 'bridge' };
    expect(detector.onEvent(event({ kind: 'network', action: 'connect', attributes }))?.reason).toBe(
      'network-attached',
    );
  });

  it('see a stranger on airlock_net, and let strangers on other networks be', () => {
    const stranger = { container: 'stranger', name: 'airlock_net' };
    expect(detector.onEvent(event({ kind: 'network', action: 'connect', attributes: stranger }))).not.toBeNull();
    const elsewhere = { container: 'stranger', name: 'bridge' };
    expect(detector.onEvent(event({ kind: 'network', action: 'connect', attributes: elsewhere }))).toBeNull();
  });

  it('see ComfyUI started again', () => {
    expect(detector.onEvent(event({ id: 'comfy', action: 'start' }))?.reason).toBe('restarted-outside');
  });

  it('leave everything else alone', () => {
    expect(detector.onEvent(event({ id: 'comfy', action: 'exec_start' }))).toBeNull();
    expect(detector.onEvent(event({ id: 'other', action: 'die' }))).toBeNull();
  });
});

describe('the sentinel', () => {
  it('raises an alarm with its own reason', () => {
    const line = JSON.stringify({ type: 'breach', at: 'now', reason: 'rule-reordered', detail: 'FORWARD 3' });
    expect(new BreachDetector(session, 0).onSentinelLine(line, 1)?.reason).toBe('rule-reordered');
  });

  it('raises one with a beat that is not intact', () => {
    expect(new BreachDetector(session, 0).onSentinelLine(beat(false), 1)).not.toBeNull();
    expect(new BreachDetector(session, 0).onSentinelLine(beat(true), 1)).toBeNull();
  });

  it('is missed after 700 ms without a beat', () => {
    const detector = new BreachDetector(session, 0);
    const alarms = [200, 400, 600, 700, 750].map((now) => detector.onTick(now, 200)?.reason ?? null);
    expect(alarms).toEqual([null, null, null, null, 'sentinel-silent']);
  });

  it('is not missed for time in which this process itself stood still', () => {
    const detector = new BreachDetector(session, 0);
    expect(detector.onTick(200, 200)).toBeNull();
    expect(detector.onTick(5_000, 200)).toBeNull();
    detector.onSentinelLine(beat(true), 5_010);
    expect(detector.onTick(5_200, 200)).toBeNull();
  });

  it('writes lines that nobody understands without harm', () => {
    expect(new BreachDetector(session, 0).onSentinelLine('{{{', 1)).toBeNull();
  });
});
