import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync, lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setSetting, unsetSetting } from '../../app/wsl-config/edit-config.ts';
import { readWslconfig, wslconfigDialect } from '../../app/wsl-config/read-config.ts';
import { decodeWslconfig, decodeWslConf } from './config-bytes.ts';
import { editWslconfig, readWslconfigFile, undoConfigChange, wslconfigPath } from './wslconfig-file.ts';

let folder = '';
let path = '';
const toNat = (text: string): string => setSetting(text, wslconfigDialect, 'wsl2.networkingMode', 'nat');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'airlock-wslconfig-'));
  path = join(folder, '.wslconfig');
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});

function mode(bytes: Buffer): unknown {
  return readWslconfig(decodeWslconfig(bytes).text).settings.get('wsl2.networkingMode')?.value;
}

describe('.wslconfig on the disk', () => {
  const text = '# größer, 日本\r\n[wsl2]\r\nmemory=8GB # ä\r\n';

  it.each([
    { name: 'UTF-8', bytes: Buffer.from(text) },
    { name: 'UTF-8 with a mark', bytes: Buffer.from(`\ufeff${text}`) },
    { name: 'UTF-16LE with a mark', bytes: Buffer.from(`\ufeff${text}`, 'utf16le') },
    {
      name: 'UTF-16LE cut off in the middle of a character',
      bytes: Buffer.from(`\ufeff${text}x`, 'utf16le').subarray(0, -1),
    },
    {
      name: 'bytes that are no text',
      bytes: Buffer.concat([Buffer.from(text), Buffer.from([0x23, 0xff, 0xc3, 0x28, 0x0a])]),
    },
  ])('keeps its encoding and every other byte ($name), and can be put back', async ({ bytes }) => {
    writeFileSync(path, bytes);
    const change = await editWslconfig(path, toNat, 0);
    const after = readFileSync(path);
    expect(mode(after)).toBe('nat');
    expect(after.subarray(0, 40).equals(bytes.subarray(0, 40))).toBe(true);
    expect(change?.backupPath).toBe(`${path}.airlock-backup-1970-01-01T00-00-00-000Z`);
    expect(readFileSync(change?.backupPath ?? '').equals(bytes)).toBe(true);
    if (change !== null) await undoConfigChange(change);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('is made where there is none, and gone again when that is taken back', async () => {
    const change = await editWslconfig(path, toNat);
    expect(readFileSync(path, 'utf8')).toBe('[wsl2]\r\nnetworkingMode=nat\r\n');
    expect(change?.backupPath).toBeNull();
    if (change !== null) await undoConfigChange(change);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not touched when nothing has to change', async () => {
    writeFileSync(path, '[wsl2]\nnetworkingMode=nat\n');
    expect(await editWslconfig(path, toNat)).toBeNull();
    expect(readdirSync(folder)).toEqual(['.wslconfig']);
  });

  it('is not put back over what somebody changed since', async () => {
    writeFileSync(path, '[wsl2]\n');
    const change = await editWslconfig(path, toNat);
    writeFileSync(path, '[wsl2]\nmemory=1GB\n');
    await expect(undoConfigChange(change ?? { path, backupPath: null, written: '' })).rejects.toMatchObject({
      code: 'file-damaged',
    });
    expect(readFileSync(path, 'utf8')).toBe('[wsl2]\nmemory=1GB\n');
  });

  it.skipIf(process.platform === 'win32')('stays a link to the file behind it', async () => {
    writeFileSync(join(folder, 'mine'), '[wsl2]\n');
    symlinkSync(join(folder, 'mine'), path);
    await editWslconfig(path, toNat);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'mine'), 'utf8')).toContain('nat');
  });

  it('is read with the time of its last change, or as not there', async () => {
    expect(await readWslconfigFile(path)).toEqual({ path, bytes: null, changedAtMs: null });
    writeFileSync(path, 'x');
    const file = await readWslconfigFile(path);
    expect(file.bytes?.toString()).toBe('x');
    expect(Math.abs(Date.now() - (file.changedAtMs ?? 0))).toBeLessThan(60_000);
  });

  it('lies in the profile of the account', () => {
    expect(wslconfigPath({ USERPROFILE: 'C:\\Users\\comfyui' }, 'win32')).toBe('C:\\Users\\comfyui\\.wslconfig');
    expect(wslconfigPath({ USERPROFILE: '/home/x' }, 'linux')).toBe('/home/x/.wslconfig');
  });
});

describe('any bytes', () => {
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 120 }),
    fc.string({
      unit: fc.constantFrom('[', 'wsl2', ']', 'networkingMode', '=', 'nat', '\n', '#', '"', '\\', 'ü'),
      maxLength: 40,
    }),
  );
  const marks = fc.constantFrom('', '\ufeff');
  const encodings = fc.constantFrom('utf8' as const, 'utf16le' as const);

  it('go through reading and writing unchanged', () => {
    fc.assert(
      fc.property(anyBytes, marks, encodings, (content, mark, encoding) => {
        const body = typeof content === 'string' ? Buffer.from(content, encoding) : Buffer.from(content);
        const bytes = Buffer.concat([Buffer.from(mark, encoding), body]);
        for (const decode of [decodeWslconfig, decodeWslConf]) {
          const { text, toBytes } = decode(bytes);
          expect(toBytes(text).equals(bytes)).toBe(true);
        }
        const { text, toBytes } = decodeWslconfig(bytes);
        expect(mode(toBytes(toNat(text)))).toBe('nat');
        expect(mode(toBytes(unsetSetting(toNat(text), wslconfigDialect, 'wsl2.networkingMode')))).toBeUndefined();
      }),
      { numRuns: 3_000 },
    );
  });
});
