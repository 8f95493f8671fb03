import type { Remedy } from './remedy.ts';

/** Every change Airlock can make, or tell you how to make, so far. */
export const remedies = [
  {
    id: 'windows.create-accounts',
    title: 'Create the accounts that are missing',
    needs: 'administrator',
    cost: 'A few seconds. Each new account chooses its password at its first sign-in.',
    undo: 'The new accounts are removed again, as long as nobody has signed in with them.',
  },
  {
    id: 'windows.join-docker-users',
    title: 'Add the ComfyUI account to docker-users',
    needs: 'administrator',
    cost: 'A few seconds. It counts after that account has signed out and in again.',
    undo: 'The account is taken out of the group again.',
  },
  {
    id: 'windows.join-hyperv-admins',
    title: 'Add the ComfyUI account to Hyper-V Administrators',
    needs: 'administrator',
    cost: 'A few seconds, and more rights for the account than WSL needs. It counts after signing out and in again.',
    undo: 'The account is taken out of the group again.',
  },
  {
    id: 'windows.grant-vhd',
    title: 'Make the ComfyUI account owner of the models disk',
    needs: 'administrator',
    cost: 'A few seconds. Others than it, administrators and Windows itself lose their rights to the file.',
    undo: 'The owner and the permissions that the file had are put back.',
  },
  {
    id: 'windows.register-task',
    title: 'Register the task that attaches the models disk',
    needs: 'administrator',
    cost: 'A few seconds. A task of the same name is replaced.',
    undo: 'The task is removed; one that it replaced is put back.',
  },
  {
    id: 'windows.create-vhd',
    title: 'Create the models disk',
    needs: 'administrator',
    cost: 'Under a minute. The file grows as models are added; it has to be formatted afterwards.',
    undo: 'The file is removed again, as long as nothing was written to the disk.',
  },
  {
    id: 'docker.recreate-network',
    title: 'Make airlock_net again',
    needs: 'user',
    cost: 'A second. Refused while a container is still on it.',
    undo: 'Nothing to undo: the network holds no data, and stopping the session removes it.',
  },
  {
    id: 'docker.raise-wall',
    title: 'Raise the wall again',
    needs: 'user',
    cost: 'About three seconds. ComfyUI stays frozen until the wall has been tested.',
    undo: 'Stopping the session takes the rules away without trace.',
  },
  {
    id: 'docker.start-engine',
    title: 'Start Docker Engine by hand',
    needs: 'user',
    cost: 'Under a minute. Start Docker Desktop, or run: sudo systemctl start docker',
    undo: 'Quit Docker Desktop, or run: sudo systemctl stop docker',
  },
  {
    id: 'docker.test-wall',
    title: 'Test the wall now',
    needs: 'user',
    cost: 'About two seconds. ComfyUI goes on meanwhile.',
    undo: 'Nothing to undo: the test’s containers remove themselves.',
  },
  {
    id: 'docker.build-tools-image',
    title: 'Build the tools image',
    needs: 'user',
    cost: 'About a minute, and a download of some 100 MB the first time.',
    undo: 'docker image rm airlock-tools:1',
  },
  {
    id: 'container.approve-scripts',
    title: 'Approve the start scripts as they are',
    needs: 'user',
    cost: 'A moment. Read them first: they run with extra rights at every start.',
    undo: 'Take their lines out of approved-scripts.json in Airlock’s folder; they count as not approved then.',
  },
  {
    id: 'container.clean-sandbox',
    title: 'Clean up after ended sandboxes',
    needs: 'user',
    cost: 'A few seconds. What ended sandboxes wrote is gone for good.',
    undo: 'Cannot be undone. What would be removed is listed first.',
  },
  {
    id: 'wsl.set-nat',
    title: 'Write NAT networking into .wslconfig',
    needs: 'user',
    cost: 'A moment. It counts after WSL was shut down.',
    undo: 'The old .wslconfig is kept beside it and can be put back.',
  },
  {
    id: 'wsl.set-limits',
    title: 'Write the memory and swap caps into .wslconfig',
    needs: 'user',
    cost: 'A moment. They count after WSL was shut down.',
    undo: 'The old .wslconfig is kept beside it and can be put back.',
  },
  {
    id: 'wsl.c-readonly',
    title: 'Have drive C: mounted read-only',
    needs: 'root-in-wsl',
    cost: 'A moment. It counts after the distribution was ended and started again.',
    undo: 'The old /etc/wsl.conf is kept beside it and can be put back.',
  },
  {
    id: 'wsl.mount-models',
    title: 'Attach and mount the models disk',
    needs: 'root-in-wsl',
    cost: 'A few seconds. Nothing on the disk changes.',
    undo: 'Unmounting and detaching it; the logon task mounts it again.',
  },
  {
    id: 'wsl.shutdown',
    title: 'Shut WSL down',
    needs: 'user',
    cost: 'Ends every distribution, Docker’s engine with all containers, and detaches the models disk.',
    undo: 'Nothing to undo: everything starts again when it is used.',
  },
  {
    id: 'wsl.move-distro',
    title: 'Move the distribution to this account',
    needs: 'user',
    cost: 'Minutes, and as much disk space as the distribution takes. Export it there, import it here.',
    undo: 'Unregister the imported one. The old one stays where it is until you remove it.',
  },
] as const satisfies readonly Remedy[];

export type RemedyId = (typeof remedies)[number]['id'];

/**
 * What is known of one remedy.
 *
 * @throws Error for an id that is none of ours; ask `isRemedyId` first when it comes from outside.
 */
export function remedyOf(id: string): Remedy {
  const remedy = remedies.find((one) => one.id === id);
  if (remedy === undefined) throw new Error(`no such remedy: ${id}`);
  return remedy;
}

export function isRemedyId(id: string): id is RemedyId {
  return remedies.some((remedy) => remedy.id === id);
}
