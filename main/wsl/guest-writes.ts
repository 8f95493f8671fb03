/** An attempt to make a folder on drive C: and what came of it. */
export interface WriteAttempt {
  readonly folder: string;
  /** `refused` says nothing of the mount: Windows refuses a plain account much that is mounted writable. */
  readonly outcome: 'written' | 'read-only' | 'refused';
  /** Its own words. */
  readonly said: string;
}

/** Null unless every attempt has an end, and the list has one. */
export function parseWrites(text: string): readonly WriteAttempt[] | null {
  const lines = text.split('\n').filter((line) => line !== '');
  const attempts: WriteAttempt[] = [];
  let trying: { readonly folder: string; readonly said: string[] } | null = null;
  for (const line of lines) {
    const [, word, rest = ''] = /^(try|written|refused|done|left)(?: (.+))?$/u.exec(line) ?? [];
    if (word === 'try' && trying === null) trying = { folder: rest, said: [] };
    else if (trying !== null && (word === 'written' || word === 'refused') && rest === trying.folder) {
      attempts.push(endOf(trying.folder, word, trying.said.join('\n')));
      trying = null;
    } else if (word === 'done' && trying === null && line === lines.at(-1)) return attempts;
    else trying?.said.push(line);
  }
  return null;
}

function endOf(folder: string, word: 'written' | 'refused', said: string): WriteAttempt {
  if (word === 'written') return { folder, outcome: 'written', said };
  // The probe speaks English on purpose: LC_ALL=C.
  return { folder, outcome: /read-only file system/iu.test(said) ? 'read-only' : 'refused', said };
}
