import type { Remedy } from './remedy.ts';

/** Changes to the PC itself, its accounts and its disks. */
export const windowsRemedies = [
  {
    id: 'windows.create-accounts',
    title: 'Create the accounts that are missing',
    mends: ['windows.accounts'],
    needs: 'administrator',
    cost: 'Under a minute. Accounts that exist stay as they are.',
    undo: 'Removes the accounts it created, as long as nobody has signed in to them.',
  },
  {
    id: 'windows.join-docker-users',
    title: 'Add the ComfyUI account to docker-users',
    mends: ['windows.docker-users'],
    needs: 'administrator',
    cost: 'A few seconds. It counts once the account has signed out and in again. With Windows containers switched on, a member of this group can become administrator.',
    undo: 'Takes the account out of the group again.',
  },
  {
    id: 'windows.join-hyperv-admins',
    title: 'Add the ComfyUI account to Hyper-V Administrators',
    mends: ['windows.hyperv-admins'],
    needs: 'administrator',
    cost: 'A few seconds. It counts once the account has signed out and in again. It widens what the account may do, and WSL does not ask for it.',
    undo: 'Takes the account out of the group again.',
  },
  {
    id: 'windows.grant-vhd',
    title: 'Give the file of the models disk to the ComfyUI account',
    mends: ['windows.vhd-acl'],
    needs: 'administrator',
    cost: 'A few seconds. Owner and rights of the file change, its content does not.',
    undo: 'Puts owner and rights back as they were.',
  },
  {
    id: 'windows.register-task',
    title: 'Register the task that attaches the models disk',
    mends: ['windows.automount-task'],
    needs: 'administrator',
    cost: 'A few seconds. A task of this name is replaced; what it was is kept for the undo.',
    undo: 'Puts the former task back, or removes this one where there was none.',
  },
  {
    id: 'windows.create-vhd',
    title: 'Create the models disk',
    mends: ['windows.models-vhd'],
    needs: 'administrator',
    cost: 'About a minute. The file begins small and grows as models come in. A file that exists is never overwritten.',
    undo: 'Removes the file, as long as the disk has not been formatted.',
  },
  {
    id: 'windows.sign-out',
    title: 'Sign out and in again by hand',
    mends: ['windows.docker-users', 'windows.hyperv-admins'],
    needs: 'user',
    cost: 'A minute. Programs of this account are closed, and its WSL is shut down.',
    undo: 'Nothing to undo.',
    steps: [
      'Stop the session, and save what is open in this account.',
      'Sign out of Windows. Locking the screen or switching the user is not enough.',
      'Sign in again: groups and the search path are read anew at that moment.',
    ],
  },
] as const satisfies readonly Remedy[];
