import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalScriptFiles } from './script-files.ts';

let home: string;
let scripts: LocalScriptFiles;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'airlock-scripts-'));
  scripts = new LocalScriptFiles(home);
});

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

function write(name: string, text: string, mode = 0o755): string {
  const file = join(home, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

describe('a start script', () => {
  it('is told apart by its content and the right to be executed', async () => {
    const file = write('user_script.bash', 'echo one');
    const first = await scripts.look(file);
    expect(first).toMatchObject({ executable: true });
    write('user_script.bash', 'echo two', 0o644);
    const second = await scripts.look(file);
    expect(second).toMatchObject({ executable: false });
    expect(second?.hash).not.toBe(first?.hash);
    expect(await scripts.look(join(home, 'none'))).toBeNull();
  });

  it('counts as approved with the content it had, besides those approved before', async () => {
    expect(await scripts.approvedHash('/a')).toBeNull();
    await scripts.approve({ '/a': 'hash-a' });
    await scripts.approve({ '/b': 'hash-b' });
    const later = new LocalScriptFiles(home);
    expect([await later.approvedHash('/a'), await later.approvedHash('/b')]).toEqual(['hash-a', 'hash-b']);
    expect(await later.approvedHash('constructor')).toBeNull();
  });

  it('is never taken for approved by a damaged file, nor is that file overwritten', async () => {
    write('approved-scripts.json', '{"version":1,"scripts":{"/a":7}}');
    await expect(scripts.approvedHash('/a')).rejects.toMatchObject({ code: 'file-damaged' });
    await expect(scripts.approve({ '/b': 'x' })).rejects.toMatchObject({ code: 'file-damaged' });
  });
});

describe('a folder of scripts', () => {
  it('changes with every name and content in it, at any depth', async () => {
    const folder = join(home, 'scripts');
    mkdirSync(join(folder, 'deep'), { recursive: true });
    const hashes = new Set<string | undefined>();
    const note = async (): Promise<void> => void hashes.add((await scripts.look(folder))?.hash);
    await note();
    write('scripts/10.sh', 'a');
    await note();
    write('scripts/10.sh', 'b');
    await note();
    write('scripts/deep/20.sh', '');
    await note();
    expect(hashes.size).toBe(4);
    write('scripts/10.sh', 'b');
    await note();
    expect(hashes.size).toBe(4);
  });
});
