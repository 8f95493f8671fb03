import { describe, expect, it } from 'vitest';
import { readWslconfig, readWslConf, type ConfigWarning, type WslSettings } from './read-config.ts';

/** Key → value of what counts. */
function values(read: WslSettings): Record<string, unknown> {
  return Object.fromEntries([...read.settings].map(([name, { value }]) => [name, value]));
}

function problems({ warnings }: WslSettings): readonly string[] {
  return warnings.map(({ line, problem }: ConfigWarning) => `${String(line)} ${problem}`);
}

const cases: readonly { name: string; text: string; reads: Record<string, unknown>; warns?: readonly string[] }[] = [
  {
    name: 'sections, keys in any case, blanks, comments behind values and headers',
    text: '# mine\n[WSL2] # machine\n\tMEMORY = 16GB   # cap\nswap=0\n\nProcessors=0x4',
    reads: { 'wsl2.memory': 16 * 1024 ** 3, 'wsl2.swap': 0, 'wsl2.processors': 4 },
  },
  {
    name: 'the first of two',
    text: '[wsl2]\nnetworkingMode=mirrored\n[wsl2]\nnetworkingmode=nat\n',
    reads: { 'wsl2.networkingMode': 'mirrored' },
    warns: ['4 duplicate-key'],
  },
  {
    name: 'the old name as the same key, so that it can be the first',
    text: '[experimental]\nnetworkingMode=mirrored\n[wsl2]\nnetworkingMode=nat\n',
    reads: { 'wsl2.networkingMode': 'mirrored' },
    warns: ['4 duplicate-key'],
  },
  {
    name: 'a first one that is worth nothing, which still keeps out the second',
    text: '[wsl2]\nnetworkingMode=natt\nnetworkingMode=nat\n',
    reads: { 'wsl2.networkingMode': null },
    warns: ['2 invalid-value', '3 duplicate-key'],
  },
  {
    name: 'no comment sign but #',
    text: '[wsl2]\n; networkingMode=mirrored\nnetworkingMode=nat ; really\n',
    reads: { 'wsl2.networkingMode': null },
    warns: ['2 no-key', '3 invalid-value'],
  },
  {
    name: 'quotes and escapes',
    text: '[wsl2]\nkernelCommandLine = " a # b "  # c\nkernel=C:\\\\k\\"n\\tx\nswapFile=a"b c"d\n',
    reads: { 'wsl2.kernelCommandLine': ' a # b ', 'wsl2.kernel': 'C:\\k"n\tx', 'wsl2.swapFile': 'ab cd' },
  },
  {
    name: 'a path with single backslashes as a malformed line',
    text: '[wsl2]\nkernel=C:\\Temp\\x\nmemory=4GB\n',
    reads: { 'wsl2.memory': 4 * 1024 ** 3 },
    warns: ['2 bad-escape'],
  },
  {
    name: 'a line that goes on in the next one, blanks and all',
    text: '[wsl2]\nkernelCommandLine=a \\\n  b\nmemory=1G\n',
    reads: { 'wsl2.kernelCommandLine': 'a   b', 'wsl2.memory': 1024 ** 3 },
  },
  {
    name: 'what cannot be read, and goes on',
    text: '[wsl2]\nmemory\n[wsl2 2]\nmemory="8GB\n[]\n=1\nmemory=2GB\n',
    reads: { 'wsl2.memory': 2 * 1024 ** 3 },
    warns: ['2 no-equals', '3 no-bracket', '4 open-quote', '5 no-section', '6 no-key'],
  },
  {
    name: 'a header that breaks off as the old section’s length of its letters',
    text: '[wsl2]\n[experimental here]\nmemory=2GB\n[wsl2 too]\nmemory=4GB\n',
    reads: { 'wsl2.memory': 4 * 1024 ** 3 },
    warns: ['2 no-bracket', '3 unknown-key', '4 no-bracket'],
  },
  {
    name: 'keys without a section, and unknown ones, as unknown',
    text: 'memory=2GB\n[wsl2]\nmemroy=2GB\n',
    reads: {},
    warns: ['1 unknown-key', '3 unknown-key'],
  },
  {
    name: 'nothing behind Ctrl-Z',
    text: '[wsl2]\nmemory=2GB\n\x1anetworkingMode=mirrored\n',
    reads: { 'wsl2.memory': 2 * 1024 ** 3 },
    warns: ['3 rest-ignored'],
  },
  {
    name: 'line ends of Windows, and no end at all',
    text: '[wsl2]\r\nmemory=2GB\r\n\r\n# x\r\nkernelCommandLine=a\\\r\nb\r\nswap=1GB',
    reads: { 'wsl2.memory': 2 * 1024 ** 3, 'wsl2.kernelCommandLine': 'ab', 'wsl2.swap': 1024 ** 3 },
  },
  {
    name: 'a lone CR as a line end, but not of a comment',
    text: '[wsl2]\rmemory=2GB\rswap=1GB\n# x\rprocessors=2\nprocessors=4\n',
    reads: { 'wsl2.memory': 2 * 1024 ** 3, 'wsl2.swap': 1024 ** 3, 'wsl2.processors': 4 },
  },
];

