import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toIptablesArgs, wallRules } from './wall-rules.ts';

describe('wallRules', () => {
  it('lets answers pass first and drops the rest, in both chains', () => {
    expect(wallRules('airlock0', 's1').map((rule) => toIptablesArgs(rule).join(' '))).toEqual([
      '-I FORWARD 1 -i airlock0 -m conntrack --ctstate ESTABLISHED --ctdir REPLY -m comment --comment airlock:s1 -j ACCEPT',
      '-I FORWARD 2 -i airlock0 -m comment --comment airlock:s1 -j DROP',
      '-I INPUT 1 -i airlock0 -m conntrack --ctstate ESTABLISHED --ctdir REPLY -m comment --comment airlock:s1 -j ACCEPT',
      '-I INPUT 2 -i airlock0 -m comment --comment airlock:s1 -j DROP',
    ]);
  });

  it('touches nothing but our own bridge and carries the session’s mark', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{1,15}$/u), fc.uuid(), (bridge, id) => {
        for (const rule of wallRules(bridge, id)) {
          expect(rule.match.slice(0, 2)).toEqual(['-i', bridge]);
          expect(rule.match).toContain(`airlock:${id}`);
          if (rule.target === 'ACCEPT') expect(rule.match).toContain('REPLY');
        }
      }),
    );
  });
});
