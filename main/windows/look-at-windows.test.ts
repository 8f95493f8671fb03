import { describe, expect, it } from 'vitest';
import { profileSchema } from '../../app/launch/profile.ts';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import type { ProgramRequest } from '../process/run-program.ts';
import { lookAtWindows } from './look-at-windows.ts';
import { lxssView } from './lxss-view.ts';
import { PowershellExe, powershellExePath } from './powershell-exe.ts';
import { readWindowsAnswer } from './read-windows-answer.ts';
import { scriptPath } from './script-path.ts';
import { healthyAnswers, windowsDocument, windowsOutput } from './testing/fake-document.ts';

const { signal } = new AbortController();
const profile = profileSchema.parse({ version: 1, windows: { mountTask: '\\My tasks\\Models' } });

function answering(
  stdout: Buffer,
  stderr = '',
): { readonly asked: ProgramRequest[]; readonly powershell: PowershellExe } {
  const asked: ProgramRequest[] = [];
  const run = (request: ProgramRequest) => {
    asked.push(request);
    return Promise.resolve({ exitCode: 0, stdout, stderr: Buffer.from(stderr), durationMs: 1 });
  };
  return { asked, powershell: new PowershellExe({ env: { SystemRoot: 'D:\\Windows' }, run }) };
}

describe('the look at Windows', () => {
  it('starts one powershell.exe with one file of ours, and values as arguments of their own', async () => {
    const { asked, powershell } = answering(windowsOutput());
    const facts = await lookAtWindows({ powershell, assetsDir: '/app/assets' }, profile, signal);
    expect(facts.users).toMatchObject({ isKnown: true, value: healthyAnswers.users });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.file).toBe('D:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe');
    expect(asked[0]?.args).toEqual([
      '-NoProfile',
      '-NonInteractive',
      '-ExecutionPolicy',
      'Bypass',
      '-File',
      scriptPath('/app/assets', 'sweep.ps1'),
      '-VhdPath',
      'D:\\comfyui\\comfyui-models.vhdx',
      '-Task',
      '\\My tasks\\Models',
    ]);
  });

  it('says what PowerShell complained of when it answered nothing', async () => {
    const { powershell } = answering(Buffer.alloc(0), 'running scripts is disabled on this system');
    const look = lookAtWindows({ powershell, assetsDir: '/app/assets' }, profile, signal);
    await expect(look).rejects.toMatchObject({
      code: 'windows-unreadable',
      message: expect.stringContaining('is disabled') as string,
    });
  });
});

describe('where things are', () => {
  it('takes Windows PowerShell from Windows itself, unless a test names another', () => {
    const usual = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
    expect(powershellExePath({})).toBe(usual);
    expect(powershellExePath({ SystemRoot: 'Windows' })).toBe(usual);
    expect(powershellExePath({ PATH: 'C:\\evil', AIRLOCK_POWERSHELL_EXE: '' })).toBe(usual);
    expect(powershellExePath({ AIRLOCK_POWERSHELL_EXE: '/opt/pwsh' })).toBe('/opt/pwsh');
  });

  it('takes scripts from beside the packed app', () => {
    const packed = scriptPath('/opt/Airlock/resources/app.asar/assets', 'sweep.ps1');
    expect(packed.replaceAll('\\', '/')).toBe('/opt/Airlock/resources/app.asar.unpacked/assets/windows/sweep.ps1');
    expect(scriptPath('/src/my.app.asar.d/assets').replaceAll('\\', '/')).toBe('/src/my.app.asar.d/assets/windows');
  });
});

