import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveRights, othersWith } from './effective-rights.ts';
import { fileRight, fullControl, parseRights } from './file-rights.ts';
import { parseSddl, type SecurityDescriptor } from './parse-sddl.ts';
import { sddlAliases } from './well-known-sids.ts';

const me = 'S-1-5-21-1-2-3-1003';
const other = 'S-1-5-21-1-2-3-1002';

function parsed(sddl: string): SecurityDescriptor {
  const descriptor = parseSddl(sddl);
  if (descriptor === null) throw new Error(`not read: ${sddl}`);
  return descriptor;
}

const certainly = (sddl: string, ...sids: readonly string[]): number =>
  effectiveRights(parsed(sddl), new Set(sids.length === 0 ? [me] : sids)).certain;
const perhaps = (sddl: string): number => effectiveRights(parsed(sddl), new Set([me])).possible;

describe('parseSddl', () => {
  it('reads owner, flags and entries, with well-known letters as SIDs', () => {
    expect(parsed('O:BAG:SYD:PAI(A;;FA;;;SY)(D;OICIIOID;0x1301bf;;;S-1-5-21-1-2-3-4)S:AI(AU;SA;FA;;;WD)')).toEqual({
      owner: 'S-1-5-32-544',
      isProtected: true,
      entries: [
        { kind: 'allow', type: 'A', sid: 'S-1-5-18', rights: fullControl, isInherited: false, isInheritOnly: false },
        { kind: 'deny', type: 'D', sid: 'S-1-5-21-1-2-3-4', rights: 0x1301bf, isInherited: true, isInheritOnly: true },
      ],
    });
  });

  it('leaves letters as they are that mean another SID on every PC', () => {
    expect(parsed('O:LAD:(A;;FA;;;DA)')).toMatchObject({ owner: 'LA', entries: [{ sid: 'DA' }] });
  });

  it('keeps entries whose kind or condition it cannot evaluate', () => {
    const [conditional, object, unknown] =
      parsed(
        'O:BAD:(XA;;FX;;;WD;(@User.Title=="P(M;" && (Member_of {SID(BA)})))(OA;;CR;bf967aba-0de6-11d0-a285-00aa003049e2;;SY)(QQ;;FA;;;BU)',
      ).entries ?? [];
    expect(conditional).toMatchObject({ kind: 'other', type: 'XA', sid: 'S-1-1-0' });
    expect(object).toMatchObject({ kind: 'other', type: 'OA' });
    expect(unknown).toMatchObject({ kind: 'other', type: 'QQ' });
  });

  it('tells a list that refuses everything from one that is not there', () => {
    expect(parsed('O:BAD:').entries).toEqual([]);
    expect(parsed('O:BAD:NO_ACCESS_CONTROL')).toMatchObject({ entries: null, isProtected: false });
    expect(parseSddl('O:BAG:SY')).toBeNull();
  });

  it.each([
    '',
    'BA',
    'O:BA D:(A;;FA;;;SY) x',
    'D:(A;;FA;;;SY',
    'D:(A;;FA;;SY)',
    'D:(A;;FA;;;)',
    'D:(A;X;FA;;;SY)',
    'D:(A;;FA;;;PC\\comfyui)',
    'D:QQ(A;;FA;;;SY)',
    'D:(A;;FA;;;SY)D:(A;;FA;;;SY)',
    'D:NO_ACCESS_CONTROL(A;;FA;;;SY)',
    'O:S-1-D:(A;;FA;;;SY)',
    `D:${'(A;;FA;;;SY)'.repeat(6_000)}`,
  ])('does not guess at %j', (text) => {
    expect(parseSddl(text)).toBeNull();
  });

  it('reads back whatever is written by its rules', () => {
    const sid = fc.oneof(
      fc.constantFrom(...Object.keys(sddlAliases)),
      fc.array(fc.nat(), { minLength: 1, maxLength: 14 }).map((parts) => `S-1-5-${parts.join('-')}`),
    );
    const entry = fc.record({
      type: fc.constantFrom('A', 'D'),
      flags: fc.subarray(['OI', 'CI', 'IO', 'ID', 'NP']),
      rights: fc.nat(0x1f01ff),
      sid,
    });
    fc.assert(
      fc.property(sid, fc.boolean(), fc.array(entry, { maxLength: 12 }), (owner, isProtected, entries) => {
        const list = entries.map(
          (one) => `(${one.type};${one.flags.join('')};0x${one.rights.toString(16)};;;${one.sid})`,
        );
        const descriptor = parsed(`O:${owner}D:${isProtected ? 'P' : ''}${list.join('')}`);
        expect(descriptor.isProtected).toBe(isProtected);
        expect(descriptor.owner).toBe(sddlAliases[owner] ?? owner);
        expect(
          descriptor.entries?.map(({ rights, sid: read, isInheritOnly }) => [rights, read, isInheritOnly]),
        ).toEqual(entries.map((one) => [one.rights, sddlAliases[one.sid] ?? one.sid, one.flags.includes('IO')]));
      }),
    );
  });

  it('answers every text, never with an exception', () => {
    const pieces = fc.constantFrom(
      'O:',
      'D:',
      'S:',
      'G:',
      'BA',
      'S-1-5',
      '(',
      ')',
      'A',
      ';',
      ';;;',
      'FA',
      '0x',
      'P',
      '"',
      ' ',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 40 }).map((each) => each.join('')),
    );
    fc.assert(
      fc.property(text, (sddl) => {
        const descriptor = parseSddl(sddl);
        if (descriptor === null) return;
        const { certain, possible } = effectiveRights(descriptor, new Set([me]));
        expect(certain & ~possible).toBe(0);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('parseRights', () => {
  it.each([
    ['FA', fullControl],
    ['GA', fullControl],
    ['0x10000000', fullControl],
    ['2032127', fullControl],
    ['GRGX', 0x1200a9],
    ['CCDCLCSWRPWPDTLOCRSDRCWDWO', 0xf01ff],
    ['0x1301bf', 0x1301bf],
    ['017', 15],
    ['0', 0],
  ])('reads %s', (text, mask) => {
    expect(parseRights(text)).toBe(mask);
  });

  it.each(['', 'F', 'FAX', 'ZZ', 'KA', 'toString', '0x', '0x1234567890', '9999999999', '-1', 'fa'])(
    'does not read %j',
    (text) => {
      expect(parseRights(text)).toBeNull();
    },
  );
});

describe('effectiveRights', () => {
  it('lets the first entry that speaks of a right decide', () => {
    expect(certainly(`O:BAD:(D;;WD;;;${me})(A;;FA;;;${me})`)).toBe(fullControl & ~fileRight.writeDac);
    expect(certainly(`O:BAD:(A;;FA;;;${me})(D;;WD;;;${me})`)).toBe(fullControl);
    expect(certainly(`O:BAD:(D;;FA;;;BU)(A;;FA;;;${me})`, me, 'S-1-5-32-545')).toBe(0);
    expect(certainly(`O:BAD:(D;OICIIO;FA;;;${me})(A;;FR;;;${me})`)).toBe(0x120089);
    expect(certainly(`O:BAD:(A;;FA;;;${other})`)).toBe(0);
  });

  it('gives an owner the rights themselves, unless an entry for owners says otherwise', () => {
    const owned = fileRight.readControl | fileRight.writeDac;
    expect(certainly(`O:${me}D:`)).toBe(owned);
    expect(certainly(`O:${me}D:(D;;FA;;;${me})`)).toBe(owned);
    expect(certainly(`O:${me}D:(A;;FR;;;OW)`)).toBe(0x120089);
    expect(certainly(`O:${other}D:(A;;FA;;;OW)`)).toBe(0);
  });

  it('lets everybody do everything where there is no list', () => {
    expect(certainly('O:BAD:NO_ACCESS_CONTROL')).toBe(fullControl);
  });

  it('never counts what it cannot evaluate as certain', () => {
    const conditional = `O:BAD:(XA;;FA;;;${me};(x))`;
    expect([certainly(conditional), perhaps(conditional)]).toEqual([0, fullControl]);
    const refusing = `O:BAD:(XD;;WD;;;${me};(x))(A;;FA;;;${me})`;
    expect([certainly(refusing), perhaps(refusing)]).toEqual([fullControl & ~fileRight.writeDac, fullControl]);
    const unreadable = `O:BAD:(D;;ZZ;;;${me})(A;;FA;;;${me})`;
    expect([certainly(unreadable), perhaps(unreadable)]).toEqual([0, fullControl]);
  });
});

describe('othersWith', () => {
  const others = (sddl: string): readonly string[] => othersWith(parsed(sddl), fileRight.writeData, new Set([me]));

  it('names whoever may, but not Windows, its administrators and virtual machines', () => {
    expect(others(`O:${me}D:(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;${me})(A;;FA;;;S-1-5-83-1-2-3)(A;;FR;;;WD)`)).toEqual([]);
    expect(others(`O:${me}D:(A;;FW;;;AU)(A;;FA;;;${other})`)).toEqual(['S-1-5-11', other]);
  });

  it('counts an owner, a missing list, and entries nobody can evaluate', () => {
    expect(others(`O:${other}D:`)).toEqual([other]);
    expect(others(`O:${me}D:NO_ACCESS_CONTROL`)).toEqual(['S-1-1-0']);
    expect(others(`O:${me}D:(XA;;FA;;;BU;(x))(A;;ZZ;;;AU)(QQ;;FA;;;WD)`)).toEqual([
      'S-1-5-32-545',
      'S-1-5-11',
      'S-1-1-0',
    ]);
  });

  it('does not count refusals and what is only handed down', () => {
    expect(others(`O:${me}D:(D;;FA;;;WD)(A;OICIIO;FA;;;WD)`)).toEqual([]);
  });
});
