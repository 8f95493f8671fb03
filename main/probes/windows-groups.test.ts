import { describe, expect, it } from 'vitest';
import { healthyAnswers, sids } from '../windows/testing/fake-document.ts';
import { askWindows, testWindowsCases } from './testing/fake-windows.ts';
import { windowsAccounts } from './windows-accounts.probe.ts';
import { windowsDockerUsers } from './windows-docker-users.probe.ts';
import { windowsHypervAdmins } from './windows-hyperv-admins.probe.ts';
import { windowsProbes } from './windows-probes.ts';

const named = windowsProbes.map((probe) => ({ id: probe.id, probe }));
const { account, users, administrators, dockerUsers, hypervAdministrators } = healthyAnswers;
if (administrators === null || dockerUsers === null || hypervAdministrators === null) throw new Error('no groups');

const withUser = (name: string, change: object): typeof users =>
  users.map((user) => (user.name === name ? { ...user, ...change } : user));
const without = (name: string): typeof users => users.filter((user) => user.name !== name);
const asOther = { ...account, sid: sids.daily, name: 'PC\\daily', groups: ['S-1-5-11'] };
const refused = new Error('Unauthorized,Microsoft.PowerShell.Commands.GetLocalUserCommand');

describe('every probe of Windows', () => {
  it.each(named)('$id holds on a PC that was set up by the guide', async ({ probe }) => {
    const finding = await askWindows(probe);
    expect(finding).toMatchObject({ controlId: probe.id, verdict: 'pass', remedies: [] });
    expect(finding.evidence.length).toBeGreaterThan(0);
    expect(finding.marks ?? []).toEqual([]);
  });

  it.each(named)('$id is unknown, with what came back, when PowerShell writes something else', async ({ probe }) => {
    for (const text of ['', 'Die Datei "sweep.ps1" kann nicht geladen werden.', '{"version":2}', '{"version":1,']) {
      const finding = await askWindows(probe, { output: Buffer.from(text) });
      expect(finding.verdict).toBe('unknown');
      expect(finding.summary).toContain(text === '' ? 'nothing' : text);
    }
  });

  it.each(named)('$id is unknown when its questions failed', async ({ probe }) => {
    const failed = Object.keys(healthyAnswers).map((name) => [name, refused]);
    const finding = await askWindows(probe, { answers: Object.fromEntries(failed) as object });
    expect(finding.verdict).toBe('unknown');
    expect(finding.summary).toContain('0x80070005 (Unauthorized)');
  });

  it.each(named)('$id reads UTF-16 and a byte order mark as well', async ({ probe }) => {
    const text = JSON.stringify({ version: 1, ...Object.fromEntries(goodBlocks()) });
    for (const output of [
      Buffer.from(`\uFEFF${text}`),
      Buffer.from(text, 'utf16le'),
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
    ]) {
      expect((await askWindows(probe, { output })).verdict).toBe('pass');
    }
  });
});

function goodBlocks(): readonly (readonly [string, object])[] {
  return Object.entries(healthyAnswers).map(([name, value]) => [name, { ok: true, value }] as const);
}

