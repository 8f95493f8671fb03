import { mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AirlockError } from '../../app/errors/airlock-error.ts';
import { NodePtyTerminal } from '../process/node-pty-terminal.ts';
import { decodeWslText, withoutTerminalSequences } from './decode-text.ts';
import { parseDistroTable } from './distro-table.ts';
import { exportDistro } from './export-distro.ts';
import { failureCodeIn } from './failure-code.ts';
import { importDistro } from './import-distro.ts';
import { installDistro } from './install-distro.ts';
import { listDistroNames, listDistros } from './list-distros.ts';
import { attachVhd, mountVhd } from './mount-vhd.ts';
import { runInDistro } from './run-in-distro.ts';
import { shutdownWsl } from './shutdown-wsl.ts';
import { terminateDistro } from './terminate-distro.ts';
import { unmountDisk } from './unmount-disk.ts';
import { watchInDistro } from './watch-in-distro.ts';
import { WslExe, wslExePath } from './wsl-exe.ts';
import { wslError } from './wsl-errors.ts';
import type { AskOptions, WslAnswer, WslProgram } from './wsl-program.ts';
import { askWslStatus } from './wsl-status.ts';
import { askWslVersion, parseWslVersion } from './wsl-version.ts';

const crlf = (...lines: readonly string[]): string => lines.map((line) => `${line}\r\n`).join('');
const table = crlf(
  '  NAME              STATE           VERSION',
  '* Ubuntu-24.04      Running         2',
  '  my old distro     Stopped         1',
  '  docker-desktop    Stopped         2',
);

/** A `wsl.exe` that answers every question the same way and notes what it was asked. */
function answering(change: Partial<WslAnswer>): WslProgram & { readonly asked: (readonly string[])[] } {
  const asked: (readonly string[])[] = [];
  const answer = { exitCode: 0, stdout: Buffer.alloc(0), stderr: '', warnings: [], ...change };
  return {
    asked,
    ask: (args) => {
      asked.push(args);
      return Promise.resolve(answer);
    },
    watch: (args) => {
      asked.push(args);
      return Promise.resolve({ exitCode: answer.exitCode, tail: answer.stdout.toString() });
    },
  };
}

describe('the words of wsl.exe', () => {
  const words = crlf('Standarddistribution: Ubuntu-24.04', '既定のディストリビューション', 'Fehlercode: Wsl/E_FAIL');

  it.each([
    { name: 'UTF-8', bytes: Buffer.from(words) },
    { name: 'UTF-8 with a mark', bytes: Buffer.from(`\ufeff${words}`) },
    { name: 'UTF-16LE', bytes: Buffer.from(words, 'utf16le') },
    { name: 'UTF-16LE with a mark', bytes: Buffer.from(`\ufeff${words}`, 'utf16le') },
  ])('are read from $name', ({ bytes }) => {
    expect(decodeWslText(bytes)).toBe(words.replaceAll('\r', ''));
  });

  it('are read up to half a code unit, and from one on', () => {
    const bytes = Buffer.from('Ubuntu\r\n', 'utf16le');
    expect(decodeWslText(bytes.subarray(0, 5))).toBe('Ub\ufffd');
    expect(decodeWslText(bytes.subarray(1))).toBe('\ufffdbuntu\n');
  });

  it('never fail to be read, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeWslText(Buffer.from(bytes))).not.toContain('\r');
      }),
      { numRuns: 5_000 },
    );
  });

  it('come out of a terminal without its colours and titles', () => {
    const shown = '\u001b]0;wsl.exe\u0007\u001b[?25l\u001b[2J\u001b[31mError code: Wsl/E_FAIL\u001b[0m\u001b[K';
    expect(withoutTerminalSequences(shown)).toBe('Error code: Wsl/E_FAIL');
  });
});

