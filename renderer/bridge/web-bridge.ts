import type { Failure } from '../../app/errors/airlock-error.ts';
import type {
  Answer,
  CommandInput,
  CommandName,
  CommandOutput,
  EventName,
  EventPayload,
} from '../../app/ipc/contract.ts';
import type { PanelBridge } from '../../app/ipc/panel-bridge.ts';

const resumeKey = 'airlock.resume';
/** Close code of a shell that does not know our secret: trying again would not help. */
const refusedCode = 4401;
const retryMs = { first: 250, most: 4_000 } as const;

interface Waiting {
  readonly message: string;
  readonly settle: (answer: Answer<never>) => void;
}

/** What the shell sends; it is our own, so its shape is trusted once its type is known. */
type ShellMessage =
  | { readonly type: 'welcome'; readonly resume: string }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer<never> }
  | { readonly type: 'event'; readonly name: EventName; readonly payload: EventPayload<EventName> }
  | { readonly type: 'refused'; readonly failure: Failure };

/** The shell at the other end of a loopback WebSocket: greets with the token of the address, then with its own secret. */
export class WebBridge implements PanelBridge {
  readonly shell = 'web' as const;
  private socket: WebSocket | null = null;
  private welcomed = false;
  private nextId = 1;
  private retryAfterMs: number = retryMs.first;
  private readonly waiting = new Map<number, Waiting>();
  private readonly eventListeners = new Set<(payload: EventPayload<EventName>) => void>();
  private readonly connectionListeners = new Set<(connected: boolean) => void>();

  constructor(
    private readonly location: Location,
    private readonly storage: Storage,
  ) {
    this.connect();
  }

  invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Answer<CommandOutput<N>>> {
    const id = this.nextId++;
    const message = JSON.stringify({ type: 'invoke', id, name, input });
    return new Promise((settle) => {
      this.waiting.set(id, { message, settle });
      if (this.welcomed) this.socket?.send(message);
    });
  }

  listen<N extends EventName>(_name: N, listener: (payload: EventPayload<N>) => void): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  onConnection(listener: (connected: boolean) => void): () => void {
    this.connectionListeners.add(listener);
    return () => this.connectionListeners.delete(listener);
  }

  private connect(): void {
    const socket = new WebSocket(`${this.location.origin.replace(/^http/, 'ws')}/bridge`);
    this.socket = socket;
    socket.addEventListener('open', () => socket.send(JSON.stringify(this.hello())));
    socket.addEventListener('message', (event) => this.receive(JSON.parse(String(event.data)) as ShellMessage));
    socket.addEventListener('close', (event) => this.lost(event.code));
  }

  /** The token of the address works once; after that the secret of the welcome does. */
  private hello(): { readonly type: 'hello'; readonly token?: string; readonly resume?: string } {
    const token = /^#token=(.+)$/.exec(this.location.hash)?.[1];
    if (token !== undefined) return { type: 'hello', token };
    return { type: 'hello', resume: this.storage.getItem(resumeKey) ?? 'none' };
  }

  private receive(message: ShellMessage): void {
    if (message.type === 'welcome') this.welcome(message.resume);
    else if (message.type === 'answer') this.settle(message.id, message.answer);
    else if (message.type === 'event') for (const listener of this.eventListeners) listener(message.payload);
  }

  private welcome(resume: string): void {
    this.storage.setItem(resumeKey, resume);
    // A used token has no business in the address bar or in the history.
    window.history.replaceState(null, '', this.location.pathname);
    this.welcomed = true;
    this.retryAfterMs = retryMs.first;
    for (const { message } of this.waiting.values()) this.socket?.send(message);
    for (const listener of this.connectionListeners) listener(true);
  }

  private settle(id: number, answer: Answer<never>): void {
    this.waiting.get(id)?.settle(answer);
    this.waiting.delete(id);
  }

  /** Nobody knows how far a command got whose answer was lost: it is not sent a second time. */
  private lost(code: number): void {
    if (this.welcomed) for (const id of [...this.waiting.keys()]) this.settle(id, { ok: false, failure: lostFailure });
    this.welcomed = false;
    for (const listener of this.connectionListeners) listener(false);
    if (code === refusedCode) return;
    setTimeout(() => this.connect(), this.retryAfterMs);
    this.retryAfterMs = Math.min(this.retryAfterMs * 2, retryMs.most);
  }
}

const lostFailure: Failure = {
  code: 'internal',
  message: 'The connection to Airlock was lost before it answered.',
  next: 'What the panel shows once it is back is how things are.',
};
