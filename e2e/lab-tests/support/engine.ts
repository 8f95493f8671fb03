import { execFileSync } from 'node:child_process';

/** Runs the docker client against the lab's engine and returns what it printed. */
export function docker(...args: readonly string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** Everything of ours in the engine: containers, networks, volumes; empty when nothing is left. */
export function traces(): readonly string[] {
  const listed = [
    docker('ps', '-a', '--filter', 'label=airlock.session', '--format', 'container {{.Names}}'),
    docker('network', 'ls', '--filter', 'name=airlock_net', '--format', 'network {{.Name}}'),
    docker('volume', 'ls', '--filter', 'label=airlock.session', '--format', 'volume {{.Name}}'),
  ];
  return listed.flatMap((text) => text.split('\n').filter((line) => line !== ''));
}

/** All rules of both backends and families, without counters and comments: compare before and after. */
export function allRules(): string {
  const tools = ['iptables-nft-save', 'ip6tables-nft-save', 'iptables-legacy-save', 'ip6tables-legacy-save'];
  return tools.map((tool) => `${tool}\n${withoutCounters(execFileSync(tool, { encoding: 'utf8' }))}`).join('\n');
}

function withoutCounters(saved: string): string {
  const lines = saved.split('\n').filter((line) => !line.startsWith('#'));
  return lines.map((line) => line.replace(/\[\d+:\d+\]/u, '')).join('\n');
}

/** Runs an iptables command in the engine's own namespace, which is where the lab's tests run. */
export function iptables(...args: readonly string[]): string {
  return execFileSync('iptables', ['-w', ...args], { encoding: 'utf8' });
}

/** Milliseconds until the engine says that ComfyUI is paused. */
export async function msUntilPaused(sinceMs: number, limitMs: number): Promise<number> {
  while (Date.now() - sinceMs < limitMs) {
    if (docker('inspect', '-f', '{{.State.Paused}}', 'airlock-comfyui') === 'true') return Date.now() - sinceMs;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return Number.POSITIVE_INFINITY;
}
