/** SIDs that are the same on every Windows, whatever it calls their owners. */
export const wellKnown = {
  everyone: 'S-1-1-0',
  local: 'S-1-2-0',
  creatorOwner: 'S-1-3-0',
  ownerRights: 'S-1-3-4',
  interactive: 'S-1-5-4',
  authenticatedUsers: 'S-1-5-11',
  system: 'S-1-5-18',
  localAccount: 'S-1-5-113',
  administrators: 'S-1-5-32-544',
  users: 'S-1-5-32-545',
  hypervAdministrators: 'S-1-5-32-578',
  trustedInstaller: 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
} as const;

/** Every local account that signs in at the PC is in these. */
export const broadSids: readonly string[] = [
  wellKnown.everyone,
  wellKnown.local,
  wellKnown.interactive,
  wellKnown.authenticatedUsers,
  wellKnown.localAccount,
  wellKnown.users,
];

/** "NT VIRTUAL MACHINE": entries that WSL adds while a disk is attached, one a virtual machine. */
export function isVirtualMachine(sid: string): boolean {
  return /^S-1-5-83(?:-|$)/u.test(sid);
}

/**
 * The two letters that SDDL writes for well-known SIDs. Those of a domain or of this PC (LA, DA, …) stand for a
 * SID that is another one everywhere and are left as they are.
 */
export const sddlAliases: Readonly<Record<string, string>> = {
  AN: 'S-1-5-7',
  AU: wellKnown.authenticatedUsers,
  BA: wellKnown.administrators,
  BG: 'S-1-5-32-546',
  BO: 'S-1-5-32-551',
  BU: wellKnown.users,
  CO: wellKnown.creatorOwner,
  CG: 'S-1-3-1',
  HA: wellKnown.hypervAdministrators,
  IU: wellKnown.interactive,
  LS: 'S-1-5-19',
  NS: 'S-1-5-20',
  NU: 'S-1-5-2',
  OW: wellKnown.ownerRights,
  PS: 'S-1-5-10',
  PU: 'S-1-5-32-547',
  RC: 'S-1-5-12',
  RD: 'S-1-5-32-555',
  SU: 'S-1-5-6',
  SY: wellKnown.system,
  WD: wellKnown.everyone,
  AC: 'S-1-15-2-1',
};
