import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { EngineRoutes } from './engine.ts';
import type { EngineRoute } from './engine-route.ts';
import { pingEngine } from './ping-engine.ts';

/** Idle connections kept; each may be a running command. */
const keptConnections = 2;

/**
 * Opens connections over the first of several routes on which an engine answers. Which one that is stays decided until
 * a connection breaks: then all are tried anew, so that an engine that went away or came back is noticed.
 */
export class RouteAgent extends Agent {
  private choosing: Promise<EngineRoute> | null = null;
  private used: string | null = null;
  private tried: EngineRoutes['tried'] = [];

  constructor(private readonly routes: readonly EngineRoute[]) {
    super({ keepAlive: true, maxFreeSockets: keptConnections });
  }

  override createConnection(
    _options: unknown,
    callback?: (error: Error | null, connection: Duplex) => void,
  ): Duplex | undefined {
    void this.connect().then(
      (connection) => callback?.(null, connection),
      // Node's own types have no call with an error alone.
      (error: unknown) => (callback as ((error: unknown) => void) | undefined)?.(error),
    );
    return undefined;
  }

  /** Which route is used and what came of the others. */
  report(): EngineRoutes {
    return { used: this.used, tried: this.tried };
  }

  private async connect(): Promise<Duplex> {
    this.choosing ??= this.choose();
    const choosing = this.choosing;
    try {
      const connection = (await choosing).open();
      connection.once('error', () => this.forget(choosing));
      return connection;
    } catch (error) {
      this.forget(choosing);
      throw error;
    }
  }

  private forget(choosing: Promise<EngineRoute>): void {
    if (this.choosing === choosing) this.choosing = null;
  }

  private async choose(): Promise<EngineRoute> {
    const tried: { route: string; outcome: string }[] = [];
    const errors: AirlockError[] = [];
    for (const route of this.routes) {
      const failure = await pingEngine(() => route.open(), route.timeoutMs);
      if (failure === null) {
        this.used = route.shown;
        this.tried = [...tried, { route: route.shown, outcome: 'an engine answers' }];
        return route;
      }
      const error = route.explain(failure);
      errors.push(error);
      tried.push({ route: route.shown, outcome: `${error.code}: ${error.message}` });
    }
    this.used = null;
    this.tried = tried;
    throw noRoute(errors);
  }
}

/** An engine that may not be used is nearer than one that is not there: its error says more. */
function noRoute(errors: readonly AirlockError[]): AirlockError {
  const telling = errors.find(({ code }) => code === 'engine-permission') ?? errors[0];
  if (telling === undefined) throw new Error('no route to any engine');
  const { code, next } = telling;
  const message = errors.map((error) => error.message).join(' ');
  return new AirlockError({ code, message, next }, telling);
}
