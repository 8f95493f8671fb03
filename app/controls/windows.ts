import type { Control } from './control.ts';

/** Layer ①: the PC itself, its accounts and its disks. */
export const windowsControls: readonly Control[] = [
  {
    id: 'windows.accounts',
    layer: 'windows',
    title: 'Three accounts',
    does: 'Keeps installing, daily work and ComfyUI in three separate Windows accounts.',
    breaks:
      'With one account for everything, code that escapes the container finds your mail, your browser and administrator rights.',
    guide: 'An administrator account only installs, a daily one browses, and one that is neither runs the containers.',
    found:
      'Separate accounts limit what can be read only while the ComfyUI account is no administrator and holds no files of the others.',
    commonFailure: false,
    maxAgeS: 3600,
  },
  {
    id: 'windows.docker-users',
    layer: 'windows',
    title: 'docker-users',
    does: 'Puts the ComfyUI account into the group that may use Docker Desktop’s privileged helper.',
    breaks:
      'On some installations the docker command then answers “permission denied”. A membership only counts after signing out and in again.',
    guide: 'Without this membership the ComfyUI account cannot use Docker.',
    found:
      'With the WSL2 engine the group guards only the privileged helper; the engine itself belongs to whoever started Docker Desktop. With Windows containers switched on, a member can become administrator.',
    commonFailure: true,
    maxAgeS: 3600,
  },
  {
    id: 'windows.hyperv-admins',
    layer: 'windows',
    title: 'Hyper-V Admins',
    does: 'Puts the ComfyUI account into Hyper-V Administrators, as the guide asks.',
    breaks: 'By the guide, the models disk does not attach. By what WSL really checks, nothing breaks.',
    guide: 'Attaching the models disk to WSL needs this membership.',
    found:
      'WSL’s source never asks for this group when it attaches a disk. Membership only widens what the account may do, so leaving it out is the safer choice.',
    commonFailure: true,
    maxAgeS: 3600,
  },
  {
    id: 'windows.vhd-acl',
    layer: 'windows',
    title: 'VHD permissions',
    does: 'Lets the ComfyUI account attach the file of the models disk, and nobody else write to it.',
    breaks: 'Attaching fails with “access denied”, and the models folder stays empty.',
    guide: 'The Modify right on the file is enough.',
    found:
      'Modify is not enough: WSL adds an entry to the file’s permissions while attaching, so the account has to own the file or hold Full control. Entries of “NT VIRTUAL MACHINE” come and go and are harmless.',
    commonFailure: true,
    maxAgeS: 3600,
  },
  {
    id: 'windows.automount-task',
    layer: 'windows',
    title: 'Auto-mount task',
    does: 'Attaches the models disk when the ComfyUI account signs in, under that same account.',
    breaks:
      'A task that runs as another account attaches the disk to that account’s own WSL, where ComfyUI never sees it.',
    guide: 'The scheduled task has to run as the ComfyUI account.',
    found:
      'Each Windows account has its own WSL machine. WSL refuses the system account outright, and signing out detaches the disk.',
    commonFailure: true,
    maxAgeS: 3600,
  },
  {
    id: 'windows.models-vhd',
    layer: 'windows',
    title: 'Models VHD',
    does: 'Keeps the models on a virtual disk of their own with a Linux filesystem.',
    breaks: 'Models on a Windows drive load slowly, and WSL needs a way into that drive to read them.',
    guide: 'A separate disk is fast, and is backed up or wiped without touching the rest.',
    commonFailure: false,
    maxAgeS: 3600,
  },
];
