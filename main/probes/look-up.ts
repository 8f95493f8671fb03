import type { ControlId } from '../../app/controls/control.ts';
import type { RemedyId } from '../../app/controls/remedies.ts';
import { failureOf } from '../../app/errors/airlock-error.ts';
import type { Evidence, Finding } from '../../app/findings/finding.ts';
import type { Mark } from '../../app/findings/mark.ts';
import type { Verdict } from '../../app/findings/verdict.ts';
import type { EngineEvent } from '../docker/engine.ts';
import { redactSecrets } from '../files/redact-secrets.ts';
import type { Probe, ProbeContext } from './probe.ts';

const maxOutputLength = 2_000;

/** What a probe has found out; the evidence was noted along the way. */
export interface Answer {
  readonly verdict: Verdict;
  /** One line in plain words: what was seen. */
  readonly summary: string;
  readonly marks?: readonly Mark[];
  readonly remedies?: readonly RemedyId[];
  /** When it was true, if that was not just now. ISO 8601, UTC. */
  readonly observedAt?: string;
}

/** What a probe has read so far, with the time each answer took. */
export class Notes {
  private readonly noted: Evidence[] = [];

  /** Reads something and notes what came back, also when it failed. `source` is written as a person would repeat it. */
  async read<T>(source: string, work: Promise<T>, show: (value: T) => string): Promise<T> {
    const startedMs = performance.now();
    try {
      const value = await work;
      this.note(source, show(value), startedMs);
      return value;
    } catch (error) {
      const { code, message } = failureOf(error);
      this.note(source, `${code}: ${message}`, startedMs);
      throw error;
    }
  }

  all(): readonly Evidence[] {
    return [...this.noted];
  }

  private note(source: string, output: string, startedMs: number): void {
    const shown = redactSecrets(output).trim();
    const cut = shown.length > maxOutputLength ? `${shown.slice(0, maxOutputLength - 1)}…` : shown;
    this.noted.push({ source, output: cut || '(nothing)', durationMs: Math.round(performance.now() - startedMs) });
  }
}

/** One question about one control. */
export interface Question {
  readonly control: ControlId;
  readonly timeoutMs: number;
  readonly needsSession?: boolean;
  readonly concernedBy: (event: EngineEvent) => boolean;
  readonly look: (context: ProbeContext, notes: Notes) => Promise<Answer>;
}

/** Makes a probe of a question: whatever goes wrong while looking is `unknown`, with what was read until then. */
export function probeOf({ control, timeoutMs, needsSession = false, concernedBy, look }: Question): Probe {
  return {
    id: control,
    controls: [control],
    timeoutMs,
    needsSession,
    concernedBy: (event) => isPracticeSwitch(event, control) || concernedBy(event),
    observe: async (context) => {
      const notes = new Notes();
      const answer = await look(context, notes).catch(cannotTell);
      return [findingOf(control, answer, notes, context)];
    },
  };
}

function findingOf(controlId: ControlId, answer: Answer, notes: Notes, context: ProbeContext): Finding {
  return {
    controlId,
    verdict: answer.verdict,
    summary: answer.summary,
    observedAt: answer.observedAt ?? new Date(context.now()).toISOString(),
    evidence: notes.all(),
    ...(answer.marks === undefined ? {} : { marks: answer.marks }),
    remedies: answer.remedies ?? [],
  };
}

function cannotTell(error: unknown): Answer {
  return { verdict: 'unknown', summary: `It could not be looked at: ${failureOf(error).message}` };
}

/** A control of the practice PC was broken or mended. */
function isPracticeSwitch(event: EngineEvent, control: ControlId): boolean {
  return event.kind === 'other' && event.action === 'practice' && event.id === control;
}
