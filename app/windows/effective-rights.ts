import { fileRight, fullControl } from './file-rights.ts';
import type { AccessEntry, SecurityDescriptor } from './parse-sddl.ts';
import { isVirtualMachine, wellKnown } from './well-known-sids.ts';

/** What somebody may do: for certain, and at most where an entry cannot be evaluated. */
export interface EffectiveRights {
  readonly certain: number;
  readonly possible: number;
}

/**
 * What an account with these SIDs may do, decided as Windows does: entry after entry in the order they stand, where the
 * first one to speak of a right decides it. What cannot be evaluated never adds to what is certain.
 */
export function effectiveRights(descriptor: SecurityDescriptor, sids: ReadonlySet<string>): EffectiveRights {
  if (descriptor.entries === null) return { certain: fullControl, possible: fullControl };
  const isOwner = descriptor.owner !== null && sids.has(descriptor.owner);
  const mine = isOwner ? new Set([...sids, wellKnown.ownerRights]) : sids;
  const owned = isOwner && !limitsOwner(descriptor.entries) ? fileRight.readControl | fileRight.writeDac : 0;
  let [certain, possible] = [owned, owned];
  let [refused, perhapsRefused] = [0, 0];
  for (const { kind, type, sid, rights, isInheritOnly } of descriptor.entries) {
    if (isInheritOnly || !mine.has(sid)) continue;
    const bits = rights ?? fullControl;
    if (kind === 'allow' && rights !== null) {
      certain |= bits & ~refused & ~perhapsRefused;
      possible |= bits & ~refused;
    } else if (kind === 'deny' && rights !== null) {
      refused |= bits & ~certain;
    } else if (isRefusal(type)) {
      perhapsRefused |= bits & ~certain;
    } else {
      possible |= bits & ~refused;
    }
  }
  return { certain, possible: possible | certain };
}

/** An entry for "owner rights" takes the place of what an owner may do by being the owner. */
function limitsOwner(entries: readonly AccessEntry[]): boolean {
  return entries.some(({ sid, isInheritOnly }) => sid === wellKnown.ownerRights && !isInheritOnly);
}

function isRefusal(type: string): boolean {
  return type === 'D' || type === 'XD' || type === 'OD' || type === 'ZD';
}

/** Who else may do one of these things, besides Windows itself and its administrators. Null entries mean everybody. */
export function othersWith(
  { owner, entries }: SecurityDescriptor,
  rights: number,
  expected: ReadonlySet<string>,
): readonly string[] {
  const isExpected = (sid: string): boolean => expected.has(sid) || trusted.has(sid) || isVirtualMachine(sid);
  if (entries === null) return [wellKnown.everyone];
  const listed = entries
    .filter((entry) => !entry.isInheritOnly && !isRefusal(entry.type) && !isExpected(entry.sid))
    .filter((entry) => entry.rights === null || (entry.rights & rights) !== 0)
    .map((entry) => entry.sid);
  // An owner can always give itself the rest.
  const owning = owner !== null && !isExpected(owner) && !limitsOwner(entries) ? [owner] : [];
  return [...new Set([...owning, ...listed])];
}

/** They can take any right they want, whatever a list says. Creator owner and owner rights stand for the owner. */
const trusted: ReadonlySet<string> = new Set([
  wellKnown.system,
  wellKnown.administrators,
  wellKnown.trustedInstaller,
  wellKnown.creatorOwner,
  wellKnown.ownerRights,
]);