describe('windows.accounts', () => {
  testWindowsCases(windowsAccounts, [
    {
      name: 'there is no comfyui',
      answers: { users: without('comfyui') },
      verdict: 'fail',
      marks: ['account.missing'],
      remedies: ['windows.create-accounts'],
      says: 'comfyui',
    },
    {
      name: 'the names are others, in other letters',
      answers: { users: withUser('admin', { name: 'Alex' }) },
      profile: { accounts: { admin: 'ALEX', daily: 'daily', comfyui: 'ComfyUI' } },
      verdict: 'pass',
    },
    {
      name: 'one account has two roles',
      profile: { accounts: { admin: 'admin', daily: 'comfyui', comfyui: 'comfyui' } },
      verdict: 'fail',
      says: 'two roles',
    },
    {
      name: 'comfyui is an administrator',
      answers: { administrators: { ...administrators, members: [sids.admin, sids.comfyui] } },
      verdict: 'fail',
      marks: ['account.is-admin'],
    },
    {
      name: 'everybody is an administrator',
      answers: { administrators: { ...administrators, members: [sids.admin, 'S-1-5-11'] } },
      verdict: 'fail',
      marks: ['account.is-admin'],
    },
    {
      name: 'comfyui is an administrator by a group in the group, and its rights rest',
      answers: { account: { ...account, denyOnly: ['S-1-5-32-544'] } },
      verdict: 'fail',
      marks: ['account.is-admin'],
    },
    {
      name: 'daily is switched off',
      answers: { users: withUser('daily', { enabled: false }) },
      verdict: 'fail',
      marks: ['account.disabled'],
      says: 'Daily is switched off',
    },
    {
      name: 'admin is none',
      answers: { administrators: { ...administrators, members: [] } },
      verdict: 'warn',
      says: 'cannot install',
    },
    {
      name: 'the panel runs as an administrator',
      answers: { account: { ...account, sid: sids.admin, name: 'PC\\admin', groups: ['S-1-5-32-544'] } },
      verdict: 'warn',
      marks: ['account.panel-runs-as-admin'],
    },
    {
      name: 'the panel runs as daily',
      answers: { account: asOther },
      verdict: 'warn',
      marks: ['account.panel-runs-as-other'],
    },
    { name: 'who runs it cannot be told', answers: { account: refused }, verdict: 'unknown' },
    { name: 'administrators cannot be listed', answers: { administrators: refused }, verdict: 'unknown' },
    { name: 'there is no group of administrators', answers: { administrators: null }, verdict: 'unknown' },
  ]);

  it('says all that is wrong at once, the worst first', async () => {
    const finding = await askWindows(windowsAccounts, {
      answers: {
        users: withUser('comfyui', { enabled: false }),
        administrators: { ...administrators, members: [sids.admin, sids.daily] },
        account: asOther,
      },
    });
    expect(finding.verdict).toBe('fail');
    expect(finding.marks).toEqual(['account.disabled', 'account.is-admin', 'account.panel-runs-as-other']);
  });
});

describe('windows.docker-users', () => {
  testWindowsCases(windowsDockerUsers, [
    {
      name: 'there is no such group',
      answers: { dockerUsers: null },
      verdict: 'fail',
      marks: ['docker-users.no-group'],
      says: 'not installed',
    },
    {
      name: 'comfyui is no member',
      answers: { dockerUsers: { ...dockerUsers, members: [sids.admin, sids.gone], way: 'adsi' } },
      verdict: 'fail',
      marks: ['docker-users.not-member'],
      remedies: ['windows.join-docker-users'],
    },
    {
      name: 'a member with an older sign-in',
      answers: { account: { ...account, groups: ['S-1-5-11'] } },
      verdict: 'warn',
      marks: ['docker-users.sign-out-needed'],
    },
    { name: 'seen from another account', answers: { account: asOther }, verdict: 'pass', says: 'only itself can see' },
    {
      name: 'a member beside one whose account is gone',
      answers: { dockerUsers: { ...dockerUsers, members: [sids.gone, sids.comfyui], way: 'adsi' } },
      verdict: 'pass',
    },
    {
      name: 'there is no comfyui',
      answers: { users: without('comfyui') },
      verdict: 'unknown',
      marks: ['account.missing'],
    },
    { name: 'the members cannot be listed', answers: { dockerUsers: refused }, verdict: 'unknown' },
  ]);
});

describe('windows.hyperv-admins', () => {
  testWindowsCases(windowsHypervAdmins, [
    {
      name: 'comfyui is no member, which is the stronger way',
      answers: { hypervAdministrators: { ...hypervAdministrators, members: [sids.admin] } },
      verdict: 'not-applicable',
      marks: ['hyperv-admins.not-member'],
      remedies: ['windows.join-hyperv-admins'],
      says: 'stronger',
    },
    {
      name: 'this Windows has no such group',
      answers: { hypervAdministrators: null },
      verdict: 'not-applicable',
      marks: ['hyperv-admins.not-member'],
    },
    {
      name: 'a member with an older sign-in',
      answers: { account: { ...account, groups: ['S-1-5-11'] } },
      verdict: 'warn',
      marks: ['hyperv-admins.sign-out-needed'],
    },
    { name: 'the members cannot be listed', answers: { hypervAdministrators: refused }, verdict: 'unknown' },
  ]);
});
