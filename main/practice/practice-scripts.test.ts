import { expect, test } from 'vitest';
import { PracticePc } from './practice-pc.ts';
import { PracticeScripts } from './practice-scripts.ts';

const script = '/practice/user_script';

async function isApproved(scripts: PracticeScripts): Promise<boolean> {
  return (await scripts.look(script)).hash === (await scripts.approvedHash(script));
}

test('approving a changed script mends it, and taking that back breaks it again', async () => {
  const pc = new PracticePc();
  const scripts = new PracticeScripts(pc);
  expect(await isApproved(scripts)).toBe(true);
  await pc.set('container.user-scripts', true);
  expect(await isApproved(scripts)).toBe(false);
  const before = await scripts.approvedHash(script);
  await scripts.approve({ [script]: (await scripts.look(script)).hash });
  expect([await isApproved(scripts), pc.isBroken('container.user-scripts')]).toEqual([true, false]);
  await scripts.approve({ [script]: before });
  expect([await isApproved(scripts), pc.isBroken('container.user-scripts')]).toEqual([false, true]);
});

test('a script that was approved can be changed once more', async () => {
  const pc = new PracticePc();
  const scripts = new PracticeScripts(pc);
  await pc.set('container.user-scripts', true);
  await scripts.approve({ [script]: (await scripts.look(script)).hash });
  await pc.set('container.user-scripts', true);
  expect(await isApproved(scripts)).toBe(false);
});
