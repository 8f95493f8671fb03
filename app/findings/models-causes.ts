import type { ControlId } from '../controls/control.ts';
import type { RemedyId } from '../controls/remedies.ts';
import type { Cause } from './diagnosis.ts';
import type { Mark } from './mark.ts';
import type { Signs } from './signs.ts';

interface ModelsCause extends Pick<Cause, 'id' | 'says' | 'next' | 'remedy' | 'fits'> {
  /** What shows it beside the mount's own chip. */
  readonly alsoShownBy?: readonly ControlId[];
}

/** Whatever tried to attach the disk left its code in one of these. */
const attachCode = (signs: Signs): string => signs.wslCode(['wsl.models-mount', 'windows.automount-task']) ?? '';
const refusedWith = (code: RegExp) => (signs: Signs) => signs.isBad('wsl.models-mount') && code.test(attachCode(signs));
const deniedCode = /^(?:E_ACCESSDENIED|ERROR_ACCESS_DENIED|0x80070005)$/iu;
const isDenied = (signs: Signs): boolean =>
  refusedWith(deniedCode)(signs) || (signs.isBad('wsl.models-mount') && signs.has('models.attach-refused'));

const withMark = (mark: Mark) => (signs: Signs) => signs.isBad('wsl.models-mount') && signs.has(mark);

const noDistribution: readonly ModelsCause[] = [
  {
    id: 'models.distro-elsewhere',
    says: 'The models disk attaches to this account’s own WSL, and the distribution is registered under another account.',
    next: 'Move the distribution to this account first; the disk can be mounted in it then.',
    remedy: 'wsl.move-distro',
    alsoShownBy: ['wsl.distro-visible'],
    fits: (signs) => signs.has('distro.under-other-account'),
  },
  {
    id: 'models.no-distro',
    says: 'A disk attaches only for an account that has a distribution of version 2, and this one has none.',
    next: 'See to the distribution first; the disk can be mounted in it then.',
    remedy: 'wsl.install-distro',
    alsoShownBy: ['wsl.distro-visible'],
    fits: (signs) => signs.has('wsl.no-distro') || refusedWith(/^WSL_E_WSL2_NEEDED$/u)(signs),
  },
];

const wrongMount: readonly ModelsCause[] = [
  {
    id: 'models.not-readable',
    says: 'The models disk is mounted, but ComfyUI’s user may not read what is on it.',
    next: 'In the distribution, give it to the user of the profile: sudo chown -R UID:GID /mnt/models/FOLDER. Leave lost+found as it is.',
    remedy: null,
    fits: withMark('models.not-readable'),
  },
  {
    id: 'models.wrong-device',
    says: 'Something else than the models disk is mounted where the models are expected.',
    next: 'Unmount it, then attach and mount the models disk.',
    remedy: 'wsl.mount-models',
    alsoShownBy: ['windows.models-vhd'],
    fits: withMark('models.wrong-device'),
  },
  {
    id: 'models.not-formatted',
    says: 'The models disk is attached, but it has not been formatted yet.',
    next: 'Format it, after a second look at which disk it is.',
    remedy: 'wsl.format-models',
    fits: withMark('models.not-formatted'),
  },
  {
    id: 'models.no-file',
    says: 'The file of the models disk is not there.',
    next: 'Create the disk, or correct windows.modelsVhd in profile.json if it lies elsewhere.',
    remedy: 'windows.create-vhd',
    alsoShownBy: ['windows.models-vhd'],
    fits: (signs) =>
      withMark('vhd.no-file')(signs) || refusedWith(/^(?:ERROR_(?:FILE|PATH)_NOT_FOUND|0x8007000[23])$/iu)(signs),
  },
];

