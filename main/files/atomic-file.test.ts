import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTextFile } from './atomic-file.ts';

let home = '';
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'airlock-atomic-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('what is no ordinary file is refused instead of being read for ever', async () => {
  mkdirSync(join(home, 'folder'));
  await expect(readTextFile(join(home, 'folder'))).rejects.toMatchObject({ code: 'file-damaged' });
});

test('a device behind a link is refused as well', async () => {
  symlinkSync('/dev/zero', join(home, 'endless'));
  await expect(readTextFile(join(home, 'endless'))).rejects.toMatchObject({ code: 'file-damaged' });
});

test('a file that is far too large is refused before it is read', async () => {
  const file = join(home, 'huge');
  writeFileSync(file, '');
  truncateSync(file, 8 * 1024 * 1024 * 1024);
  await expect(readTextFile(file)).rejects.toMatchObject({ code: 'file-damaged' });
});
