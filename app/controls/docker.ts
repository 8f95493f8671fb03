import type { Control } from './control.ts';

/** Layer ③: the engine, its network and the wall. */
export const dockerControls: readonly Control[] = [
  {
    id: 'docker.airlock-net',
    layer: 'docker',
    title: 'airlock_net',
    does: 'Gives the session a bridge network of its own: no address translation, no IPv6, no talk between its containers.',
    breaks:
      'On the default bridge a container gets to the internet, and the wall’s rules would have to be written for everybody’s containers.',
    guide: 'Without address translation nothing on this network gets out.',
    found:
      'Measured: switching translation off blocks nothing by itself. One-way packets still arrive outside and names are still resolved. It is the named bridge that the wall stands on.',
    commonFailure: false,
    maxAgeS: null,
  },
  {
    id: 'docker.wall',
    layer: 'docker',
    title: 'The wall',
    does: 'Drops every packet that the session sends on its own, to other machines and to this one. Only answers to your browser pass.',
    breaks: 'A hostile node can send your files out, fetch more code, and try the services of this PC.',
    guide: 'DROP rules in the FORWARD chain stop the container from reaching out.',
    found:
      'Measured: FORWARD alone leaks. Names are still resolved by WSL’s own resolver and services of the machine still answer, because those packets take the INPUT chain. So the wall stands in both, for IPv4 and IPv6, first in each chain.',
    commonFailure: false,
    maxAgeS: null,
  },
  {
    id: 'docker.loopback-publish',
    layer: 'docker',
    title: 'Loopback only',
    does: 'Offers ComfyUI’s page at 127.0.0.1 and at no other address of this PC.',
    breaks: 'ComfyUI asks for no password: whoever reaches the port can run workflows and read what you made.',
    guide: 'The page is bound to this machine and invisible to the local network.',
    commonFailure: false,
    maxAgeS: null,
  },
  {
    id: 'docker.manual-lifecycle',
    layer: 'docker',
    title: 'Manual lifecycle',
    does: 'Starts ComfyUI only by hand, so that nothing of it runs before its wall stands.',
    breaks: 'With a restart policy the engine starts the container at boot, when the rules are gone.',
    guide: 'Rules vanish when the engine’s machine stops; a container that restarts by itself would run without them.',
    commonFailure: false,
    maxAgeS: null,
  },
  {
    id: 'docker.shm',
    layer: 'docker',
    title: 'Private shm',
    does: 'Gives the container shared memory of its own, with a fixed size.',
    breaks:
      'Sharing the host’s memory segments lets a node read and write those of other programs. Too small a size stops large workflows.',
    guide: 'A sized private segment replaces sharing the host’s.',
    commonFailure: false,
    maxAgeS: null,
  },
  {
    id: 'docker.engine',
    layer: 'docker',
    title: 'Engine',
    does: 'Checks that Docker Engine answers, and that it is not offered to the network.',
    breaks: 'Without an engine nothing runs. An engine that listens on TCP gives away this whole machine.',
    found:
      'Whoever can use the engine can become root on its machine, so access to it is worth as much as the administrator’s password.',
    commonFailure: true,
    maxAgeS: null,
  },
  {
    id: 'docker.egress-proof',
    layer: 'docker',
    title: 'Egress proof',
    does: 'Tries every known way out from inside the session’s own network, and the same ways from a container without the wall.',
    breaks: 'Rules can look right and still leak. Without the test, the wall is only assumed.',
    found:
      'A way that is closed proves nothing unless it is open elsewhere: each one first has to succeed without the wall, or it counts as unproven.',
    commonFailure: false,
    maxAgeS: 3600,
  },
];
