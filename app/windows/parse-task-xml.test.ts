import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mountActionOf } from './mount-action.ts';
import { parseTaskXml } from './parse-task-xml.ts';
import { readXml } from './read-xml.ts';
import { splitCommandLine } from './split-command-line.ts';

const task = `<?xml version="1.0" encoding="UTF-16"?>
<!-- made by hand -->
<Task version="1.4" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers>
    <LogonTrigger><UserId>PC\\comfyui</UserId></LogonTrigger>
    <BootTrigger />
  </Triggers>
  <Principals>
    <Principal id="Author"><UserId>S-1-5-21-1-2-3-1003</UserId><LogonType>InteractiveToken</LogonType></Principal>
    <Principal id="Other"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal>
  </Principals>
  <Settings><Enabled>true</Enabled></Settings>
  <Actions Context="Author">
    <Exec><Command>wsl.exe</Command><Arguments>--mount "D:\\a &amp; b.vhdx" --vhd</Arguments></Exec>
  </Actions>
</Task>`;

describe('parseTaskXml', () => {
  it('reads whose, when and what, of the principal that the actions name', () => {
    expect(parseTaskXml(task)).toEqual({
      isEnabled: true,
      principal: {
        userId: 'S-1-5-21-1-2-3-1003',
        groupId: null,
        logonType: 'InteractiveToken',
        runsHighest: false,
      },
      logonTriggers: [{ isEnabled: true, userId: 'PC\\comfyui', endsAt: null }],
      otherTriggers: ['BootTrigger'],
      actions: [{ command: 'wsl.exe', argumentLine: '--mount "D:\\a & b.vhdx" --vhd' }],
      otherActions: [],
      needsMainsPower: true,
    });
    expect(parseTaskXml(task.replace('"Author">\n    <Exec', '"Other">\n    <Exec'))?.principal).toMatchObject({
      userId: 'S-1-5-18',
      runsHighest: true,
    });
  });

  it.each([
    ['another document', '<Tasks/>'],
    ['no actions', task.replace(/<Actions[\s\S]*<\/Actions>/u, '')],
    ['no principal', task.replace(/<Principals>[\s\S]*<\/Principals>/u, '')],
    ['two principals and no word which', task.replace(' Context="Author"', '')],
    ['two lists of actions', task.replace('</Task>', '<Actions/></Task>')],
    ['two users of one principal', task.replace('<UserId>S-1-5-18<', '<UserId>x</UserId><UserId>S-1-5-18<')],
    ['text between its parts that ends too early', task.slice(0, -3)],
  ])('is null for %s', (_, xml) => {
    expect(parseTaskXml(xml)).toBeNull();
  });

  it('answers every text, never with an exception, and half of it never with a task', () => {
    const cut = fc.nat(task.length - 1).map((at) => task.slice(0, at));
    fc.assert(
      fc.property(cut, (xml) => {
        expect(parseTaskXml(xml)).toBeNull();
      }),
    );
    const changed = fc
      .tuple(fc.nat(task.length), fc.nat(8), fc.string({ maxLength: 8 }))
      .map(([at, length, text]) => task.slice(0, at) + text + task.slice(at + length));
    fc.assert(
      fc.property(fc.oneof(fc.string(), changed), (xml) => void parseTaskXml(xml)),
      { numRuns: 5_000 },
    );
  });
});

describe('readXml', () => {
  it('reads elements, attributes, entities of XML itself, and character data', () => {
    const root = readXml(
      `\uFEFF<?xml version='1.0'?><a:b x="1 &lt; 2" a:y='"'>1&#x41;&#66;<![CDATA[<&amp;>]]><c/>2</a:b><?end?>`,
    );
    expect(root?.name).toBe('b');
    expect([...(root?.attributes ?? [])]).toEqual([
      ['x', '1 < 2'],
      ['a:y', '"'],
    ]);
    expect(root?.text).toBe('1AB<&amp;>2');
    expect(root?.children.map(({ name }) => name)).toEqual(['c']);
  });

  it.each([
    '',
    'text',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a>&nbsp;</a>',
    '<a>&</a>',
    '<a>&#0;</a>',
    '<a>&#xd800;</a>',
    '<a x=1/>',
    '<a x="1" x="2"/>',
    '<a x="<"/>',
    '<a><!-- -- --></a>',
    '<!DOCTYPE a><a/>',
    '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    '<a><![CDATA[</a>',
    ' <?xml version="1.0"?><a/>',
    'x<a/>',
    '<a'.repeat(100_000),
    '<a>'.repeat(65) + '</a>'.repeat(65),
    `<a>${' '.repeat(300_000)}</a>`,
  ])('refuses %.40j', (xml) => {
    expect(readXml(xml)).toBeNull();
  });

  it('does not slow down on hostile text', () => {
    const hostile = [
      `<a ${'x="1" '.repeat(40_000)}`,
      `<a>${'<!--'.repeat(60_000)}`,
      `<a b="${'&amp;'.repeat(40_000)}`,
      `<a>${'&'.repeat(200_000)}</a>`,
    ];
    const startedMs = performance.now();
    for (const xml of hostile) expect(readXml(xml)).toBeNull();
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});

describe('splitCommandLine', () => {
  it.each([
    ['', []],
    ['  a  b ', ['a', 'b']],
    ['"a b" c"d e"f', ['a b', 'cd ef']],
    [String.raw`"D:\a b\\" x`, ['D:\\a b\\', 'x']],
    [String.raw`a\\b \"c "d\"e"`, ['a\\\\b', '"c', 'd"e']],
    ['""', ['']],
    ['"open end', ['open end']],
  ])('splits %j', (line, args) => {
    expect(splitCommandLine(line)).toEqual(args);
  });

  it('gives back what was quoted as Windows programs expect it', () => {
    const quote = (arg: string): string => `"${arg.replaceAll(/(\\*)"/gu, '$1$1\\"').replace(/(\\+)$/u, '$1$1')}"`;
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', 'ä') })), (args) => {
        expect(splitCommandLine(args.map(quote).join(' '))).toEqual(args);
      }),
    );
  });
});

describe('mountActionOf', () => {
  const vhd = 'D:\\comfyui\\models.vhdx';
  it.each([
    ['C:\\Windows\\System32\\wsl.exe', `--mount --vhd "${vhd}" --bare`, 'attaches'],
    ['"C:\\Program Files\\WSL\\wsl.exe"', `--mount ${vhd.toUpperCase()} --vhd --name models`, 'attaches'],
    ['%SystemRoot%\\system32\\wsl.exe', '--mount --vhd D:/comfyui/models.vhdx', 'attaches'],
    ['wsl', `--mount --vhd ${vhd}`, 'attaches'],
    ['wsl.exe', `--mount ${vhd}`, 'other'],
    ['wsl.exe', `--unmount ${vhd} --vhd`, 'other'],
    ['wsl.exe', `--mount --vhd ${vhd}.bak`, 'other'],
    ['D:\\downloads\\wsl.exe', `--mount --vhd ${vhd}`, 'perhaps'],
    ['cmd.exe', `/c wsl --mount --vhd ${vhd}`, 'perhaps'],
    ['powershell.exe', '-File C:\\mount.ps1', 'perhaps'],
    ['C:\\mount.cmd', '', 'perhaps'],
    ['notepad.exe', vhd, 'other'],
    ['', '', 'other'],
  ])('%s %s: %s', (command, argumentLine, kind) => {
    expect(mountActionOf({ command, argumentLine }, vhd)).toBe(kind);
  });
});
