import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { CommandInput, CommandName, CommandOutput } from '../../app/ipc/contract.ts';
import type { PanelBridge } from '../../app/ipc/panel-bridge.ts';
import type { PanelSnapshot } from '../../app/ipc/snapshot.ts';
import type { PanelData, PanelStore } from './panel-store.ts';

/** What features work with: the truth, and the way to ask for a change. */
export interface PanelServices {
  readonly store: PanelStore;
  readonly bridge: PanelBridge;
}

export const PanelContext = createContext<PanelServices | null>(null);

function useServices(): PanelServices {
  const services = use(PanelContext);
  if (services === null) throw new Error('the panel is used outside its context');
  return services;
}

export function usePanelData<T>(select: (data: PanelData) => T): T {
  return useStore(useServices().store, select);
}

/** A part of the snapshot. Only for places that are shown once there is one. */
export function useSnapshot<T>(select: (snapshot: PanelSnapshot) => T): T {
  return usePanelData((data) => {
    if (data.snapshot === null) throw new Error('there is no snapshot yet');
    return select(data.snapshot);
  });
}

export type RunCommand = <N extends CommandName>(name: N, input: CommandInput<N>) => Promise<CommandOutput<N> | null>;

/** Sends a command; a refusal is shown on top of the page, and `null` comes back. */
export function useCommand(): RunCommand {
  const { bridge, store } = useServices();
  return async (name, input) => {
    store.getState().refuse(null);
    const answer = await bridge.invoke(name, input);
    if (answer.ok) return answer.value;
    store.getState().refuse(answer.failure);
    return null;
  };
}

export function useShell(): PanelBridge['shell'] {
  return useServices().bridge.shell;
}
