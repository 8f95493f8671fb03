import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';
import { airlock, answerOf, type AirlockRun } from './airlock.ts';
import { allRules, docker } from './engine.ts';

/** Everything that stands in the engine and in the packet filter, whoever made it. */
export function wholeEngine(): string {
  return [
    docker('ps', '-a', '--no-trunc', '--format', '{{.ID}} {{.Names}} {{.State}}'),
    docker('network', 'ls', '--no-trunc', '--format', '{{.ID}} {{.Name}}'),
    docker('volume', 'ls', '--format', '{{.Name}}'),
    allRules(),
  ].join('\n---\n');
}

/** What is said when a launch does not come about: one failure with a code, what happened, and the next step. */
export function expectFailure(run: AirlockRun, code: string): Record<string, unknown> {
  const answer = answerOf(run);
  expect(answer, run.stderr).toMatchObject({ phase: 'failed', code });
  expect(answer['message']).toMatch(/\S/u);
  expect(answer['next']).toMatch(/\S/u);
  expect(run.exitCode).toBe(1);
  return answer;
}

/** Launches into a fault and expects the engine to be afterwards what it was before, to the last rule. */
export async function expectFailedLaunch(
  code: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  const before = wholeEngine();
  const answer = expectFailure(await airlock(['launch', 'secure', '--json'], env), code);
  expect(wholeEngine()).toBe(before);
  return answer;
}

/** An image of the lab's base that does one Python thing in ComfyUI's place. */
export function buildComfyUiThat(tag: string, python: string): void {
  const entrypoint = JSON.stringify(['python3', '-c', python]);
  const input = `FROM airlock-lab-base:1\nENTRYPOINT ${entrypoint}\n`;
  execFileSync('docker', ['build', '-q', '-t', tag, '-'], { input, stdio: ['pipe', 'ignore', 'pipe'] });
}
