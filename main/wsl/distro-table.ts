/** One distribution of this account, as `wsl -l -v` lists it. */
export interface DistroLine {
  readonly name: string;
  readonly isDefault: boolean;
  /** A constant of WSL's source today, but other releases translated it: for people, not for decisions. */
  readonly state: string;
  /** 1 or 2. */
  readonly version: number;
}

/** Reads the table of `wsl -l -v`: its first line is the header, which may be in any language. */
export function parseDistroTable(text: string): readonly DistroLine[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const match = /^(?<mark>[* ]) (?<name>\S(?:.*\S)?)\s{2,}(?<state>\S.*?)\s+(?<version>[12])\s*$/u.exec(line);
      const { mark, name, state, version } = match?.groups ?? {};
      if (name === undefined || state === undefined) return [];
      return [{ name, isDefault: mark === '*', state, version: Number(version) }];
    });
}

/** Reads `wsl -l -q`: names only. */
export function parseDistroNames(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
