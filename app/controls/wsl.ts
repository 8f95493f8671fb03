import type { Control } from './control.ts';

/** Layer ②: the Linux machine inside Windows. */
export const wslControls: readonly Control[] = [
  {
    id: 'wsl.network-nat',
    layer: 'wsl',
    title: 'NAT networking',
    does: 'Gives WSL a network of its own behind Windows, instead of a mirror of the PC’s network.',
    breaks:
      'In mirrored mode the PC’s own addresses and services become reachable from WSL, and rules made for the NAT network can miss traffic.',
    guide: 'The NAT mode has to be written down, or traffic slips past the firewall rules unseen.',
    found:
      'The file and the running machine can disagree: a change counts only after WSL was shut down, a duplicate key loses to the first one, and a misspelt value is ignored. So the running mode is asked as well.',
    commonFailure: true,
    maxAgeS: 900,
  },
  {
    id: 'wsl.c-readonly',
    layer: 'wsl',
    title: 'C: read-only',
    does: 'Mounts the Windows system drive read-only inside WSL.',
    breaks: 'A stray command in WSL, or a careless mount, can change or encrypt files of Windows.',
    guide: 'Nothing inside WSL can write to the system drive.',
    found:
      'Root inside WSL can mount the drive writable again: this is a seat belt against accidents, not a wall against an attacker.',
    commonFailure: false,
    maxAgeS: 900,
  },
  {
    id: 'wsl.limits',
    layer: 'wsl',
    title: 'Memory and swap caps',
    does: 'Caps the memory and swap that WSL may take from Windows.',
    breaks: 'A runaway workflow, or a hostile one, makes the whole PC crawl.',
    guide: 'A cap keeps one process from exhausting the PC.',
    found:
      'Without a cap WSL takes up to half of the memory. A value in the wrong form is ignored without an error, so the machine’s real size is compared.',
    commonFailure: false,
    maxAgeS: 900,
  },
  {
    id: 'wsl.models-mount',
    layer: 'wsl',
    title: '/mnt/models',
    does: 'Mounts the models disk at /mnt/models, where the container reads from.',
    breaks: 'ComfyUI starts without a single model; Docker may even create an empty folder in its place.',
    guide: 'Models are read straight from the Linux disk, not across the bridge to Windows.',
    found:
      'The disk has to be attached before the distribution starts, or be mounted afterwards. Its “lost+found” folder belongs to root and is no folder of models.',
    commonFailure: true,
    maxAgeS: 900,
  },
  {
    id: 'wsl.no-cuda',
    layer: 'wsl',
    title: 'No CUDA toolkit',
    does: 'Leaves the GPU driver to Windows: no CUDA toolkit and no Linux driver inside WSL.',
    breaks: 'A second driver hides the one that Windows passes in, and containers lose the GPU.',
    guide: 'Windows’ own driver shows the GPU to WSL; anything more gets in its way.',
    commonFailure: false,
    maxAgeS: 3600,
  },
  {
    id: 'wsl.distro-visible',
    layer: 'wsl',
    title: 'Distro is yours',
    does: 'Checks that the Linux distribution is registered under the account that runs ComfyUI.',
    breaks: 'A distribution installed from another account does not exist for this one, whatever rights it has.',
    found:
      'Everything in WSL belongs to one Windows account: its distributions, its machine, its settings and its attached disks. Moving one over means exporting it there and importing it here.',
    commonFailure: true,
    maxAgeS: 900,
  },
];
