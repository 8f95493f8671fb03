import type { WindowsAnswer, WindowsQuestion } from '../windows-facts.ts';

/** SIDs of the accounts of the fake PC. */
export const sids = {
  admin: 'S-1-5-21-1004336348-1177238915-682003330-1001',
  daily: 'S-1-5-21-1004336348-1177238915-682003330-1002',
  comfyui: 'S-1-5-21-1004336348-1177238915-682003330-1003',
  dockerUsers: 'S-1-5-21-1004336348-1177238915-682003330-1004',
  gone: 'S-1-5-21-1004336348-1177238915-682003330-1099',
} as const;

export const vhdPath = 'D:\\comfyui\\comfyui-models.vhdx';

type Answers = { readonly [Q in WindowsQuestion]: WindowsAnswer<Q> };

/** A task as Windows 11 writes it, with some parts of it in other words. */
export function taskXml(change: Partial<Record<'principal' | 'trigger' | 'settings' | 'action', string>> = {}): string {
  const {
    principal = `<UserId>${sids.comfyui}</UserId><LogonType>InteractiveToken</LogonType><RunLevel>LeastPrivilege</RunLevel>`,
    trigger = `<LogonTrigger><Enabled>true</Enabled><UserId>PC\\comfyui</UserId></LogonTrigger>`,
    settings = '<Enabled>true</Enabled><DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>',
    action = `<Exec><Command>C:\\Windows\\System32\\wsl.exe</Command><Arguments>--mount --vhd "${vhdPath}" --bare</Arguments></Exec>`,
  } = change;
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><URI>\\Airlock\\Mount models</URI></RegistrationInfo>
  <Triggers>${trigger}</Triggers>
  <Principals><Principal id="Author">${principal}</Principal></Principals>
  <Settings>${settings}</Settings>
  <Actions Context="Author">${action}</Actions>
</Task>`;
}

/** What the sweep answers on a PC that was set up by the guide, asked from the account that runs ComfyUI. */
export const healthyAnswers: Answers = {
  system: {
    computer: 'PC',
    build: 26_200,
    revision: 9_445,
    edition: 'Professional',
    sku: 48,
    systemDrive: 'C:',
    rebootPending: false,
    powershell: '5.1.26100.9445',
  },
  account: {
    sid: sids.comfyui,
    name: 'PC\\comfyui',
    groups: [
      'S-1-1-0',
      sids.dockerUsers,
      'S-1-5-32-578',
      'S-1-5-32-545',
      'S-1-5-4',
      'S-1-2-1',
      'S-1-5-11',
      'S-1-5-15',
      'S-1-5-113',
      'S-1-2-0',
    ],
    denyOnly: [],
  },
  users: [
    { sid: sids.admin, name: 'admin', enabled: true },
    { sid: 'S-1-5-21-1004336348-1177238915-682003330-500', name: 'Administrator', enabled: false },
    { sid: sids.comfyui, name: 'comfyui', enabled: true },
    { sid: sids.daily, name: 'daily', enabled: true },
  ],
  administrators: {
    sid: 'S-1-5-32-544',
    name: 'Administratoren',
    members: ['S-1-5-21-1004336348-1177238915-682003330-500', sids.admin],
    way: 'cmdlet',
  },
  hypervAdministrators: {
    sid: 'S-1-5-32-578',
    name: 'Hyper-V-Administratoren',
    members: [sids.comfyui],
    way: 'cmdlet',
  },
  dockerUsers: { sid: sids.dockerUsers, name: 'docker-users', members: [sids.admin, sids.comfyui], way: 'cmdlet' },
  features: [
    { name: 'VirtualMachinePlatform', state: 1 },
    { name: 'Microsoft-Windows-Subsystem-Linux', state: 2 },
    { name: 'Microsoft-Hyper-V', state: 2 },
  ],
  virtualization: { hypervisor: true, firmware: false },
  services: [
    { name: 'hns', state: 'Running', start: 'Manual' },
    { name: 'vfpext', state: 'Running', start: 'Manual' },
    { name: 'vmcompute', state: 'Running', start: 'Manual' },
    { name: 'WslService', state: 'Running', start: 'Auto' },
  ],
  lxss: [
    {
      id: '{6d0f5a0c-6d2e-4f0e-9a39-6a6c2b9a3d11}',
      name: 'Ubuntu-24.04',
      basePath: 'C:\\Users\\comfyui\\AppData\\Local\\wsl\\{6d0f5a0c-6d2e-4f0e-9a39-6a6c2b9a3d11}',
      version: 2,
      state: 1,
      flags: 15,
      defaultUid: 1_000,
      isDefault: true,
    },
  ],
  otherAccounts: [],
  policies: [],
  vhd: { exists: true, isFolder: false, bytes: 429_496_729_600, changedAt: '2026-05-01T10:00:00.0000000Z' },
  vhdRights: `O:${sids.comfyui}G:${sids.admin}D:PAI(A;;FA;;;${sids.comfyui})(A;;FA;;;SY)(A;;FA;;;BA)`,
  folderRights: `O:BAG:SYD:AI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;${sids.comfyui})`,
  vhdDisk: { virtualBytes: 1_099_511_627_776, isAttachedHere: false },
  task: {
    isVisible: true,
    isListed: true,
    xml: taskXml(),
    lastRun: { state: 3, result: 0, missed: 0, at: '2026-05-01T08:00:00.0000000Z' },
  },
  dockerDesktop: {
    forAll: '4.88.1',
    forThisAccount: null,
    processes: [{ name: 'com.docker.backend.exe', session: 1, owner: sids.comfyui }],
  },
  gpu: { driver: '32.0.15.8157', hasTool: true },
  drives: [
    { id: 'C:', fileSystem: 'NTFS', bytes: 1_000_000_000_000, freeBytes: 400_000_000_000 },
    { id: 'D:', fileSystem: 'NTFS', bytes: 2_000_000_000_000, freeBytes: 900_000_000_000 },
  ],
};

/** Answers that differ; an error is a question that failed, null one whose answer is null. */
export type AnswerChanges = { readonly [Q in WindowsQuestion]?: Answers[Q] | Error };

/** The document that the sweep script writes for such a PC. */
export function windowsDocument(changes: AnswerChanges = {}): object {
  const answers = Object.entries<unknown>({ ...healthyAnswers, ...changes }).map(([name, value]) => {
    if (!(value instanceof Error)) return [name, { ok: true, value }];
    return [name, { ok: false, error: { id: value.message, type: 'System.Exception', hresult: -2_147_024_891 } }];
  });
  return { version: 1, ...(Object.fromEntries(answers) as object) };
}

export function windowsOutput(changes: AnswerChanges = {}): Buffer {
  return Buffer.from(JSON.stringify(windowsDocument(changes)));
}