describe('readWindowsAnswer', () => {
  it('knows every answer of a whole document, with its own words as evidence', () => {
    const facts = readWindowsAnswer(windowsOutput());
    for (const [name, reading] of Object.entries(facts)) {
      expect([name, reading.isKnown]).toEqual([name, true]);
      expect(reading.raw).not.toBe('');
    }
  });

  it('keeps arrays of one, nulls and members whose account is gone', () => {
    const group = { sid: 'S-1-5-32-544', name: 'A', members: ['S-1-5-21-1-2-3-1099'], way: 'adsi' as const };
    const facts = readWindowsAnswer(windowsOutput({ administrators: group, dockerUsers: null, policies: [] }));
    expect(facts.administrators).toMatchObject({ isKnown: true, value: group });
    expect(facts.dockerUsers).toMatchObject({ isKnown: true, value: null, raw: 'null' });
    expect(facts.policies).toMatchObject({ isKnown: true, value: [] });
  });

  it('makes one answer unknown that is missing, failed or nonsense, and no other', () => {
    const { users: _users, ...rest } = windowsDocument({
      account: new Error('Denied,Some.Command'),
      vhd: { exists: 'yes' } as never,
    }) as Record<string, unknown>;
    const facts = readWindowsAnswer(Buffer.from(JSON.stringify(rest)));
    expect(facts.users).toMatchObject({ isKnown: false, why: 'the answer is missing or damaged' });
    expect(facts.account).toMatchObject({ isKnown: false, why: 'error 0x80070005 (Denied)' });
    expect(facts.vhd).toMatchObject({ isKnown: false, raw: expect.stringContaining('yes') as string });
    expect(Object.values(facts).filter(({ isKnown }) => !isKnown)).toHaveLength(3);
  });

  it.each(['', 'null', '[]', '"x"', '{}', '{"version":"1"}', '{"version":2}', 'Access is denied.'])(
    'refuses %j as a whole',
    (text) => {
      expect(() => readWindowsAnswer(Buffer.from(text))).toThrow(AirlockError);
    },
  );

  it('takes no answer from what every object has', () => {
    const facts = readWindowsAnswer(Buffer.from('{"version":1,"__proto__":{"users":{"ok":true,"value":[]}}}'));
    expect(facts.users.isKnown).toBe(false);
  });

  it('shows what is nested without end as such', () => {
    const deep = `{"version":1,"users":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect(readWindowsAnswer(Buffer.from(deep)).users).toMatchObject({
      isKnown: false,
      raw: expect.any(String) as string,
    });
  });
});

describe('the distributions in the registry', () => {
  const [ubuntu] = healthyAnswers.lxss;
  if (ubuntu === undefined) throw new Error('no distribution');
  const view = (changes: Parameters<typeof windowsOutput>[0]) => lxssView(readWindowsAnswer(windowsOutput(changes)));

  it('are of WSL 2 when they have a machine: the registry’s own version is that of the files', () => {
    expect(view({}).lxss).toEqual([{ name: 'Ubuntu-24.04', version: 2, state: 1 }]);
    expect(view({ lxss: [{ ...ubuntu, flags: 7 }] }).lxss).toMatchObject([{ version: 1 }]);
    expect(view({ lxss: [{ ...ubuntu, flags: null, state: null }] }).lxss).toMatchObject([{ version: 1, state: 1 }]);
  });

  it('of others are told as far as they may be read', () => {
    const mine = { sid: 'S-1-5-21-1-2-3-1', names: ['Ubuntu'] };
    const closed = { sid: 'S-1-5-21-1-2-3-2', names: null };
    expect(view({}).otherLxss).toEqual([]);
    expect(view({ otherAccounts: [mine, closed] }).otherLxss).toEqual([mine]);
    expect(view({ otherAccounts: [closed] }).otherLxss).toBeNull();
    expect(view({ otherAccounts: new Error('Denied') }).otherLxss).toBeNull();
  });

  it('are no empty list when they could not be read', () => {
    expect(() => view({ lxss: new Error('Denied') })).toThrow(AirlockError);
  });

  it('come with the size of the models disk, where it may be asked', () => {
    expect(view({}).modelsVhd).toEqual({ virtualBytes: 1_099_511_627_776 });
    expect(view({ vhdDisk: new Error('InUse') }).modelsVhd).toEqual({ virtualBytes: null });
  });
});
