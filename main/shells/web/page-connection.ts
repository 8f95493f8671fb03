import type { RawData, WebSocket } from 'ws';
import { failureOf } from '../../../app/errors/airlock-error.ts';
import type { Answer, CommandHandlers } from '../../../app/ipc/contract.ts';
import type { PanelSnapshot } from '../../../app/ipc/snapshot.ts';
import { answerCommand, type NoteRefusal } from '../answer-command.ts';
import type { Login } from './login.ts';
import { MessageBudget } from './message-budget.ts';
import { readPageMessage, type PageMessage } from './page-message.ts';

const helloWithinMs = 10_000;
/** A page that does not read its events gets no more of them until it has caught up. */
const mostBufferedBytes = 8 * 1024 * 1024;
const budget = { burst: 200, perSecond: 50 };

/** Why a connection was closed; codes of the range that RFC 6455 leaves to applications. */
const closeCode = { refused: 4401, tooMany: 4429 } as const;

export interface PageServices {
  readonly login: Login;
  readonly handlers: Promise<CommandHandlers>;
  readonly noteRefusal: NoteRefusal;
  readonly now: () => number;
}

/** One page at the other end of a WebSocket: first its greeting, then commands in and events out. */
export class PageConnection {
  private greeted = false;
  private readonly budget: MessageBudget;
  private readonly helloTimer: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    private readonly services: PageServices,
  ) {
    this.budget = new MessageBudget(budget, services.now);
    this.helloTimer = setTimeout(() => {
      this.close(closeCode.refused, 'no greeting');
    }, helloWithinMs);
    socket.on('message', (data, isBinary) => {
      this.receive(data, isBinary);
    });
    socket.on('close', () => {
      clearTimeout(this.helloTimer);
    });
    // The close that follows says all there is; without a listener the error would end the process.
    socket.on('error', () => undefined);
  }

  publish(snapshot: PanelSnapshot): void {
    if (!this.greeted || this.socket.bufferedAmount > mostBufferedBytes) return;
    this.send({ type: 'event', name: 'panel.changed', payload: snapshot });
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (!this.budget.take()) {
      this.services.noteRefusal('message', 'too many messages');
      this.close(closeCode.tooMany, 'too many messages');
      return;
    }
    const message = isBinary ? null : readPageMessage(textOf(data));
    if (message === null) this.refuse();
    else if (message.type === 'hello') this.greet(message.secret);
    else if (this.greeted) void this.answer(message);
    else this.close(closeCode.refused, 'greet first');
  }

  private greet(secret: string): void {
    const resume = this.services.login.greet(secret);
    if (resume === null) {
      this.services.noteRefusal('hello', 'the token is unknown or has been used');
      this.close(closeCode.refused, 'the token is unknown or has been used');
      return;
    }
    clearTimeout(this.helloTimer);
    this.greeted = true;
    this.send({ type: 'welcome', resume });
  }

  private async answer(message: Extract<PageMessage, { type: 'invoke' }>): Promise<void> {
    const { handlers, noteRefusal } = this.services;
    const answer = await handlers.then(
      (ready) => answerCommand(ready, message.name, message.input, noteRefusal),
      (error: unknown): Answer<never> => ({ ok: false, failure: failureOf(error) }),
    );
    this.send({ type: 'answer', id: message.id, answer });
  }

  /** A message that cannot be read names no id to answer to; before the greeting it ends the connection. */
  private refuse(): void {
    this.services.noteRefusal('message', 'it is not one of the panel');
    if (!this.greeted) {
      this.close(closeCode.refused, 'greet first');
      return;
    }
    const next = 'Reload the page. If it happens again, please report it.';
    const failure = { code: 'bad-request', message: 'The panel cannot read this message.', next } as const;
    this.send({ type: 'refused', failure });
  }

  private close(code: number, reason: string): void {
    clearTimeout(this.helloTimer);
    this.greeted = false;
    this.socket.close(code, reason);
  }

  private send(message: unknown): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message));
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data as Uint8Array).toString('utf8');
}
