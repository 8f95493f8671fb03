import type { Cause } from './diagnosis.ts';

type DistroCause = Pick<Cause, 'id' | 'says' | 'next' | 'remedy' | 'fits'>;

const distroCauses: readonly DistroCause[] = [
  {
    id: 'distro.wsl-not-installed',
    says: 'WSL is not installed on this PC, or not ready to start a distribution.',
    next: 'As an administrator, run: wsl --install --no-distribution. Then restart Windows.',
    remedy: null,
    fits: (signs) => signs.has('wsl.not-installed'),
  },
  {
    id: 'distro.wrong-account',
    says: 'Airlock runs as another Windows account than ComfyUI’s, and each account has its own distributions.',
    next: 'Sign in as the ComfyUI account and start Airlock there. Or name this account in profile.json, under windows.accounts.comfyui.',
    remedy: null,
    fits: (signs) => signs.has('wsl.no-distro') && signs.has('account.panel-runs-as-other'),
  },
  {
    id: 'distro.under-other-account',
    says: 'The distribution is registered under another Windows account, so it does not exist for this one.',
    next: 'Export it there and import it here. No right or group makes it visible.',
    remedy: 'wsl.move-distro',
    fits: (signs) => signs.has('distro.under-other-account'),
  },
  {
    id: 'distro.missing',
    says: 'This account has no such distribution, and no other account that is signed in has it either.',
    next: 'Install it in this account. If another account has it and is signed out, it can be moved instead: see wsl.move-distro.',
    remedy: 'wsl.install-distro',
    fits: (signs) => signs.has('wsl.no-distro'),
  },
  {
    id: 'distro.version-1',
    says: 'The distribution is of WSL version 1, which has no machine, no disks and no network of its own.',
    next: 'Convert it: wsl --set-version NAME 2',
    remedy: null,
    fits: (signs) => signs.has('wsl.version-1') && signs.isBad('wsl.distro-visible'),
  },
  {
    id: 'distro.answers-not',
    says: 'The distribution belongs to this account, but it does not answer.',
    next: 'Shut WSL down and let it start afresh. If it stays silent, run wsl in a terminal and read what it says.',
    remedy: 'wsl.shutdown',
    fits: (signs) => signs.has('wsl.answers-not'),
  },
];

/** Why the distribution is not there for this account. */
export const distroNotVisibleCauses: readonly Cause[] = distroCauses.map((cause) => ({
  ...cause,
  symptom: 'distro-not-visible',
  controls: cause.id === 'distro.wrong-account' ? ['wsl.distro-visible', 'windows.accounts'] : ['wsl.distro-visible'],
}));
