import type { ControlId } from '../../app/controls/control.ts';
import type { RemedyId } from '../../app/controls/remedies.ts';
import type { Mark } from '../../app/findings/mark.ts';
import type { Verdict } from '../../app/findings/verdict.ts';

/** One thing a probe would read on a real PC, and what it would read there. */
export interface PracticeAnswer {
  readonly source: string;
  readonly good: string;
  readonly bad: string;
  /** One line for the chip. */
  readonly goodSummary: string;
  readonly badSummary: string;
  /** What an unbroken PC shows when that is not `pass`. */
  readonly usual?: Verdict;
  /** What a diagnosis goes by, and what can be done, while it is broken. */
  readonly marks: readonly Mark[];
  readonly remedies: readonly RemedyId[];
}

/** The simulated Windows and WSL: names and values as a PC set up by the guide would show them. */
export const practiceAnswers: Partial<Record<ControlId, PracticeAnswer>> = {
  'windows.accounts': {
    source: 'Get-LocalUser; Get-LocalGroupMember -SID S-1-5-32-544',
    good: 'admin (Administrators), daily, comfyui; running as comfyui',
    bad: 'admin, comfyui (both Administrators); running as comfyui',
    goodSummary: 'Three accounts, and comfyui is no administrator.',
    badSummary: 'comfyui is a member of Administrators.',
    marks: ['account.is-admin'],
    remedies: [],
  },
  'windows.docker-users': {
    source: 'Get-LocalGroupMember docker-users',
    good: 'PC\\admin, PC\\comfyui; in the token of this session: yes',
    bad: 'PC\\admin; in the token of this session: no',
    goodSummary: 'comfyui is a member, and this sign-in knows it.',
    badSummary: 'comfyui is not a member of docker-users.',
    marks: ['docker-users.not-member'],
    remedies: ['windows.join-docker-users'],
  },
  'windows.hyperv-admins': {
    source: 'Get-LocalGroupMember -SID S-1-5-32-578',
    good: 'PC\\comfyui',
    bad: '(no members)',
    goodSummary: 'comfyui is a member, as the guide asks; the membership gives it more rights than WSL needs.',
    badSummary: 'comfyui is not a member of Hyper-V Administrators.',
    usual: 'warn',
    marks: ['hyperv-admins.not-member'],
    remedies: ['windows.join-hyperv-admins'],
  },
  'windows.vhd-acl': {
    source: '(Get-Acl D:\\comfyui-models.vhdx).Sddl',
    good: 'O:S-1-5-21-1-2-3-1003 (comfyui); D:(A;;FA;;;S-1-5-21-1-2-3-1003)(A;;FA;;;SY)',
    bad: 'O:BA; D:(A;;0x1301bf;;;S-1-5-21-1-2-3-1003)(A;;FA;;;SY)',
    goodSummary: 'comfyui owns the disk file and may attach it.',
    badSummary: 'comfyui may only modify the disk file; attaching needs full control.',
    marks: ['vhd.not-owner-nor-full'],
    remedies: ['windows.grant-vhd'],
  },
  'windows.automount-task': {
    source: 'schtasks /query /xml /tn AirlockModels',
    good: 'Principal S-1-5-21-1-2-3-1003, InteractiveToken, LogonTrigger comfyui, last result 0x0',
    bad: 'Principal S-1-5-21-1-2-3-1001 (admin), LogonTrigger comfyui, last result 0x80070005',
    goodSummary: 'The logon task mounts the models as comfyui; its last run went well.',
    badSummary: 'The logon task runs as admin, so the disk is mounted for the wrong account.',
    marks: ['task.wrong-principal'],
    remedies: ['windows.register-task'],
  },
  'windows.models-vhd': {
    source: 'Get-DiskImage D:\\comfyui-models.vhdx',
    good: 'D:\\comfyui-models.vhdx, 400 GB of 1024 GB, attached, ext4',
    bad: 'D:\\comfyui-models.vhdx: no such file',
    goodSummary: 'The models live on their own ext4 disk, and it is attached.',
    badSummary: 'The models disk is not there.',
    marks: ['vhd.no-file'],
    remedies: ['windows.create-vhd'],
  },
  'wsl.network-nat': {
    source: '%USERPROFILE%\\.wslconfig; wslinfo --networking-mode',
    good: 'networkingMode=nat; running: nat',
    bad: 'networkingMode=nat; running: mirrored',
    goodSummary: 'Set to nat, and nat is what runs.',
    badSummary: 'Set to nat, but mirrored is what runs: WSL has not been shut down since.',
    marks: ['network.running-not-nat', 'network.shutdown-needed'],
    remedies: ['wsl.shutdown'],
  },
  'wsl.c-readonly': {
    source: '/etc/wsl.conf; touch /mnt/c/airlock-write-test',
    good: 'options="ro"; touch: Read-only file system; /mnt/c 9p ro',
    bad: 'options=""; touch: (no error); /mnt/c 9p rw',
    goodSummary: 'C: is mounted read-only, and a write was refused.',
    badSummary: 'C: can be written from inside WSL.',
    marks: ['drive.config-writable', 'drive.mounted-writable'],
    remedies: ['wsl.c-readonly'],
  },
  'wsl.limits': {
    source: '%USERPROFILE%\\.wslconfig; /proc/meminfo',
    good: 'memory=16GB swap=8GB; MemTotal 16.0 GB, SwapTotal 8.0 GB',
    bad: 'memory=16 gb; MemTotal 31.2 GB, SwapTotal 8.0 GB',
    goodSummary: 'Memory and swap are capped, and the caps are in force.',
    badSummary: 'The memory cap is written in a way that WSL ignores.',
    marks: ['limits.invalid-value'],
    remedies: ['wsl.set-limits'],
  },
  'wsl.models-mount': {
    source: 'findmnt /mnt/models',
    good: '/dev/sdd /mnt/models ext4 rw,relatime; 612 GB free',
    bad: '(nothing is mounted there)',
    goodSummary: 'The models disk is mounted at /mnt/models.',
    badSummary: 'Nothing is mounted at /mnt/models.',
    marks: ['models.not-mounted'],
    remedies: ['wsl.mount-models'],
  },
  'wsl.no-cuda': {
    source: "dpkg-query -W 'nvidia-*' 'cuda-*'; ls -d /usr/local/cuda*",
    good: '(none); /usr/lib/wsl/lib/nvidia-smi works',
    bad: 'cuda-toolkit-12-6; /usr/local/cuda-12.6',
    goodSummary: "No CUDA toolkit or Linux driver; Windows' driver is used.",
    badSummary: 'A CUDA toolkit is installed in the distro.',
    marks: ['cuda.packages'],
    remedies: ['wsl.list-cuda'],
  },
  'wsl.distro-visible': {
    source: 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Lxss; wsl.exe -l -q',
    good: 'Ubuntu-24.04',
    bad: '(none under this account; Ubuntu-24.04 under S-1-5-21-1-2-3-1001)',
    goodSummary: 'Ubuntu-24.04 belongs to this account.',
    badSummary: 'Ubuntu-24.04 is registered under another account.',
    marks: ['distro.under-other-account'],
    remedies: ['wsl.move-distro'],
  },
};
