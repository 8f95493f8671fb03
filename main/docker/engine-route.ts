import type { Duplex } from 'node:stream';
import type { AirlockError } from '../../app/errors/airlock-error.ts';

/** Why an engine did not answer over a route. */
export interface RouteFailure {
  /** What came instead of an HTTP answer; empty when nothing did. */
  readonly output: Buffer;
  readonly error: Error;
}

/** One way to an engine. */
export interface EngineRoute {
  /** As a person would repeat it. */
  readonly shown: string;
  /** How long its first answer may take. */
  readonly timeoutMs: number;
  /** Opens a connection; that it leads nowhere may show later. */
  open(): Duplex;
  /** What a failure means on this route: always an `engine-…` error. */
  explain(failure: RouteFailure): AirlockError;
}
