import { describe } from 'vitest';
import { healthyAnswers, sids, type AnswerChanges } from '../windows/testing/fake-document.ts';
import { testWindowsCases } from './testing/fake-windows.ts';
import { windowsModelsVhd } from './windows-models-vhd.probe.ts';
import { windowsVhdAcl } from './windows-vhd-acl.probe.ts';

const { drives, vhd } = healthyAnswers;
const { comfyui, daily } = sids;
const refused = new Error('UnauthorizedAccessException');
const absent = { exists: false, isFolder: false, bytes: null, changedAt: null };
const vm = 'S-1-5-83-1-3166535780-1122986932-343720105-43916321';

describe('windows.vhd-acl', () => {
  const file = (sddl: string): AnswerChanges => ({ vhdRights: sddl });
  const folder = (sddl: string): AnswerChanges => ({ folderRights: sddl });
  const notEnough = { verdict: 'fail', remedies: ['windows.grant-vhd'] } as const;
  testWindowsCases(windowsVhdAcl, [
    {
      name: 'made by admin, Modify granted as the guide says',
      answers: file(`O:BAG:SYD:(A;;0x1301bf;;;${comfyui})(A;;FA;;;SY)(A;;FA;;;BA)`),
      ...notEnough,
      marks: ['vhd.not-owner-nor-full'],
      says: 'Modify right is not enough',
    },
    {
      name: 'owned, with nothing granted',
      answers: file(`O:${comfyui}G:SYD:(A;;FA;;;SY)`),
      verdict: 'pass',
      says: 'owns',
    },
    { name: 'full control without owning it', answers: file(`O:BAG:SYD:(A;;FA;;;${comfyui})`), verdict: 'pass' },
    { name: 'generic all', answers: file(`O:BAG:SYD:(A;;GA;;;${comfyui})`), verdict: 'pass' },
    { name: 'Modify and WDAC', answers: file(`O:BAD:(A;;0x1701bf;;;${comfyui})`), verdict: 'pass' },
    {
      name: 'full control, but denied before that',
      answers: file(`O:BAG:SYD:(D;;WD;;;${comfyui})(A;;FA;;;${comfyui})`),
      ...notEnough,
      marks: ['vhd.not-owner-nor-full'],
    },
    {
      name: 'denied to everybody, even the owner by an entry of its own',
      answers: file(`O:${comfyui}G:SYD:(A;;FR;;;OW)(A;;FA;;;SY)`),
      ...notEnough,
      marks: ['vhd.not-owner-nor-full'],
    },
    {
      name: 'full control only for what lies below',
      answers: file(`O:BAG:SYD:(A;OICIIO;FA;;;${comfyui})`),
      ...notEnough,
      marks: ['vhd.not-owner-nor-full'],
    },
    {
      name: 'attached now: an entry for the virtual machine',
      answers: file(`O:${comfyui}G:SYD:AI(A;;0x12019f;;;${vm})(A;;FA;;;SY)(A;ID;FA;;;BA)`),
      verdict: 'pass',
    },
    {
      name: 'owned, but on a drive where everybody may modify',
      answers: file(`O:${comfyui}G:SYD:AI(A;ID;0x1301bf;;;AU)(A;ID;FA;;;SY)(A;ID;0x1200a9;;;BU)`),
      verdict: 'warn',
      marks: ['vhd.others-may-write'],
      remedies: ['windows.grant-vhd'],
      says: 'S-1-5-11',
    },
    {
      name: 'no list at all: everybody may do everything',
      answers: file(`O:${comfyui}G:SYD:NO_ACCESS_CONTROL`),
      verdict: 'warn',
      marks: ['vhd.others-may-write'],
      remedies: ['windows.grant-vhd'],
      says: 'S-1-1-0',
    },
    {
      name: 'granted, but another account owns it',
      answers: file(`O:${daily}G:SYD:(A;;FA;;;${comfyui})`),
      verdict: 'warn',
      marks: ['vhd.others-may-write'],
      remedies: ['windows.grant-vhd'],
      says: 'daily',
    },
    {
      name: 'others may remove it from its folder',
      answers: folder(`O:BAG:SYD:(A;OICI;FA;;;BA)(A;OICI;FA;;;${daily})`),
      verdict: 'warn',
      marks: ['vhd.others-may-write'],
      says: 'in its place: daily',
    },
    {
      name: 'the way to it depends on a condition',
      answers: file(`O:BAG:SYD:(XA;;FA;;;${comfyui};(@User.x=="(;)"))`),
      verdict: 'unknown',
      says: 'condition',
    },
    { name: 'rights in words nobody knows', answers: file(`O:BAG:SYD:(A;;ZZ;;;${comfyui})`), verdict: 'unknown' },
    { name: 'no descriptor', answers: file('Zugriff verweigert'), verdict: 'unknown' },
    { name: 'half a descriptor', answers: file(`O:${comfyui}G:SYD:(A;;FA;;;SY`), verdict: 'unknown' },
    { name: 'an owner, and no list', answers: file(`O:${comfyui}G:SY`), verdict: 'unknown' },
    { name: 'its folder cannot be read', answers: { folderRights: refused }, verdict: 'unknown' },
    { name: 'it cannot be read', answers: { vhdRights: refused }, verdict: 'unknown' },
    {
      name: 'there is no file',
      answers: { vhd: absent, vhdRights: refused },
      verdict: 'unknown',
      marks: ['vhd.no-file'],
    },
    {
      name: 'there is no comfyui',
      answers: { users: [] },
      verdict: 'unknown',
      marks: ['account.missing'],
    },
  ]);
});

describe('windows.models-vhd', () => {
  testWindowsCases(windowsModelsVhd, [
    {
      name: 'there is none',
      answers: { vhd: absent },
      verdict: 'fail',
      marks: ['vhd.no-file'],
      remedies: ['windows.create-vhd'],
    },
    {
      name: 'it is a folder',
      answers: { vhd: { ...vhd, isFolder: true, bytes: null } },
      verdict: 'fail',
      marks: ['vhd.no-file'],
    },
    {
      name: 'nothing was ever written to it',
      answers: { vhd: { ...vhd, bytes: 4_194_304 } },
      verdict: 'warn',
      marks: ['models.not-formatted'],
    },
    {
      name: 'it lies on the system drive',
      profile: { modelsVhd: 'c:\\comfyui-models.vhdx' },
      verdict: 'warn',
      marks: ['vhd.on-system-drive'],
    },
    {
      name: 'its drive is full',
      answers: { drives: drives.map((drive) => ({ ...drive, freeBytes: 1_000_000_000 })) },
      verdict: 'warn',
      says: '0.9 GiB are free',
    },
    {
      name: 'it is attached, so its size may not be asked',
      answers: { vhdDisk: refused },
      verdict: 'pass',
      says: '400 GiB, with',
    },
    { name: 'its drive is no fixed one', answers: { drives: [] }, verdict: 'unknown' },
    { name: 'the system drive is not known', answers: { system: refused }, verdict: 'unknown' },
    { name: 'it may not be looked at', answers: { vhd: refused }, verdict: 'unknown' },
  ]);
});
