import type { Remedy } from './remedy.ts';

/** Changes to the Linux machine inside Windows. */
export const wslRemedies = [
  {
    id: 'wsl.set-nat',
    title: 'Write NAT networking into .wslconfig',
    needs: 'user',
    cost: 'A moment. It counts once WSL has been shut down and started again.',
    undo: 'Puts .wslconfig back, byte for byte.',
  },
  {
    id: 'wsl.c-readonly',
    title: 'Mount the Windows drives read-only in WSL',
    needs: 'root-in-wsl',
    cost: 'A moment. It counts once the distribution has started again.',
    undo: 'Puts /etc/wsl.conf back, byte for byte.',
  },
  {
    id: 'wsl.set-limits',
    title: 'Write the memory and swap caps into .wslconfig',
    needs: 'user',
    cost: 'A moment. It counts once WSL has been shut down and started again.',
    undo: 'Puts .wslconfig back, byte for byte.',
  },
  {
    id: 'wsl.mount-models',
    title: 'Attach and mount the models disk',
    needs: 'root-in-wsl',
    cost: 'A few seconds. The disk stays attached until WSL is shut down.',
    undo: 'Unmounts the folder and detaches the disk.',
  },
  {
    id: 'wsl.shutdown',
    title: 'Shut WSL down, so that it starts with the settings that are written',
    needs: 'user',
    cost: 'About ten seconds. Everything of this account’s WSL stops: Docker, ComfyUI, open shells. The models disk is detached.',
    undo: 'Nothing to undo: WSL starts when it is next used.',
  },
  {
    id: 'wsl.list-cuda',
    title: 'List what gets in the way of the GPU driver of Windows',
    needs: 'user',
    cost: 'A few seconds. Nothing is removed: the commands that would do it are shown.',
    undo: 'Nothing to undo: the list changes nothing.',
  },
  {
    id: 'wsl.move-distro',
    title: 'Move the distribution to this account by hand',
    needs: 'user',
    cost: 'A quarter of an hour or more, and twice the space of the distribution meanwhile.',
    undo: 'wsl --unregister of the copy. The original stays until you remove it yourself.',
    steps: [
      'Sign in as the account that has the distribution; `wsl --list` names it there.',
      'There, write it to a file that both accounts may read: wsl --export Ubuntu-24.04 D:\\ubuntu.tar',
      'Sign in as the ComfyUI account, and make it from that file: wsl --import Ubuntu-24.04 D:\\wsl\\ubuntu D:\\ubuntu.tar --version 2',
      'A copy starts as root. Put the user back into its /etc/wsl.conf, under [user]: default=NAME',
      'Start it, look whether all is there, and only then remove the file and, in the other account, the original.',
    ],
  },
  {
    id: 'wsl.install-distro',
    title: 'Install the distribution in this account by hand',
    needs: 'user',
    cost: 'Some minutes, and a download of about 500 MB.',
    undo: 'wsl --unregister Ubuntu-24.04. Everything in it is gone then.',
    steps: [
      'Sign in as the ComfyUI account: a distribution belongs to the account that installs it.',
      'Run: wsl --install Ubuntu-24.04',
      'Choose a user name and a password when it asks for them.',
    ],
  },
  {
    id: 'wsl.format-models',
    title: 'Format the new models disk by hand',
    needs: 'root-in-wsl',
    cost: 'A minute. Whatever is on the disk is gone, so look twice at which one it is.',
    undo: 'Cannot be undone.',
    steps: [
      'List the disks: lsblk -o NAME,SIZE,FSTYPE,SERIAL,MOUNTPOINTS',
      'Attach the new one without mounting it: wsl.exe --mount --vhd D:\\comfyui\\comfyui-models.vhdx --bare',
      'List them again. The one that was not there before is the new one; it must show no FSTYPE and no MOUNTPOINTS. If it shows one, stop here.',
      'Format that one, and no other: sudo mkfs.ext4 -L models /dev/NAME',
    ],
  },
] as const satisfies readonly Remedy[];
