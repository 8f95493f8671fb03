import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { eventChannel, invokeChannel } from '../../../../app/ipc/channels.ts';
import {
  events,
  isCommandName,
  type Answer,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type EventName,
  type EventPayload,
} from '../../../../app/ipc/contract.ts';
import type { PanelBridge } from '../../../../app/ipc/panel-bridge.ts';

/** What this side refuses by itself; the shell would refuse it as well, and checks again whatever gets through. */
function refusal(message: string): Answer<never> {
  return { ok: false, failure: { code: 'bad-request', message, next: 'Reload the page.' } };
}

async function invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Answer<CommandOutput<N>>> {
  if (!isCommandName(name)) return refusal('There is no such command.');
  try {
    return (await ipcRenderer.invoke(invokeChannel, name, input)) as Answer<CommandOutput<N>>;
  } catch {
    return refusal('The shell did not take this message.');
  }
}

function listen<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void {
  if (!Object.hasOwn(events, name)) return () => undefined;
  const forward = (_event: IpcRendererEvent, sentName: unknown, payload: unknown): void => {
    if (sentName === name) listener(payload as EventPayload<N>);
  };
  ipcRenderer.on(eventChannel, forward);
  return () => {
    ipcRenderer.off(eventChannel, forward);
  };
}

const bridge: PanelBridge = { shell: 'electron', invoke, listen, onConnection: () => () => undefined };

contextBridge.exposeInMainWorld('airlock', bridge);
