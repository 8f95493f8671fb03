import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may talk to the web shell: whoever holds a token that was printed here and has not been used yet. */
export class Login {
  private readonly tokens = new Set<string>();
  private readonly resumeSecrets = new Set<string>();

  /** A token for one page: 32 random bytes, good for one greeting. */
  issueToken(): string {
    const token = randomSecret();
    this.tokens.add(digest(token));
    return token;
  }

  /**
   * Takes a token, or the secret a page got when it logged in and shows again after a lost connection.
   *
   * @returns the secret for the next time, or null when nobody may come in with this.
   */
  greet(secret: string): string | null {
    const shown = digest(secret);
    if (takeFrom(this.tokens, shown)) {
      const resume = randomSecret();
      this.resumeSecrets.add(digest(resume));
      return resume;
    }
    return find(this.resumeSecrets, shown) === null ? null : secret;
  }
}

const randomSecret = (): string => randomBytes(32).toString('base64url');

/** Only digests are kept and compared. */
const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');

function find(digests: ReadonlySet<string>, shown: string): string | null {
  for (const known of digests) if (timingSafeEqual(Buffer.from(known), Buffer.from(shown))) return known;
  return null;
}

function takeFrom(digests: Set<string>, shown: string): boolean {
  const known = find(digests, shown);
  return known !== null && digests.delete(known);
}
