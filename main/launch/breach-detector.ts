import { engineName, label } from '../../app/launch/labels.ts';
import { parseSentinelLine, type SentinelBeat } from '../../app/launch/sentinel-report.ts';
import type { BreachReason } from '../../app/launch/session.ts';
import type { EngineEvent } from '../docker/engine.ts';

/** The sentinel beats every 400 ms. With the pause itself, a breach has to be answered within a second. */
const silenceMs = 700;

/** What belongs to one session. The relay is known by its labels: it may start after the watch. */
export interface SessionContainers {
  readonly sessionId: string;
  readonly comfyuiId: string;
  readonly sentinelId: string;
}

/** What was seen, before anything is done about it. */
export interface Alarm {
  readonly reason: BreachReason;
  readonly detail: string;
}

/**
 * Decides what counts as an opening of the wall. Pure: it is fed with engine events, sentinel lines and clock ticks,
 * and answers with an alarm or null.
 */
export class BreachDetector {
  private lastBeatMs: number;
  private lastTickMs: number;
  /** Time this process itself was not scheduled since the last beat: that silence is ours, not the sentinel's. */
  private ownLagMs = 0;

  constructor(
    private readonly containers: SessionContainers,
    nowMs: number,
  ) {
    this.lastBeatMs = nowMs;
    this.lastTickMs = nowMs;
  }

  onEvent(event: EngineEvent): Alarm | null {
    const { comfyuiId, sentinelId, sessionId } = this.containers;
    if (event.kind === 'network' && event.action === 'connect') return this.onConnect(event);
    if (event.kind !== 'container') return null;
    if (event.id === sentinelId) return sentinelAlarm(event.action);
    const isOurs = event.attributes[label.session] === sessionId;
    if (isOurs && event.attributes[label.role]?.startsWith('relay') === true) return relayAlarm(event.action);
    if (event.id === comfyuiId && event.action === 'start') {
      return { reason: 'restarted-outside', detail: 'ComfyUI was started again from outside Airlock' };
    }
    return null;
  }

  onSentinelLine(line: string, nowMs: number): Alarm | null {
    const parsed = parseSentinelLine(line);
    if (parsed === null || parsed.type === 'note') return null;
    if (parsed.type === 'breach') return { reason: parsed.reason, detail: parsed.detail };
    this.lastBeatMs = nowMs;
    this.ownLagMs = 0;
    return beatAlarm(parsed);
  }

  /** To be called every `periodMs`. */
  onTick(nowMs: number, periodMs: number): Alarm | null {
    this.ownLagMs += Math.max(0, nowMs - this.lastTickMs - periodMs);
    this.lastTickMs = nowMs;
    const silentMs = nowMs - this.lastBeatMs - this.ownLagMs;
    if (silentMs <= silenceMs) return null;
    return {
      reason: 'sentinel-silent',
      detail: `the sentinel has said nothing for ${String(Math.round(silentMs))} ms`,
    };
  }

  private onConnect(event: EngineEvent): Alarm | null {
    const network = event.attributes['name'] ?? event.id;
    const container = event.attributes['container'] ?? '';
    if (container === this.containers.comfyuiId) {
      return { reason: 'network-attached', detail: `ComfyUI was attached to the network ${network}` };
    }
    if (network !== engineName.network) return null;
    return { reason: 'network-attached', detail: `another container was attached to ${engineName.network}` };
  }
}

function sentinelAlarm(action: string): Alarm | null {
  if (action === 'die' || action === 'kill' || action === 'destroy') {
    return { reason: 'sentinel-gone', detail: 'the sentinel, which keeps and watches the wall, was ended' };
  }
  if (action === 'pause')
    return { reason: 'sentinel-paused', detail: 'the sentinel, which watches the wall, was paused' };
  return null;
}

function relayAlarm(action: string): Alarm | null {
  if (action !== 'die' && action !== 'pause' && action !== 'destroy') return null;
  return { reason: 'relay-gone', detail: 'the relay to the sealed container was ended or paused' };
}

function beatAlarm(beat: SentinelBeat): Alarm | null {
  if (beat.intact) return null;
  return { reason: 'rule-removed', detail: 'the rules in the kernel are not the ones that were raised' };
}
