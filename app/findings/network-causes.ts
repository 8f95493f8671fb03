import type { Cause } from './diagnosis.ts';
import type { Signs } from './signs.ts';

type NetworkCause = Pick<Cause, 'id' | 'says' | 'next' | 'remedy' | 'fits' | 'controls'>;

const network: Cause['controls'] = ['wsl.network-nat'];
const runsOther = (signs: Signs): boolean => signs.has('network.running-not-nat');

const causes: readonly NetworkCause[] = [
  {
    id: 'network.version-1',
    says: 'The distribution is of WSL version 1 and shares the network of Windows, so there is nothing a wall could stand in.',
    next: 'Convert it: wsl --set-version NAME 2',
    remedy: null,
    controls: network,
    fits: (signs) => signs.has('wsl.version-1') && runsOther(signs),
  },
  {
    id: 'network.shutdown-needed',
    says: 'NAT is written down, but WSL still runs with the network it started with.',
    next: 'Shut WSL down, start it again, and test the wall once more.',
    remedy: 'wsl.shutdown',
    controls: network,
    fits: (signs) => signs.has('network.shutdown-needed'),
  },
  {
    id: 'network.config-ignored',
    says: 'NAT is written down and WSL has started since, but it runs with another network: a policy overrides the file, or NAT could not be set up.',
    next: 'Shut WSL down once more. If it stays so, look for a policy under HKLM\\Software\\Policies\\WSL, and for a VPN that takes the network away.',
    remedy: 'wsl.shutdown',
    controls: network,
    fits: (signs) => signs.has('network.config-ignored'),
  },
  {
    id: 'network.config-not-nat',
    says: 'WSL runs with a network that bypasses the wall, because .wslconfig does not ask for NAT.',
    next: 'Write NAT into .wslconfig, shut WSL down, and test the wall once more.',
    remedy: 'wsl.set-nat',
    controls: network,
    fits: (signs) => runsOther(signs) && signs.has('network.config-not-nat'),
  },
  {
    id: 'network.running-not-nat',
    says: 'WSL runs with a network that bypasses the wall, and what .wslconfig asks for cannot be read.',
    next: 'Look at .wslconfig in the ComfyUI account’s own folder: networkingMode=nat belongs under [wsl2].',
    remedy: null,
    controls: network,
    fits: runsOther,
  },
  {
    id: 'network.not-nat-next-time',
    says: 'The network is right now, but .wslconfig does not ask for it: the next start of WSL may bypass the wall.',
    next: 'Write NAT into .wslconfig.',
    remedy: 'wsl.set-nat',
    controls: network,
    fits: (signs) => signs.has('network.config-not-nat'),
  },
  {
    id: 'network.wall-leaks',
    says: 'Traffic got out past the wall, and the network mode of WSL is not the reason.',
    next: 'Stop the session. The ways that were reached are in the evidence; a firewall, a VPN or another container network may be what they have in common.',
    remedy: null,
    controls: ['docker.egress-proof'],
    fits: (signs) => signs.isBad('docker.egress-proof'),
  },
];

/** Why traffic gets past the wall: what is written, what runs, then what the wall test found. */
export const networkCauses: readonly Cause[] = causes.map((cause) => ({ ...cause, symptom: 'wall-bypassed' }));
