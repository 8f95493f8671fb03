import type { Mark } from '../../app/findings/mark.ts';
import { effectiveRights, othersWith } from '../../app/windows/effective-rights.ts';
import { fileRight, holds } from '../../app/windows/file-rights.ts';
import { parseSddl, type SecurityDescriptor } from '../../app/windows/parse-sddl.ts';
import { broadSids } from '../../app/windows/well-known-sids.ts';
import type { WindowsFacts } from '../windows/windows-facts.ts';
import { probeOf, type Answer, type Notes } from './look-up.ts';
import type { ProbeContext } from './probe.ts';
import {
  cannotTell,
  comfyuiAccount,
  noEngineEvent,
  noteAnswer,
  sidsOf,
  windowsTimeoutMs,
  type LocalUser,
} from './windows-look.ts';

/** May the account that runs ComfyUI attach the models disk, and may nobody else change it? */
export const windowsVhdAcl = probeOf({
  control: 'windows.vhd-acl',
  timeoutMs: windowsTimeoutMs,
  concernedBy: noEngineEvent,
  look,
});

/** WSL adds an entry for its virtual machine to the list while it attaches: that takes these, as the caller. */
const needed = fileRight.readControl | fileRight.writeDac;
const changing =
  fileRight.writeData | fileRight.appendData | fileRight.delete | fileRight.writeDac | fileRight.writeOwner;
/** Whoever has these on the folder can put another file in its place. */
const replacing = fileRight.deleteChild | fileRight.writeDac | fileRight.writeOwner;

async function look(context: ProbeContext, notes: Notes): Promise<Answer> {
  const { accounts, modelsVhd } = context.profile.windows;
  const facts = await context.windows();
  const account = await comfyuiAccount(notes, facts, accounts.comfyui);
  const folder = modelsVhd.slice(0, modelsVhd.lastIndexOf('\\') + 1);
  const vhd = await noteAnswer(notes, `Get-Item ${modelsVhd}`, facts.vhd);
  const rights = await noteAnswer(notes, `(Get-Acl ${modelsVhd}).Sddl`, facts.vhdRights);
  const above = await noteAnswer(notes, `(Get-Acl ${folder}).Sddl`, facts.folderRights);
  if (vhd.isKnown && !vhd.value.exists) {
    return {
      verdict: 'unknown',
      summary: `${modelsVhd} is not there, so nobody has rights to it.`,
      marks: ['vhd.no-file'],
    };
  }
  if ('answer' in account) return account.answer;
  if (!rights.isKnown) return cannotTell('Who may do what with the file', rights.why);
  const descriptor = parseSddl(rights.value);
  if (descriptor === null)
    return cannotTell('Who may do what with the file', 'its security descriptor is not readable');
  const folderDescriptor = above.isKnown ? parseSddl(above.value) : null;
  return judge({ user: account.user, facts, descriptor, folderDescriptor });
}

interface Seen {
  readonly user: LocalUser;
  readonly facts: WindowsFacts;
  readonly descriptor: SecurityDescriptor;
  /** Null when it could not be read. */
  readonly folderDescriptor: SecurityDescriptor | null;
}

function judge(seen: Seen): Answer {
  const { user, facts, descriptor, folderDescriptor } = seen;
  const { certain, possible } = effectiveRights(descriptor, sidsOf(user.sid, facts));
  const onFile = others(seen, descriptor, changing);
  const inFolder = folderDescriptor === null ? [] : others(seen, folderDescriptor, replacing);
  const marks: readonly Mark[] = onFile.length + inFolder.length > 0 ? ['vhd.others-may-write'] : [];
  if (!holds(possible, needed)) {
    return {
      verdict: 'fail',
      summary: `${user.name} may not change the file’s permissions, so WSL is refused when it attaches the disk. The guide’s Modify right is not enough.`,
      marks: ['vhd.not-owner-nor-full', ...marks],
      remedies: ['windows.grant-vhd'],
    };
  }
  if (!holds(certain, needed)) return cannotTell(`What ${user.name} may do`, 'an entry has a condition');
  const how = descriptor.owner === user.sid ? 'owns the file' : 'may change the file’s permissions';
  if (onFile.length > 0) {
    const summary = `${user.name} ${how}, but others may write to it: ${onFile.join(', ')}.`;
    return { verdict: 'warn', summary, marks, remedies: ['windows.grant-vhd'] };
  }
  if (inFolder.length > 0) {
    const summary = `${user.name} ${how}, but others may put another file in its place: ${inFolder.join(', ')}. Take that right to its folder from them.`;
    return { verdict: 'warn', summary, marks };
  }
  if (folderDescriptor === null) {
    return cannotTell('Whether others can replace the file', 'the permissions of its folder are not readable');
  }
  return { verdict: 'pass', summary: `${user.name} ${how} and may attach it; nobody else may change it.` };
}

/** Administrators can take any right there is; that their accounts are listed as well changes nothing. */
function others({ user, facts }: Seen, descriptor: SecurityDescriptor, rights: number): readonly string[] {
  const members = facts.administrators.isKnown ? (facts.administrators.value?.members ?? []) : [];
  const admins = members.filter((sid) => !broadSids.includes(sid));
  const known = facts.users.isKnown ? facts.users.value : [];
  const found = othersWith(descriptor, rights, new Set([user.sid, ...admins]));
  return found.map((sid) => known.find((one) => one.sid === sid)?.name ?? sid);
}
