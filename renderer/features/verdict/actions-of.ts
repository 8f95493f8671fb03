import type { PanelVerdict } from './verdict-of.ts';

export type VerdictAction = 'launch' | 'again' | 'sweep' | 'cancel' | 'open' | 'test' | 'resume' | 'stop';

/** What fits each verdict: at most two things to do, the likely one first. */
export const actionsOf: Readonly<Record<PanelVerdict['state'], readonly VerdictAction[]>> = {
  untested: ['launch', 'sweep'],
  practice: ['launch', 'sweep'],
  failed: ['again', 'sweep'],
  launching: ['cancel'],
  sealed: ['open', 'test'],
  paused: ['resume', 'stop'],
  leaking: ['stop', 'test'],
  unproven: ['stop', 'test'],
  resuming: ['stop'],
  stopping: [],
  lost: [],
};
