import type { ControlId } from '../controls/control.ts';
import type { Finding } from './finding.ts';
import type { Mark } from './mark.ts';

/** What the findings show, as a diagnosis asks for it: verdicts, marks and codes, never a localized word. */
export interface Signs {
  /** Whether some control carries this mark. */
  has(mark: Mark): boolean;
  /** Whether a control is broken, or needs a look. What is only not known is neither. */
  isBad(control: ControlId): boolean;
  /** Whether a control was looked at and exists on this host. */
  applies(control: ControlId): boolean;
  /** Whether what a control's probe got back has this in it. */
  says(control: ControlId, sign: RegExp): boolean;
  /** The last code of WSL's own in what these probes got back: `E_ACCESSDENIED` of `Wsl/Service/…/E_ACCESSDENIED`. */
  wslCode(controls: readonly ControlId[]): string | null;
}

/** The form is that of microsoft/WSL, ExecutionContext; the words around it are localized, the path is not. */
const wslPath = /\bWsl(?:\/[A-Za-z0-9_?()]+)*\/(?<code>[A-Z][A-Z0-9_]+|0x[0-9a-fA-F]{1,8})\b/gu;

/** @param findings the newest finding of each control. */
export function signsOf(findings: ReadonlyMap<ControlId, Finding>): Signs {
  const marks = new Set([...findings.values()].filter(isTrouble).flatMap((finding) => finding.marks ?? []));
  const textOf = (control: ControlId): string =>
    (findings.get(control)?.evidence ?? []).map(({ output }) => output).join('\n');
  return {
    has: (mark) => marks.has(mark),
    isBad: (control) => ['fail', 'warn'].includes(findings.get(control)?.verdict ?? 'unknown'),
    applies: (control) => (findings.get(control)?.verdict ?? 'not-applicable') !== 'not-applicable',
    says: (control, sign) => sign.test(textOf(control)),
    wslCode: (controls) => {
      const codes = controls.flatMap((control) => [...textOf(control).matchAll(wslPath)]);
      return codes.at(-1)?.groups?.['code'] ?? null;
    },
  };
}

/** Neither good nor absent: broken, to be looked at, or not known. */
export function isTrouble(finding: Finding | undefined): finding is Finding {
  return finding !== undefined && finding.verdict !== 'pass' && finding.verdict !== 'not-applicable';
}