describe('the table of distributions', () => {
  it('keeps names with blanks, the default and the version', () => {
    expect(parseDistroTable(decodeWslText(Buffer.from(table, 'utf16le')))).toEqual([
      { name: 'Ubuntu-24.04', isDefault: true, state: 'Running', version: 2 },
      { name: 'my old distro', isDefault: false, state: 'Stopped', version: 1 },
      { name: 'docker-desktop', isDefault: false, state: 'Stopped', version: 2 },
    ]);
  });

  it('is read in other languages, too', () => {
    const german = '  NAME            STATUS            VERSION\n* Ubuntu-24.04    Wird ausgeführt   2\n';
    expect(parseDistroTable(german)).toEqual([
      { name: 'Ubuntu-24.04', isDefault: true, state: 'Wird ausgeführt', version: 2 },
    ]);
  });

  it('survives 5,000 damaged ones', () => {
    const damaged = fc
      .array(fc.nat(table.length), { minLength: 1, maxLength: 8 })
      .chain((places) =>
        fc
          .array(fc.string({ maxLength: 3 }), { minLength: places.length, maxLength: places.length })
          .map((texts) =>
            places.reduce(
              (text, place, index) => text.slice(0, place) + (texts[index] ?? '') + text.slice(place + 1),
              table,
            ),
          ),
      );
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string()), (text) => {
        for (const { version, name } of parseDistroTable(text))
          expect([version === 1 || version === 2, name.trim()]).toEqual([true, name]);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the version', () => {
  it.each([
    [
      'WSL version: 2.9.11.0\nKernel version: 6.6.87.2-1\nWSLg version: 1.0.66\nMSRDC: 1.2.6\nDirect3D: 1.611.1\nDXCore: 10.0.26100.1\nWindows version: 10.0.26200.9445',
      '2.9.11.0',
    ],
    ['WSL-Version: 2,7,8\nKernelversion: 6,6,87', '2.7.8'],
    ['WSL 版本： 2.3.26.0\n内核版本： 5.15.167.4-1', '2.3.26.0'],
  ])('is the last thing in its line (%#)', (text, version) => {
    expect(parseWslVersion(text)?.wsl).toBe(version);
  });

  it('is unknown where there is none', () => {
    expect(parseWslVersion('Ungültige Befehlszeilenoption: --version')).toBeNull();
    expect(parseWslVersion('')).toBeNull();
  });
});

describe('what went wrong', () => {
  const denied = "Failed to attach disk '\\\\?\\D:\\x.vhdx' to WSL2: Access is denied. \r\n";

  it.each([
    ['Error code: Wsl/Service/AttachDisk/MountDisk/HCS/E_ACCESSDENIED', 'wsl-attach-refused'],
    ['Fehlercode: Wsl/Service/AttachDisk/MountVhd/HCS/E_ACCESSDENIED', 'wsl-attach-refused'],
    ["Code d'erreur\u00a0: Wsl/Service/CreateInstance/E_ACCESSDENIED", 'wsl-refused'],
    ['エラー コード: Wsl/Service/WSL_E_DISTRO_NOT_FOUND', 'wsl-distro-missing'],
    ['错误代码: Wsl/Service/AttachDisk/MountDisk/WSL_E_USER_VHD_ALREADY_ATTACHED', 'wsl-disk-attached'],
    ['Код ошибки: Wsl/Service/AttachDisk/MountDisk/HCS/ERROR_SHARING_VIOLATION', 'wsl-disk-in-use'],
    ['Wsl/Service/AttachDisk/MountDisk/ERROR_FILE_NOT_FOUND', 'wsl-disk-missing'],
    ['Wsl/Service/CreateInstance/CreateVm/HCS/ERROR_FILE_NOT_FOUND', 'wsl-refused'],
    ['Wsl/Service/CreateInstance/MountVhd/HCS/ERROR_FILE_NOT_FOUND', 'wsl-refused'],
    ['Wsl/Service/AttachDisk/WSL_E_ELEVATION_NEEDED_TO_MOUNT_DISK', 'wsl-needs-administrator'],
    ['Wsl/Service/WSL_E_LOCAL_SYSTEM_NOT_SUPPORTED', 'wsl-wrong-account'],
    ['Wsl/Service/CreateInstance/CreateVm/HCS/0x80370102', 'wsl-not-ready'],
    ['Wsl/Service/RegisterDistro/ERROR_ALREADY_EXISTS', 'name-clash'],
    ['Wsl/WSL_E_WSL2_NEEDED', 'wsl-distro-missing'],
    ['Wsl/Service/WSL_E_DISK_MOUNT_DISABLED', 'wsl-forbidden'],
  ])('is told by %s', (line, code) => {
    const error = wslError({ exitCode: 4_294_967_295, text: denied + line }, 'attach D:\\x.vhdx');
    expect(error.code).toBe(code);
    expect(error.message).toContain(failureCodeIn(line)?.path);
  });

  it('is told by the exit code where WSL is not there to speak', () => {
    const text = 'Das Windows-Subsystem für Linux ist nicht installiert.';
    expect(wslError({ exitCode: 50, text }, 'be asked').code).toBe('wsl-not-installed');
    expect(wslError({ exitCode: 4_294_966_852, text: '' }, 'be asked').code).toBe('wsl-not-ready');
  });

  it('quotes what it does not know', () => {
    expect(wslError({ exitCode: 1, text: 'Etwas ging schief.\r\n' }, 'end x').message).toContain('Etwas ging schief.');
    expect(wslError({ exitCode: 1, text: '' }, 'end x').message).toContain('exit code 1');
  });

  it.each(['/usr/Wsl/E_FAIL', 'Wsl', 'Wsl/', 'Wsl/Service/', 'MyWsl/E_FAIL', 'Wsl/E_FAIL/more'])(
    'is not read into %s',
    (text) => expect(failureCodeIn(text)).toBeNull(),
  );
});

describe('the verbs', () => {
  const stdout = (text: string): Partial<WslAnswer> => ({ stdout: Buffer.from(text, 'utf16le') });

  it('list', async () => {
    expect(await listDistroNames(answering(stdout('Ubuntu-24.04\r\n\r\n')))).toEqual(['Ubuntu-24.04']);
    expect(await listDistroNames(answering({}))).toEqual([]);
    expect(await listDistros(answering(stdout(table)))).toHaveLength(3);
    const refused = { exitCode: 4_294_967_295, ...stdout('x\r\nWsl/EnumerateDistros/E_FAIL') };
    await expect(listDistros(answering(refused))).rejects.toMatchObject({ code: 'wsl-refused' });
  });

  it('run a program as an array of arguments, never through a shell', async () => {
    const wsl = answering({ exitCode: 3, stdout: Buffer.from([0xff, 0]) });
    const command = ['/bin/sh', '-s', '--', '$HOME', 'a b', '"'];
    const answer = await runInDistro(wsl, { distro: 'Ubuntu-24.04', user: 'root', command }, { timeoutMs: 1 });
    expect(answer).toMatchObject({ exitCode: 3, stdout: Buffer.from([0xff, 0]) });
    expect(wsl.asked).toEqual([['-d', 'Ubuntu-24.04', '-u', 'root', '--exec', ...command]]);
  });

  it('tell a program that ended with 255 from WSL that failed', async () => {
    const command = { distro: 'Ubuntu-24.04', command: ['/bin/false'] };
    const ask = (change: Partial<WslAnswer>): Promise<WslAnswer> =>
      runInDistro(answering(change), command, { timeoutMs: 1 });
    expect((await ask({ exitCode: 255 })).exitCode).toBe(255);
    const said = stdout('x\r\nWsl/Service/WSL_E_DISTRO_NOT_FOUND\r\n');
    await expect(ask({ exitCode: 255, ...said })).rejects.toMatchObject({ code: 'wsl-distro-missing' });
    await expect(ask({ exitCode: 4_294_967_295 })).rejects.toMatchObject({ code: 'wsl-refused' });
    await expect(
      watchInDistro(answering({ exitCode: -1 }), command, { onOutput: () => undefined }),
    ).rejects.toMatchObject({ code: 'wsl-refused' });
  });

  it.each(['-u', 'a b', '', 'x"', "x'", 'a\n', '$(x)', 'ä'])(
    'refuse the name "%s" before anything starts',
    async (distro) => {
      const wsl = answering({});
      await expect(runInDistro(wsl, { distro, command: ['x'] }, { timeoutMs: 1 })).rejects.toMatchObject({
        code: 'bad-request',
      });
      await expect(terminateDistro(wsl, distro)).rejects.toMatchObject({ code: 'bad-request' });
      expect(wsl.asked).toEqual([]);
    },
  );

  it('attach, mount and detach by whole paths only', async () => {
    const wsl = answering({});
    await attachVhd(wsl, 'D:\\my disks\\models.vhdx');
    await mountVhd(wsl, 'D:\\models.vhdx', 'models');
    await unmountDisk(wsl, 'D:\\models.vhdx');
    expect(wsl.asked).toEqual([
      ['--mount', '--vhd', 'D:\\my disks\\models.vhdx', '--bare'],
      ['--mount', '--vhd', 'D:\\models.vhdx', '--name', 'models'],
      ['--unmount', 'D:\\models.vhdx'],
    ]);
    await expect(unmountDisk(wsl, '')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(attachVhd(wsl, 'models.vhdx')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(mountVhd(answering({ exitCode: 1 }), 'D:\\x.vhdx', 'x')).rejects.toMatchObject({
      code: 'wsl-mount-failed',
    });
  });

  it('tell whether WSL is there, and which it is', async () => {
    expect(await askWslStatus(answering(stdout('Standardversion: 2\r\n')))).toBe('Standardversion: 2');
    await expect(askWslStatus(answering({ exitCode: 50 }))).rejects.toMatchObject({ code: 'wsl-not-installed' });
    expect(await askWslVersion(answering(stdout('WSL-Version: 2.7.8.0\r\n')))).toMatchObject({ wsl: '2.7.8.0' });
    await expect(askWslVersion(answering({ exitCode: 1 }))).rejects.toMatchObject({ code: 'wsl-refused' });
  });

  it('import a distribution for this account', async () => {
    const wsl = answering({});
    const request = { distro: 'Ubuntu-24.04', folder: 'D:\\wsl\\ubuntu', file: 'D:\\my files\\u.tar' };
    await importDistro(wsl, request, { onOutput: () => undefined });
    expect(wsl.asked).toEqual([
      ['--import', 'Ubuntu-24.04', 'D:\\wsl\\ubuntu', 'D:\\my files\\u.tar', '--version', '2'],
    ]);
  });

  it('that take long end in an error with WSL’s code', async () => {
    const wsl = answering({
      exitCode: 4_294_967_295,
      stdout: Buffer.from('…\nWsl/InstallDistro/WSL_E_DISTRO_NOT_FOUND\n'),
    });
    const options = { onOutput: () => undefined };
    await expect(installDistro(wsl, 'Ubuntu-24.04', options)).rejects.toMatchObject({ code: 'wsl-distro-missing' });
    await expect(exportDistro(wsl, { distro: 'x', file: 'D:\\x.tar' }, options)).rejects.toBeInstanceOf(AirlockError);
    await expect(shutdownWsl(answering({}), options)).resolves.toBeUndefined();
  });
});

describe('where wsl.exe is', () => {
  it('is in the system folder, wherever the search path leads', () => {
    expect(wslExePath({ SystemRoot: 'E:\\Win', PATH: 'C:\\evil' })).toBe('E:\\Win\\System32\\wsl.exe');
    expect(wslExePath({})).toBe('C:\\Windows\\System32\\wsl.exe');
    expect(wslExePath({ SystemRoot: 'evil' })).toBe('C:\\Windows\\System32\\wsl.exe');
    expect(wslExePath({ SystemRoot: 'C:\\Windows', AIRLOCK_WSL_EXE: '/x/wsl' })).toBe('/x/wsl');
  });
});

describe.skipIf(process.platform === 'win32')('a program in the place of wsl.exe', () => {
  let folder = '';
  let file = '';
  const options: AskOptions = { timeoutMs: 10_000 };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-wsl-'));
    file = join(folder, 'wsl.exe');
    const script = `#!${process.execPath}
      if (process.argv[2] === '--shutdown') { console.log('ending'); process.exit(0); }
      process.stderr.write('wsl: Unknown key wsl2.foo in C:\\\\Users\\\\x\\\\.wslconfig:3\\r\\nmine\\n');
      process.stdin.on('data', (text) => process.stdout.write(text));
      process.stdin.on('end', () => process.stdout.write(JSON.stringify([process.env.WSL_UTF8, ...process.argv.slice(2)])));
    `;
    writeFileSync(file, script);
    chmodSync(file, 0o755);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const wslExe = (): WslExe =>
    new WslExe({ env: { ...process.env, AIRLOCK_WSL_EXE: file }, terminal: new NodePtyTerminal() });

  it('gets its input and asks for UTF-8; warnings of WSL are kept apart', async () => {
    const answer = await wslExe().ask(['-d', 'x', '--exec', 'y z'], { ...options, stdin: 'in ' });
    expect(answer.stdout.toString()).toBe('in ["1","-d","x","--exec","y z"]');
    expect(answer.warnings).toEqual(['Unknown key wsl2.foo in C:\\Users\\x\\.wslconfig:3']);
    expect(answer.stderr).toBe('mine\n');
  });

  it('can be watched in a terminal', async () => {
    let shown = '';
    await shutdownWsl(wslExe(), { onOutput: (text) => (shown += text) });
    expect(shown).toContain('ending');
  });

  it('that is missing is called not installed', async () => {
    const missing = new WslExe({ env: { AIRLOCK_WSL_EXE: join(folder, 'none') }, terminal: new NodePtyTerminal() });
    await expect(missing.ask(['-l'], options)).rejects.toMatchObject({ code: 'wsl-not-installed' });
    await expect(shutdownWsl(missing, { onOutput: () => undefined })).rejects.toMatchObject({
      code: 'wsl-not-installed',
    });
  });
});
