/**
 * Splits a Windows command line into arguments as most programs do: spaces part, quotes join, and backslashes mean
 * themselves unless a quote follows: then two stand for one, and a single one makes the quote an ordinary character.
 */
export function splitCommandLine(line: string): readonly string[] {
  const found: string[] = [];
  let current: string | null = null;
  let isQuoted = false;
  for (const [token] of line.matchAll(/\\*"|\\+|[^\\"]/gu)) {
    if (token.endsWith('"')) {
      const slashes = token.length - 1;
      current = (current ?? '') + '\\'.repeat(slashes >> 1);
      if (slashes % 2 === 1) current += '"';
      else isQuoted = !isQuoted;
    } else if (!isQuoted && /^\s$/u.test(token)) {
      if (current !== null) found.push(current);
      current = null;
    } else {
      current = (current ?? '') + token;
    }
  }
  if (current !== null) found.push(current);
  return found;
}
