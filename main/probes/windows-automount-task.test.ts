import { describe } from 'vitest';
import { healthyAnswers, sids, taskXml, vhdPath, type AnswerChanges } from '../windows/testing/fake-document.ts';
import { testWindowsCases } from './testing/fake-windows.ts';
import { windowsAutomountTask } from './windows-automount-task.probe.ts';

const { account, task } = healthyAnswers;
const { comfyui, daily } = sids;
const asDaily = { ...account, sid: daily, groups: ['S-1-5-11'] };
const refused = new Error('UnauthorizedAccessException');

describe('windows.automount-task', () => {
  const written = (xml: string): AnswerChanges => ({ task: { ...task, xml } });
  const ended = (result: number): AnswerChanges => ({
    task: { ...task, lastRun: { state: 3, result, missed: 0, at: null } },
  });
  const unseen = (isListed: boolean | null): typeof task => ({ isVisible: false, isListed, xml: null, lastRun: null });
  const wrong = { verdict: 'fail', remedies: ['windows.register-task'] } as const;
  const principal = (who: string): string => `${who}<LogonType>InteractiveToken</LogonType>`;
  testWindowsCases(windowsAutomountTask, [
    { name: 'there is none', answers: { task: unseen(false) }, ...wrong, marks: ['task.missing'] },
    {
      name: 'comfyui sees none, and the list may not be read',
      answers: { task: unseen(null) },
      ...wrong,
      marks: ['task.missing'],
    },
    {
      name: 'comfyui may not see the one there is',
      answers: { task: unseen(true) },
      ...wrong,
      marks: ['task.wrong-principal'],
      says: 'another account',
    },
    {
      name: 'daily may not see the one there is',
      answers: { task: unseen(true), account: asDaily },
      verdict: 'unknown',
    },
    {
      name: 'daily cannot tell whether there is one',
      answers: { task: unseen(null), account: asDaily },
      verdict: 'unknown',
    },
    {
      name: 'daily can tell that there is none',
      answers: { task: unseen(false), account: asDaily },
      ...wrong,
      marks: ['task.missing'],
    },
    {
      name: 'it runs as admin',
      answers: written(taskXml({ principal: principal(`<UserId>${sids.admin}</UserId>`) })),
      ...wrong,
      marks: ['task.wrong-principal'],
      says: 'runs as admin',
    },
    {
      name: 'it runs as the system',
      answers: written(taskXml({ principal: '<UserId>S-1-5-18</UserId>' })),
      ...wrong,
      marks: ['task.wrong-principal'],
    },
    {
      name: 'it runs as whoever is there',
      answers: written(taskXml({ principal: '<GroupId>S-1-5-32-545</GroupId>' })),
      ...wrong,
      marks: ['task.wrong-principal'],
      says: 'S-1-5-32-545',
    },
    {
      name: 'it names comfyui by name',
      answers: written(taskXml({ principal: principal('<UserId>pc\\ComfyUI</UserId>') })),
      verdict: 'pass',
    },
    {
      name: 'it names a comfyui of a domain',
      answers: written(taskXml({ principal: principal('<UserId>CORP\\comfyui</UserId>') })),
      ...wrong,
      marks: ['task.wrong-principal'],
    },
    {
      name: 'it names a comfyui of who knows what',
      answers: { ...written(taskXml({ principal: principal('<UserId>CORP\\comfyui</UserId>') })), system: refused },
      verdict: 'unknown',
      marks: ['task.wrong-principal', 'task.wrong-trigger'],
    },
    {
      name: 'it signs in for itself',
      answers: written(taskXml({ principal: `<UserId>${comfyui}</UserId><LogonType>S4U</LogonType>` })),
      ...wrong,
      marks: ['task.wrong-logon-type'],
    },
    {
      name: 'it starts when admin signs in',
      answers: written(taskXml({ trigger: '<LogonTrigger><UserId>PC\\admin</UserId></LogonTrigger>' })),
      ...wrong,
      marks: ['task.wrong-trigger'],
    },
    {
      name: 'it starts when anybody signs in',
      answers: written(taskXml({ trigger: '<LogonTrigger/>' })),
      verdict: 'pass',
    },
    {
      name: 'it starts with the PC',
      answers: written(taskXml({ trigger: '<BootTrigger/>' })),
      ...wrong,
      marks: ['task.wrong-trigger'],
    },
    {
      name: 'its trigger is switched off',
      answers: written(taskXml({ trigger: '<LogonTrigger><Enabled>false</Enabled></LogonTrigger>' })),
      ...wrong,
      marks: ['task.wrong-trigger'],
    },
    {
      name: 'its trigger has run out',
      answers: written(
        taskXml({ trigger: '<LogonTrigger><EndBoundary>2026-04-30T00:00:00</EndBoundary></LogonTrigger>' }),
      ),
      ...wrong,
      marks: ['task.wrong-trigger'],
    },
    {
      name: 'it is switched off',
      answers: written(taskXml({ settings: '<Enabled>false</Enabled>' })),
      ...wrong,
      marks: ['task.disabled'],
    },
    {
      name: 'it attaches another disk',
      answers: written(
        taskXml({
          action: '<Exec><Command>wsl.exe</Command><Arguments>--mount --vhd D:\\other.vhdx</Arguments></Exec>',
        }),
      ),
      ...wrong,
      marks: ['task.wrong-action'],
    },
    {
      name: 'it attaches a physical disk',
      answers: written(
        taskXml({ action: `<Exec><Command>wsl.exe</Command><Arguments>--mount ${vhdPath}</Arguments></Exec>` }),
      ),
      ...wrong,
      marks: ['task.wrong-action'],
    },
    {
      name: 'it starts another wsl.exe',
      answers: written(
        taskXml({
          action: `<Exec><Command>C:\\Temp\\wsl.exe</Command><Arguments>--mount --vhd ${vhdPath}</Arguments></Exec>`,
        }),
      ),
      verdict: 'warn',
      marks: ['task.wrong-action'],
    },
    {
      name: 'it starts a script',
      answers: written(
        taskXml({ action: '<Exec><Command>powershell.exe</Command><Arguments>-File C:\\mount.ps1</Arguments></Exec>' }),
      ),
      verdict: 'warn',
      marks: ['task.wrong-action'],
    },
    {
      name: 'it does nothing',
      answers: written(taskXml({ action: '' })),
      ...wrong,
      marks: ['task.wrong-action'],
      says: 'nothing',
    },
    { name: 'it has never run', answers: ended(267_011), verdict: 'warn', marks: ['task.never-ran'] },
    { name: 'it runs at this moment', answers: ended(267_009), verdict: 'pass' },
    {
      name: 'wsl.exe was refused',
      answers: ended(4_294_967_295),
      verdict: 'warn',
      marks: ['task.last-run-failed'],
      says: '0xffffffff',
    },
    { name: 'its XML is none', answers: written('<Task><Actions>'), verdict: 'unknown' },
    {
      name: 'its XML brings a document type',
      answers: written(`<!DOCTYPE t [<!ENTITY a "b">]>${taskXml()}`),
      verdict: 'unknown',
    },
    {
      name: 'its XML says things twice',
      answers: written(taskXml({ settings: '<Enabled>true</Enabled><Enabled>false</Enabled>' })),
      verdict: 'unknown',
    },
    { name: 'it cannot be asked', answers: { task: refused }, verdict: 'unknown' },
  ]);
});
