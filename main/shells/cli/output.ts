import { styleText } from 'node:util';
import type { ShownVerdict } from '../../../app/findings/verdict.ts';

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

type Style = Parameters<typeof styleText>[0];

const marks: Readonly<Record<ShownVerdict, { readonly mark: string; readonly style: Style }>> = {
  pass: { mark: '✓', style: 'green' },
  fail: { mark: '✗', style: 'red' },
  warn: { mark: '!', style: 'yellow' },
  unknown: { mark: '?', style: 'yellow' },
  stale: { mark: '…', style: 'dim' },
  checking: { mark: '…', style: 'dim' },
  'not-applicable': { mark: '–', style: 'dim' },
};

/**
 * Where a verb writes. With `--json` standard output carries JSON only, one value a line; what is meant for people goes
 * to standard error then.
 */
export class Output {
  readonly json: boolean;
  private readonly colours: boolean;

  constructor(
    private readonly streams: { readonly stdout: Stream; readonly stderr: Stream },
    options: { readonly json: boolean; readonly env: NodeJS.ProcessEnv },
  ) {
    this.json = options.json;
    this.colours = streams.stdout.isTTY === true && (options.env['NO_COLOR'] ?? '') === '';
  }

  /** One JSON value on a line of its own; nothing without `--json`. */
  value(value: unknown): void {
    if (this.json) this.streams.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** One line for people; nothing with `--json`. */
  line(text = ''): void {
    if (!this.json) this.streams.stdout.write(`${text}\n`);
  }

  /** A remark that is no part of the answer. */
  note(text: string): void {
    this.streams.stderr.write(`airlock: ${text}\n`);
  }

  verdict(verdict: ShownVerdict): string {
    const { mark, style } = marks[verdict];
    return this.styled(style, mark);
  }

  strong(text: string): string {
    return this.styled('bold', text);
  }

  dim(text: string): string {
    return this.styled('dim', text);
  }

  private styled(style: Style, text: string): string {
    return this.colours ? styleText(style, text) : text;
  }
}
