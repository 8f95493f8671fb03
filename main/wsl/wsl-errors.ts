import { AirlockError, type ErrorCode } from '../../app/errors/airlock-error.ts';
import { failureCodeIn, type FailureCode } from './failure-code.ts';

/** What came back of a call that WSL did not carry out. */
export interface Refusal {
  readonly exitCode: number;
  /** What `wsl.exe` said on both of its outputs. */
  readonly text: string;
}

interface Rule {
  readonly codes: RegExp;
  /** What WSL was doing, where the same code means different things. */
  readonly doing?: RegExp;
  readonly code: ErrorCode;
  readonly says: string;
  readonly next: string;
}

const attaching = /\/AttachDisk\//u;
const askAdministrator = 'Ask whoever administers this PC.';

/** Checked in order. The codes are WSL's own: wslservice.idl and winerror.h. */
const rules: readonly Rule[] = [
  {
    codes: /^WSL_E_(?:DEFAULT_)?DISTRO_NOT_FOUND$/u,
    code: 'wsl-distro-missing',
    says: 'this account has no such distribution',
    next: 'See which ones it has with "wsl -l -v". One that another account installed does not exist for this one.',
  },
  {
    codes: /^WSL_E_WSL2_NEEDED$/u,
    code: 'wsl-distro-missing',
    says: 'this account has no distribution of version 2 to do it with',
    next: 'Install Ubuntu-24.04 in this account first, or convert it: wsl --set-version Ubuntu-24.04 2',
  },
  {
    codes: /^(?:E_ACCESSDENIED|ERROR_ACCESS_DENIED|0x80070005)$/u,
    doing: attaching,
    code: 'wsl-attach-refused',
    says: 'this account may not attach the disk',
    next: 'Make this account the owner of the file, or grant it full control: changing its content is not enough.',
  },
  {
    codes: /^WSL_E_ELEVATION_NEEDED_TO_MOUNT_DISK$/u,
    code: 'wsl-needs-administrator',
    says: 'only an administrator may attach a whole disk',
    next: 'Attach a virtual disk file instead, or do this as an administrator.',
  },
  {
    codes:
      /^(?:WSL_E_(?:USER_VHD|DISK)_ALREADY_ATTACHED|WSL_E_DISK_ALREADY_MOUNTED|WSL_E_VM_MODE_MOUNT_NAME_ALREADY_EXISTS)$/u,
    code: 'wsl-disk-attached',
    says: 'the disk is attached already',
    next: 'Nothing has to be done: mount what is there, or detach it first.',
  },
  {
    codes: /^(?:ERROR_(?:SHARING|LOCK)_VIOLATION|0x80070020|0x80070021)$/u,
    code: 'wsl-disk-in-use',
    says: 'something else uses the file: Windows, another virtual machine or another account',
    next: 'Eject the disk in Windows, close what uses it, or sign out the other account, then try again.',
  },
  {
    codes: /^(?:ERROR_(?:FILE|PATH)_NOT_FOUND|0x80070002|0x80070003)$/u,
    doing: attaching,
    code: 'wsl-disk-missing',
    says: 'there is no such file',
    next: 'Correct the path of the disk in the profile, or create the disk.',
  },
  {
    codes: /^WSL_E_DISK_MOUNT_FAILED$/u,
    code: 'wsl-mount-failed',
    says: 'the disk is attached, but nothing on it could be mounted',
    next: 'It may not be formatted yet. Look at it with "lsblk -f" in WSL.',
  },
  {
    codes: /^(?:WSL_E_(?:DISK_MOUNT|WSL1)_DISABLED|ERROR_ACCESS_DISABLED_BY_POLICY)$/u,
    code: 'wsl-forbidden',
    says: 'a policy of this PC forbids it',
    next: askAdministrator,
  },
  {
    codes: /^(?:WSL_E_(?:LOCAL_SYSTEM_NOT_SUPPORTED|HIGHER_INTEGRITY|LOWER_INTEGRITY))$/u,
    code: 'wsl-wrong-account',
    says: 'it was asked with other rights, or by another account, than the one that uses WSL',
    next: 'Run it as the account that runs ComfyUI, signed in and not elevated.',
  },
  {
    codes:
      /^(?:WSL_E_(?:VIRTUAL_MACHINE_PLATFORM|WSL_OPTIONAL_COMPONENT)_REQUIRED|WSL_E_OS_NOT_SUPPORTED|HCS_E_HYPERV_NOT_INSTALLED|HCS_E_SERVICE_NOT_AVAILABLE|0x80370102|0x8007019e)$/iu,
    code: 'wsl-not-ready',
    says: 'the Virtual Machine Platform of Windows is off, waits for a restart, or the firmware’s virtualization is off',
    next: 'Turn on the Virtual Machine Platform, restart Windows, and check that virtualization is on in the firmware.',
  },
  {
    codes: /^(?:ERROR_ALREADY_EXISTS|0x800700b7)$/iu,
    code: 'name-clash',
    says: 'there is one of that name already',
    next: 'Choose another name, or look at what is there with "wsl -l -v".',
  },
  {
    codes: /^(?:ERROR_(?:HANDLE_)?DISK_FULL|0x80070070)$/u,
    code: 'disk-full',
    says: 'the disk is full',
    next: 'Free some space on that disk, then try again.',
  },
];

/** Exit codes of the small `wsl.exe` that comes with Windows, which speaks before WSL itself is there. */
const notInstalledExit = 50;
const noKernelExit = 4_294_966_852;

const installWsl = 'Install it from an elevated prompt with "wsl --install --no-distribution", then restart Windows.';

/** Turns a refusal into an error that says what to do. `what` is the end of "WSL could not …". */
export function wslError(refusal: Refusal, what: string): AirlockError {
  const found = failureCodeIn(refusal.text);
  const rule = found === null ? undefined : rules.find((one) => fits(one, found));
  if (rule !== undefined && found !== null) {
    return error(rule.code, `WSL could not ${what}: ${rule.says} (${found.path}).`, rule.next);
  }
  if (refusal.exitCode === notInstalledExit) return notInstalled(what);
  if (refusal.exitCode === noKernelExit || refusal.exitCode === -444) {
    return error(
      'wsl-not-ready',
      `WSL could not ${what}: its kernel is missing.`,
      'Run "wsl --update", then try again.',
    );
  }
  const said = found === null ? saidIn(refusal) : `${saidIn(refusal)} (${found.path})`;
  return error('wsl-refused', `WSL could not ${what}: ${said}`, 'What WSL says above is the cause; try it by hand.');
}

/** `wsl.exe` itself is not there, or it is the one that can only install the rest. */
export function notInstalled(what: string, cause?: unknown): AirlockError {
  return error('wsl-not-installed', `WSL could not ${what}: it is not installed on this PC.`, installWsl, cause);
}

function fits({ codes, doing }: Rule, found: FailureCode): boolean {
  return codes.test(found.code) && (doing === undefined || doing.test(found.path));
}

function saidIn({ exitCode, text }: Refusal): string {
  const said = text.trim().replaceAll(/\s*\n\s*/gu, ' ');
  if (said === '') return `it ended with exit code ${String(exitCode)} and said nothing`;
  return said.length > 300 ? `${said.slice(0, 299)}…` : said;
}

function error(code: ErrorCode, message: string, next: string, cause?: unknown): AirlockError {
  return new AirlockError({ code, message, next }, cause);
}
