import { describe } from 'vitest';
import { fakeMount, mountLines, writeLines } from '../wsl/testing/fake-guest.ts';
import { testCases } from './testing/wsl-cases.ts';
import { wslCReadonly } from './wsl-c-readonly.probe.ts';

describe('wsl.c-readonly', () => {
  const writableConf = { 'wsl-conf': { text: '[automount]\noptions="metadata"\n' } };
  const damagedConf = { 'wsl-conf': { text: ';\n[automount]\noptions="ro"\n' } };
  const open = { mounts: { text: mountLines({ drive: fakeMount('/mnt/c', 'rw') }) } };
  const written = { 'drive-writes': { text: writeLines(['/mnt/c'], null) } };
  const refused = { 'drive-writes': { text: writeLines(['/mnt/c'], 'Permission denied') } };
  testCases(wslCReadonly, [
    {
      name: 'writable, by the file and really',
      pc: { guest: { ...writableConf, ...open, ...written } },
      verdict: 'fail',
      marks: ['drive.mounted-writable', 'drive.config-writable'],
      remedies: ['wsl.c-readonly'],
    },
    {
      name: 'writable, though the file is in order',
      pc: { guest: { ...open, ...written } },
      verdict: 'fail',
      marks: ['drive.mounted-writable'],
      remedies: ['wsl.shutdown'],
    },
    {
      name: 'mounted writable, and Windows alone refused this one folder',
      pc: { guest: { ...open, ...refused } },
      verdict: 'fail',
      marks: ['drive.mounted-writable'],
      remedies: ['wsl.shutdown'],
    },
    {
      name: 'writable at a second place',
      pc: { guest: { mounts: { text: mountLines({ more: fakeMount('/win', 'rw') }) } } },
      verdict: 'fail',
      marks: ['drive.mounted-writable'],
      remedies: ['wsl.shutdown'],
    },
    {
      name: 'said to be read-only, but a folder could be made',
      pc: { guest: written },
      verdict: 'fail',
      marks: ['drive.mounted-writable'],
      remedies: ['wsl.shutdown'],
    },
    {
      name: 'read-only now, but not by the file',
      pc: { guest: writableConf },
      verdict: 'warn',
      marks: ['drive.config-writable'],
      remedies: ['wsl.c-readonly'],
    },
    {
      name: 'read-only now, but the file has a line that ends its reading',
      pc: { guest: damagedConf },
      verdict: 'warn',
      marks: ['drive.config-writable', 'drive.conf-damaged'],
      remedies: ['wsl.c-readonly'],
    },
    {
      name: 'no wsl.conf',
      pc: { guest: { 'wsl-conf': { exit: 3, text: '' } } },
      verdict: 'warn',
      marks: ['drive.config-writable'],
      remedies: ['wsl.c-readonly'],
    },
    {
      name: 'options that take it back',
      pc: { guest: { 'wsl-conf': { text: '[automount]\noptions="ro,rw"\n' } } },
      verdict: 'warn',
      marks: ['drive.config-writable'],
      remedies: ['wsl.c-readonly'],
    },
    {
      name: 'read-only by /etc/fstab',
      pc: { guest: { ...writableConf, fstab: { text: 'C:\\ /mnt/c drvfs ro,noatime 0 0\n' } } },
      verdict: 'pass',
    },
    {
      name: '/etc/fstab that wsl.conf has switched off',
      pc: {
        guest: {
          'wsl-conf': { text: '[automount]\nmountFsTab=false\n' },
          fstab: { text: 'C:\\ /mnt/c drvfs ro,noatime 0 0\n' },
        },
      },
      verdict: 'warn',
      marks: ['drive.config-writable'],
      remedies: ['wsl.c-readonly'],
    },
    {
      name: 'not mounted at all, and it stays so',
      pc: {
        guest: {
          'wsl-conf': { text: '[automount]\nenabled=false\n' },
          mounts: { text: mountLines({ drive: null }) },
          'drive-writes': { text: 'done\n' },
        },
      },
      verdict: 'pass',
    },
    { name: 'the attempt was refused for another reason', pc: { guest: refused }, verdict: 'unknown' },
    { name: 'the attempt is missing', pc: { guest: { 'drive-writes': null } }, verdict: 'unknown' },
    { name: 'nothing was tried', pc: { guest: { 'drive-writes': { text: 'done\n' } } }, verdict: 'unknown' },
    { name: 'the mounts are unknown', pc: { guest: { mounts: { text: 'x' } } }, verdict: 'unknown' },
    { name: 'wsl.conf cannot be read', pc: { guest: { 'wsl-conf': { exit: 1, text: '' } } }, verdict: 'unknown' },
  ]);
});
