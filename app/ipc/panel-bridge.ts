import type { Answer, CommandInput, CommandName, CommandOutput, EventName, EventPayload } from './contract.ts';

/** The one object a page can reach its shell through: `window.airlock` in Electron, a WebSocket in the browser. */
export interface PanelBridge {
  readonly shell: 'electron' | 'web';
  invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Answer<CommandOutput<N>>>;
  /** Returns the function that stops listening. */
  listen<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  /** Web shell only: called when the connection to the shell goes away or comes back. Electron never calls it. */
  onConnection(listener: (connected: boolean) => void): () => void;
}
