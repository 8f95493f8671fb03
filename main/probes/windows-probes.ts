import type { Probe } from './probe.ts';
import { windowsAccounts } from './windows-accounts.probe.ts';
import { windowsAutomountTask } from './windows-automount-task.probe.ts';
import { windowsDockerUsers } from './windows-docker-users.probe.ts';
import { windowsHypervAdmins } from './windows-hyperv-admins.probe.ts';
import { windowsModelsVhd } from './windows-models-vhd.probe.ts';
import { windowsVhdAcl } from './windows-vhd-acl.probe.ts';

/** Layer ①: the PC itself. All of them share one look at Windows. */
export const windowsProbes: readonly Probe[] = [
  windowsAccounts,
  windowsDockerUsers,
  windowsHypervAdmins,
  windowsVhdAcl,
  windowsAutomountTask,
  windowsModelsVhd,
];
