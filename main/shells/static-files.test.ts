import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StaticFiles } from './static-files.ts';

function page(): StaticFiles {
  const outside = mkdtempSync(path.join(tmpdir(), 'airlock-static-'));
  writeFileSync(path.join(outside, 'secret.js'), 'secret');
  const rootDir = path.join(outside, 'renderer');
  mkdirSync(path.join(rootDir, 'assets'), { recursive: true });
  writeFileSync(path.join(rootDir, 'index.html'), 'page');
  writeFileSync(path.join(rootDir, 'assets', 'a-1.js'), 'code');
  symlinkSync(path.join(outside, 'secret.js'), path.join(rootDir, 'link.js'));
  return new StaticFiles(rootDir);
}

test('serves the page and its files', async () => {
  const files = page();
  expect(await files.read('/')).toMatchObject({ contentType: 'text/html; charset=utf-8', hashed: false });
  expect(await files.read('/assets/a-1.js')).toMatchObject({
    contentType: 'text/javascript; charset=utf-8',
    hashed: true,
  });
});

test.each([
  '/../secret.js',
  '/assets/../../secret.js',
  '/..%2fsecret.js',
  '/%2e%2e/secret.js',
  '//secret.js',
  '/link.js',
  '',
])('has nothing at %s', async (pathname) => {
  expect(await page().read(pathname)).toBeNull();
});

test('whatever is asked for, only listed files come back', async () => {
  const files = page();
  const part = fc.constantFrom('..', '.', 'assets', 'secret.js', 'renderer', '%2e%2e', '%2f', '\\', '\0', 'a-1.js');
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
      const file = await files.read(`/${parts.join('/')}`);
      expect(file === null || file.body.toString() !== 'secret').toBe(true);
    }),
    { numRuns: 500 },
  );
});
