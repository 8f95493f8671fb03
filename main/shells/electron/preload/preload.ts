import { contextBridge, ipcRenderer } from 'electron';
import { commands, events, type EventName, type EventPayload } from '../../../../app/ipc/contract.ts';
import type { PanelBridge } from '../../../../app/ipc/panel-bridge.ts';
contextBridge.exposeInMainWorld('airlock', {});
void [commands, events, ipcRenderer];
export type X = [EventName, EventPayload<EventName>, PanelBridge];
