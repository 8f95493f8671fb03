import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { profileSchema } from '../../app/launch/profile.ts';
import { loadProfile } from '../../main/files/profile-file.ts';
import { damageBytes, seededRandom } from './damage-bytes.ts';

const files = 10_000;
/** Several lines, so that both the text and single values get damaged; one line, so that the tree does. */
const mounts = { custom_nodes: '/data/custom_nodes', user: '/data/user' };
const valid = profileSchema.parse({ version: 1, recipe: 'plain', gpu: false, mounts, flags: ['--lowvram'] });
const originals = [Buffer.from(JSON.stringify(valid, null, 2)), Buffer.from(JSON.stringify(valid))];

let home = '';
beforeEach(() => void (home = mkdtempSync(path.join(tmpdir(), 'airlock-fuzz-profile-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

test(
  `${String(files)} damaged profiles are refused in words or are valid, and stay as they are`,
  { timeout: 180_000 },
  async () => {
    const random = seededRandom(1);
    const file = path.join(home, 'profile.json');
    let refused = 0;
    for (let turn = 0; turn < files; turn += 1) {
      const bytes = damageBytes(originals[turn % originals.length] ?? Buffer.alloc(0), random);
      writeFileSync(file, bytes);
      const loaded = await loadProfile(home);
      if (loaded.profile === null) {
        refused += 1;
        const told = `turn ${String(turn)}: ${JSON.stringify(loaded.problem).slice(0, 600)}`;
        expect(loaded.problem.code, told).toBe('profile-invalid');
        expect(loaded.problem.message.length, told).toBeLessThan(2_000);
        expect(loaded.problem.next, told).not.toBe('');
      } else {
        // By chance still valid: then it is one in every field.
        expect(profileSchema.safeParse(loaded.profile).success, `turn ${String(turn)}`).toBe(true);
      }
      if (!readFileSync(file).equals(bytes)) throw new Error(`turn ${String(turn)}: the file was changed`);
    }
    expect(refused).toBeGreaterThan(files * 0.7);
    expect(readdirSync(home)).toEqual(['profile.json']);
    expect(Object.prototype).not.toHaveProperty('extra');
  },
);