const attachRefused: readonly ModelsCause[] = [
  {
    id: 'models.may-not-attach',
    says: 'The ComfyUI account may not attach the file: WSL adds an entry to its permissions, and only its owner may.',
    next: 'Make the account the owner of the file. The Modify right is not enough.',
    remedy: 'windows.grant-vhd',
    alsoShownBy: ['windows.vhd-acl', 'windows.automount-task'],
    fits: withMark('vhd.not-owner-nor-full'),
  },
  {
    id: 'models.attach-denied',
    says: 'Windows refuses to attach the file, although the account may do with it what it wants.',
    next: 'Some versions of WSL and of Windows Defender do this. Update both; until then the disk attaches from an elevated prompt of the same account.',
    remedy: null,
    alsoShownBy: ['windows.automount-task'],
    fits: isDenied,
  },
  {
    id: 'models.file-in-use',
    says: 'Something else holds the file of the models disk: Windows, a virtual machine or another account.',
    next: 'Eject the disk in Windows, close what uses it or sign the other account out, then mount it again.',
    remedy: 'wsl.mount-models',
    alsoShownBy: ['windows.automount-task'],
    fits: refusedWith(/^(?:ERROR_(?:SHARING|LOCK)_VIOLATION|0x8007002[01])$/iu),
  },
  {
    id: 'models.attach-forbidden',
    says: 'A policy of this PC forbids attaching disks to WSL.',
    next: 'Ask whoever administers this PC about AllowDiskMount under HKLM\\Software\\Policies\\WSL.',
    remedy: null,
    alsoShownBy: ['windows.automount-task'],
    fits: refusedWith(/^WSL_E_(?:DISK_MOUNT_DISABLED|WSL_MOUNT_NOT_SUPPORTED)$/u),
  },
  {
    id: 'models.disk-damaged',
    says: 'The models disk is damaged.',
    next: 'Make a copy of the file, then look at the disk in the distribution with: sudo e2fsck -n /dev/NAME',
    remedy: null,
    alsoShownBy: ['windows.models-vhd', 'windows.automount-task'],
    fits: refusedWith(/^(?:WSL_E_DISK_CORRUPTED|ERROR_(?:FILE|DISK)_CORRUPT|0x80070(?:570|571))$/iu),
  },
  {
    id: 'models.task-as-system',
    says: 'The logon task runs as the system account, which WSL refuses.',
    next: 'Register the task again: it has to run as the ComfyUI account.',
    remedy: 'windows.register-task',
    alsoShownBy: ['windows.automount-task'],
    fits: refusedWith(/^WSL_E_LOCAL_SYSTEM_NOT_SUPPORTED$/u),
  },
];

/** Marks of the logon task that registering it anew mends. */
const taskFaults: readonly (readonly [Mark, string])[] = [
  ['task.missing', 'There is no task that attaches the models disk when the ComfyUI account signs in.'],
  [
    'task.wrong-principal',
    'The logon task runs as another account, so it attaches the disk to that account’s WSL instead of ComfyUI’s.',
  ],
  ['task.disabled', 'The logon task is switched off.'],
  ['task.wrong-trigger', 'The logon task does not start when the ComfyUI account signs in.'],
  ['task.wrong-action', 'The logon task attaches something else than the models disk.'],
  ['task.wrong-logon-type', 'The logon task runs outside the ComfyUI account’s own session, where WSL is another one.'],
];

const taskCauses: readonly ModelsCause[] = taskFaults.map(([mark, says]) => ({
  id: `models.${mark.replace('.', '-')}`,
  says,
  next: 'Register the task again for the ComfyUI account. The disk can be mounted by hand meanwhile.',
  remedy: 'windows.register-task',
  alsoShownBy: ['windows.automount-task'],
  fits: withMark(mark),
}));

const mountAgain: RemedyId = 'wsl.mount-models';

const notMounted: readonly ModelsCause[] = [
  {
    id: 'models.attach-failed',
    says: 'WSL could not attach the models disk, for a reason Airlock does not know.',
    next: 'Mount it again and read the code that WSL gives.',
    remedy: mountAgain,
    alsoShownBy: ['windows.automount-task'],
    fits: (signs) => withMark('models.not-attached')(signs) && !/^(?:|.*ALREADY.*)$/u.test(attachCode(signs)),
  },
  {
    id: 'models.task-failed',
    says: 'The logon task is as it should be, but its last run failed.',
    next: 'Attach and mount the disk now. If that works, the task ran too early; sign out and in again to see it run.',
    remedy: mountAgain,
    alsoShownBy: ['windows.automount-task'],
    fits: withMark('task.last-run-failed'),
  },
  {
    id: 'models.task-never-ran',
    says: 'The logon task is as it should be, but it has not run yet.',
    next: 'Attach and mount the disk now; from the next sign-in on, the task does it.',
    remedy: mountAgain,
    alsoShownBy: ['windows.automount-task'],
    fits: withMark('task.never-ran'),
  },
  {
    id: 'models.detached',
    says: 'The models disk is not attached: WSL was shut down since the account signed in, and that detaches it.',
    next: 'Attach and mount it again.',
    remedy: mountAgain,
    fits: withMark('models.not-attached'),
  },
  {
    id: 'models.not-mounted',
    says: 'The models disk is attached, but not mounted where the models are expected.',
    next: 'Mount it. It has to be attached before the distribution starts, or be mounted afterwards.',
    remedy: mountAgain,
    fits: withMark('models.not-mounted'),
  },
];

/** Why the models are not there, what has to be mended first coming first. */
export const modelsCauses: readonly Cause[] = [
  ...noDistribution,
  ...wrongMount,
  ...attachRefused,
  ...taskCauses,
  ...notMounted,
].map(({ alsoShownBy = [], ...cause }) => ({
  ...cause,
  symptom: 'models-missing',
  controls: ['wsl.models-mount', ...alsoShownBy],
}));
