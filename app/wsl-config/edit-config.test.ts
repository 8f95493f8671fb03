import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setSetting, unsetSetting } from './edit-config.ts';
import { readConfig, wslconfigDialect, wslConfDialect, type ConfigDialect } from './read-config.ts';

const mode = 'wsl2.networkingMode';

function read(text: string, dialect: ConfigDialect): Record<string, string> {
  return Object.fromEntries([...readConfig(text, dialect).settings].map(([name, setting]) => [name, setting.text]));
}

describe('setting a key', () => {
  it.each([
    { name: 'makes the file', text: '', edited: '[wsl2]\nnetworkingMode=nat\n' },
    {
      name: 'changes the one that counts, where it stands, under its old name too',
      text: '[experimental]\n  networkingMode = mirrored  # why\n[wsl2]\nnetworkingMode=none\n',
      edited: '[experimental]\n  networkingMode = nat  # why\n[wsl2]\nnetworkingMode=none\n',
    },
    {
      name: 'adds it behind what its section holds',
      text: '# top\n[wsl2]\nmemory=8GB # cap\n\n# other\n[experimental]\nsparseVhd=true\n',
      edited: '# top\n[wsl2]\nmemory=8GB # cap\nnetworkingMode=nat\n\n# other\n[experimental]\nsparseVhd=true\n',
    },
    {
      name: 'adds the section, with the line ends of the file',
      text: '[experimental]\r\nsparseVhd=true',
      edited: '[experimental]\r\nsparseVhd=true\r\n\r\n[wsl2]\r\nnetworkingMode=nat\r\n',
    },
    {
      name: 'keeps clear of a last line that would swallow it',
      text: '[experimental]\nsparseVhd=true\nignoredPorts=\\',
      edited: '[wsl2]\nnetworkingMode=nat\n[experimental]\nsparseVhd=true\nignoredPorts=\\',
    },
    {
      name: 'stays in front of Ctrl-Z',
      text: '[wsl2]\nmemory=8GB\n\x1a\n',
      edited: '[wsl2]\nmemory=8GB\nnetworkingMode=nat\n\x1a\n',
    },
  ])('$name', ({ text, edited }) => {
    expect(setSetting(text, wslconfigDialect, mode, 'nat')).toBe(edited);
  });

  it('stays in front of what makes WSL give up wsl.conf', () => {
    const text = '[boot]\nsystemd=true\n; mine\ncommand=true\n';
    const edited = setSetting(text, wslConfDialect, 'automount.options', 'metadata,ro');
    expect(edited).toBe('[boot]\nsystemd=true\n\n[automount]\noptions=metadata,ro\n; mine\ncommand=true\n');
    expect(read(edited, wslConfDialect)).toEqual({ 'boot.systemd': 'true', 'automount.options': 'metadata,ro' });
  });

  it('is refused for keys that WSL does not know, and for what it would read otherwise', () => {
    expect(() => setSetting('', wslConfDialect, mode, 'nat')).toThrow('no such key');
    expect(() => setSetting('', wslconfigDialect, mode, 'nät')).toThrow('cannot be written');
    expect(() => setSetting('', wslconfigDialect, mode, 'a\nb')).toThrow('cannot be written');
  });
});

describe('unsetting a key', () => {
  it('takes out every entry of it and keeps the comments', () => {
    const text =
      '[wsl2]\nnetworkingMode=nat # why\nmemory=8GB\nNetworkingMode=none\n[experimental]\nnetworkingMode=nat';
    expect(unsetSetting(text, wslconfigDialect, mode)).toBe('[wsl2]\n# why\nmemory=8GB\n[experimental]\n');
  });

  it('changes nothing where there is none', () => {
    expect(unsetSetting('# x\r\n[wsl2]', wslconfigDialect, mode)).toBe('# x\r\n[wsl2]');
  });
});

/** Everything a file of WSL can hold, and much that it should not. */
const piece = fc.oneof(
  fc.constantFrom('[wsl2]', '[experimental]', '[automount]', '[boot]', '[wsl2', '[', '[x y]', ']'),
  fc.constantFrom('networkingMode', 'memory', 'options', 'systemd', 'command', 'enabled', '=', ' = ', 'nat', '16GB'),
  fc.constantFrom('true', 'ro', '"', '\\', '\\\\', '\\n', '#', '# note', ';', ' ', '\t', '\x1a', '\0', '\ufeff', 'é'),
  fc.constantFrom('\n', '\n', '\n', '\r\n', '\r'),
);
const anyText = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
const dialects = fc.constantFrom(
  { dialect: wslconfigDialect, name: mode },
  { dialect: wslconfigDialect, name: 'wsl2.kernelCommandLine' },
  { dialect: wslConfDialect, name: 'automount.options' },
);
const anyValue = fc.string({
  unit: fc.constantFrom('a', 'B', '0', ' ', '"', '\\', '#', ',', '=', '[', ';'),
  maxLength: 8,
});

/** Whether `part` can be had from `whole` by taking one stretch out. */
function isWholeWithoutOneStretch(part: string, whole: string): boolean {
  let front = 0;
  while (front < part.length && part[front] === whole[front]) front += 1;
  return whole.endsWith(part.slice(front));
}

describe('any file', () => {
  it('gives the value back that was set, and everything else as before', () => {
    const property = fc.property(anyText, dialects, anyValue, (text, { dialect, name }, value) => {
      const edited = setSetting(text, dialect, name, value);
      const before = read(text, dialect);
      expect(read(edited, dialect)).toEqual({ ...before, [name]: value });
      // Added without touching a character; a value that was there is replaced.
      if (!(name in before)) expect(isWholeWithoutOneStretch(text, edited)).toBe(true);
      expect(setSetting(edited, dialect, name, value)).toBe(edited);
    });
    fc.assert(property, { numRuns: 5_000 });
  });

  it('loses the key that is unset, and nothing else', () => {
    const property = fc.property(anyText, dialects, (text, { dialect, name }) => {
      const edited = unsetSetting(text, dialect, name);
      const { [name]: _gone, ...others } = read(text, dialect);
      expect(read(edited, dialect)).toEqual(others);
      if (!(name in read(text, dialect))) expect(edited).toBe(text);
    });
    fc.assert(property, { numRuns: 3_000 });
  });
});
