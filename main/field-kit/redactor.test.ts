import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redactor } from './redactor.ts';

const identity = {
  accounts: ['Ada Lovelace', 'al', 'comfyui'],
  hostNames: ['ENGINE-1843', 'engine-1843.example.org'],
  addresses: ['127.0.0.1', '192.168.1.20', '203.0.113.77', '2001:db8::42', 'fe80::1'],
};

function redacted(text: string): string {
  const redactor = new Redactor(identity);
  redactor.learn(text);
  return redactor.text(text);
}

describe('a redactor', () => {
  it.each([
    ['C:\\Users\\Ada Lovelace\\.wslconfig', 'C:\\Users\\<user-1>\\.wslconfig'],
    ['{"path":"C:\\\\Users\\\\Grace\\\\x"}', '{"path":"C:\\\\Users\\\\<user-3>\\\\x"}'],
    ['/mnt/c/Users/grace/x and /home/grace/y', '/mnt/c/Users/<user-3>/x and /home/<user-3>/y'],
    ['/home/grace', '/home/<user-3>'],
    ['the folder of grace is /home/grace/', 'the folder of <user-3> is /home/<user-3>/'],
    ['C:\\Users\\comfyui\\x, C:\\Users\\Public', 'C:\\Users\\comfyui\\x, C:\\Users\\Public'],
    ['ENGINE-1843\\grace is grace', '<pc-1>\\<user-3> is <user-3>'],
    ['ENGINE-1843\\al', '<pc-1>\\<user-2>'],
    ['al', '<user-2>'],
    ['total and al.so', 'total and al.so'],
    ['S-1-5-32-544 S-1-5-18 S-1-16-8192', 'S-1-5-32-544 S-1-5-18 S-1-16-8192'],
    ['O:S-1-5-21-1-2-3-1001 (A;;FA;;;S-1-5-21-1-2-3-1003) S-1-5-21-1-2-3-1001', 'O:<sid-1> (A;;FA;;;<sid-2>) <sid-1>'],
    ['S-1-5-83-1-5-6-7-8', '<vm-sid-1>'],
    ['S-1-12-1-5-6-7-8 S-1-5-5-0-1234', '<sid-1> <sid-2>'],
    ['eth0 00:15:5d:01:02:03 inet 172.20.1.5', 'eth0 <mac-1> inet 172.20.1.5'],
    [
      'own 192.168.1.20, out 203.0.113.77 and 2001:db8::42',
      'own 192.168.1.20, out <own-address-1> and <own-address-2>',
    ],
    ['kernel 6.6.87.2, tried 1.1.1.1', 'kernel 6.6.87.2, tried 1.1.1.1'],
    ['write to ada@example.org', 'write to <mail-1>'],
    ['HF_TOKEN=hf_abcdefghijklmnopqrstuv', 'HF_TOKEN=[redacted]'],
  ])('%s', (text, shown) => {
    expect(redacted(text)).toBe(shown);
  });

  it('keeps its own words as they are, and hides what is called a secret', () => {
    const redactor = new Redactor({ accounts: ['docker.wall', 'pass'], hostNames: ['fail'], addresses: [] });
    expect(
      redactor.redact({ id: 'docker.wall', verdict: 'pass', says: 'pass', apiKey: 'x', password: 5, token: '' }),
    ).toEqual({
      id: 'docker.wall',
      verdict: 'pass',
      says: '<user-2>',
      apiKey: '[redacted]',
      password: '[redacted]',
      token: '',
    });
    expect(redactor.redact({ flags: ['--api-key', 'abc', '--listen', 'abc'] })).toEqual({
      flags: ['--api-key', '[redacted]', '--listen', 'abc'],
    });
  });

  it('leaves none of a name behind, whatever stands around it', () => {
    const name = fc.stringMatching(/^[A-Z][a-z]{4,9}$/u);
    const glue = fc.constantFrom(' ', '\n', ': ', ' (', ') ', '"', '\t', ', ');
    const place = fc.constantFrom(
      (one: string) => `C:\\Users\\${one}\\AppData`,
      (one: string) => `C:\\\\Users\\\\${one}\\\\AppData`,
      (one: string) => `/home/${one}/.cache`,
      (one: string) => `/mnt/c/Users/${one}`,
      (one: string) => `ENGINE-1843\\${one}`,
      (one: string) => one,
      (one: string) => one.toUpperCase(),
    );
    fc.assert(
      fc.property(name, fc.array(fc.tuple(place, glue), { minLength: 1 }), (one, parts) => {
        fc.pre(
          !/^(?:public|default|ubuntu|windows|docker|users?|admin)/iu.test(one) && !/user|pc|mail|sid|mac/iu.test(one),
        );
        const text = `/home/${one}/ ${parts.map(([put, after]) => put(one) + after).join('')}`;
        expect(redacted(text).toLowerCase()).not.toContain(one.toLowerCase());
      }),
    );
  });
});
