const mark = '[redacted]';

/** Each pattern keeps its first group (what the value is called) and hides the rest. */
const patterns: readonly RegExp[] = [
  // Whole private keys, also when their line ends are escaped.
  /()-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // Authorization: Bearer …
  /(\b(?:authorization|proxy-authorization|x-api-key|cookie|set-cookie)["']?\s*[:=]\s*["']?)[^\r\n"']+/gi,
  /(\b(?:bearer|basic)\s+)[A-Za-z0-9+/._~=-]{8,}/gi,
  // NAME=value, "name": "value", --name value
  /((?:[A-Za-z0-9_.-]*(?:token|secret|passw(?:or)?d|passphrase|api[_-]?key|access[_-]?key|private[_-]?key|credential)[A-Za-z0-9_.-]*)["']?\s*(?:=|:|\s(?=\S))\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"',;&}]+)/gi,
  // scheme://user:password@host
  /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi,
  // Tokens that can be told by their own shape.
  /()\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|hf_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{16,}|AKIA[A-Z0-9]{16}|xox[a-z]-[A-Za-z0-9-]{10,}|glpat-[\w-]{16,}|AIza[\w-]{30,})/g,
  /()\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
];

/** Hides what looks like a password, key or token, so that it reaches neither a file nor the screen. */
export function redactSecrets(text: string): string {
  return patterns.reduce((shown, pattern) => shown.replace(pattern, `$1${mark}`), text);
}