describe('.wslconfig', () => {
  it.each(cases)('is read with $name', ({ text, reads, warns = [] }) => {
    const read = readWslconfig(text);
    expect(values(read)).toEqual(reads);
    expect(problems(read)).toEqual(warns);
  });

  it.each([
    ['16GB', 16 * 1024 ** 3],
    ['16G', 16 * 1024 ** 3],
    ['512MB', 512 * 1024 ** 2],
    ['1T', 1024 ** 4],
    ['7B', 7],
    ['1024', 1024],
    ['0', 0],
    ['0GB', 0],
    ['+1K', 1024],
    ['16gb', null],
    ['16 GB', null],
    ['1.5GB', null],
    ['16GiB', null],
    ['00', null],
    ['', null],
    ['GB', null],
    ['8BB', null],
  ])('takes the size "%s" for %s', (text, bytes) => {
    expect(readWslconfig(`[wsl2]\nmemory=${text}\n`).settings.get('wsl2.memory')?.value).toBe(bytes);
  });

  it.each([
    ['12', 12],
    ['-1', -1],
    ['010', 8],
    ['0xFF', 255],
    ['0', 0],
    ['08', null],
    ['0x', null],
    ['1.5', null],
    ['9999999999', null],
  ])('takes the number "%s" for %s', (text, number) => {
    expect(readWslconfig(`[wsl2]\nprocessors=${text}\n`).settings.get('wsl2.processors')?.value).toBe(number);
  });

  it.each([
    ['true', true],
    ['TRUE', true],
    ['1', true],
    ['False', false],
    ['0', false],
    ['yes', null],
    ['', null],
  ])('takes the switch "%s" for %s', (text, value) => {
    expect(readWslconfig(`[wsl2]\nipv6=${text}\n`).settings.get('wsl2.ipv6')?.value).toBe(value);
  });
});

describe('wsl.conf', () => {
  it('is read up to the first line that cannot be read', () => {
    const read = readWslConf('[boot]\nsystemd=true\n; mine\n[automount]\noptions="ro"\n');
    expect(values(read)).toEqual({ 'boot.systemd': true });
    expect(problems(read)).toEqual(['3 no-key', '3 rest-ignored']);
  });

  it('loses nothing by a malformed last line', () => {
    const read = readWslConf('[automount]\noptions="metadata,ro"\n;\n\n');
    expect(values(read)).toEqual({ 'automount.options': 'metadata,ro' });
    expect(problems(read)).toEqual(['3 no-key']);
  });

  it('goes on behind a value that is worth nothing', () => {
    const read = readWslConf('[automount]\nenabled=maybe\noptions=ro\n');
    expect(values(read)).toEqual({ 'automount.enabled': null, 'automount.options': 'ro' });
  });

  it('is lost as a whole with the mark some editors put in front', () => {
    expect(values(readWslConf('\ufeff[automount]\noptions=ro\n'))).toEqual({});
    expect(values(readWslConf('\u00ef\u00bb\u00bf[automount]\noptions=ro\n'))).toEqual({});
  });

  it('takes line ends of Windows, but no line that goes on behind one', () => {
    expect(values(readWslConf('[automount]\r\noptions=ro\r\n'))).toEqual({ 'automount.options': 'ro' });
    expect(values(readWslConf('[automount]\r\noptions=a\\\r\nro\r\n'))).toEqual({});
  });
});
