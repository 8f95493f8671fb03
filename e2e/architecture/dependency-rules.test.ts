import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { plantedCopy, removeCopy, runInCopy, type Plants } from './planted-copy.ts';

/** One planted file, and exactly the rules that must bite on it. */
interface Violation {
  readonly path: string;
  readonly text: string;
  readonly rules: readonly string[];
}

const violations: readonly Violation[] = [
  { path: 'app/planted-node.ts', text: importing('node:fs'), rules: ['app-is-pure'] },
  { path: 'app/planted-react.ts', text: importing('react'), rules: ['app-is-pure'] },
  { path: 'app/planted-main.ts', text: importing('../main/docker/engine.ts'), rules: ['app-is-pure'] },
  { path: 'renderer/planted-main.ts', text: typesOf('../main/docker/engine.ts'), rules: ['renderer-sees-app-only'] },
  { path: 'renderer/planted-node.ts', text: importing('node:os'), rules: ['renderer-has-no-node'] },
  { path: 'renderer/planted-electron.ts', text: importing('electron'), rules: ['renderer-has-no-power'] },
  {
    path: 'renderer/planted-engine.ts',
    text: importing('dockerode'),
    rules: ['one-door-dockerode', 'renderer-has-no-power'],
  },
  {
    path: 'main/planted-page.ts',
    text: importing('../renderer/ui/planted-part.ts'),
    rules: ['main-never-sees-renderer'],
  },
  { path: 'main/planted-test-code.ts', text: importing('../e2e/planted.ts'), rules: ['product-never-sees-e2e'] },
  {
    path: 'main/shells/electron/preload/planted-heavy.ts',
    text: importing('../../../docker/engine.ts'),
    rules: ['preload-is-thin'],
  },
  {
    path: 'main/shells/electron/planted-reach.ts',
    text: importing('./preload/planted-library.ts'),
    rules: ['preload-is-nobodys-library'],
  },
  {
    path: 'main/core/planted-window.ts',
    text: importing('electron'),
    rules: ['only-the-electron-shell-knows-electron'],
  },
  { path: 'main/launch/planted-spawn.ts', text: importing('node:child_process'), rules: ['one-door-child-process'] },
  { path: 'main/launch/planted-engine.ts', text: importing('dockerode'), rules: ['one-door-dockerode'] },
  { path: 'main/core/planted-socket.ts', text: importing('ws'), rules: ['one-door-ws'] },
  { path: 'main/wsl/planted-terminal.ts', text: importing('node-pty'), rules: ['one-door-node-pty'] },
  {
    path: 'main/launch/planted-adapter.ts',
    text: importing('../docker/connect-engine.ts'),
    rules: ['ports-not-adapters'],
  },
  {
    path: 'main/core/planted-shell.ts',
    text: importing('../shells/web/planted-target.ts'),
    rules: ['core-knows-no-shell'],
  },
  {
    path: 'main/shells/cli/planted-neighbour.ts',
    text: importing('../web/planted-target.ts'),
    rules: ['shells-are-strangers'],
  },
  {
    path: 'main/probes/planted-doer.ts',
    text: importing('../launch/stop-session.ts'),
    rules: ['probes-only-look'],
  },
  {
    path: 'renderer/features/planted-one/planted-screen.ts',
    text: importing('../planted-two/planted-screen.ts'),
    rules: ['features-are-strangers'],
  },
  { path: 'renderer/ui/planted-stateful.ts', text: importing('../state/planted-store.ts'), rules: ['ui-has-no-state'] },
  {
    path: 'renderer/bridge/planted-screenful.ts',
    text: importing('../features/planted-two/planted-screen.ts'),
    rules: ['bridge-is-one-door'],
  },
  { path: 'app/planted-ring-one.ts', text: importing('./planted-ring-two.ts'), rules: ['no-cycles'] },
  { path: 'app/planted-orphan.ts', text: 'export const planted = 1;\n', rules: ['no-orphans'] },
  { path: 'main/planted-nowhere.ts', text: importing('./not-there.ts'), rules: ['resolvable'] },
];

/** Files the violations point at; nothing is wrong with them. */
const targets: Plants = {
  // The other half of the ring: the cycle is reported once.
  'app/planted-ring-two.ts': importing('./planted-ring-one.ts'),
  'e2e/planted.ts': 'export const planted = 1;\n',
  'renderer/ui/planted-part.ts': 'export const planted = 1;\n',
  'renderer/state/planted-store.ts': 'export const planted = 1;\n',
  'renderer/features/planted-two/planted-screen.ts': 'export const planted = 1;\n',
  'main/shells/web/planted-target.ts': 'export const planted = 1;\n',
  'main/shells/electron/preload/planted-library.ts': 'export const planted = 1;\n',
};

const report = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

const ruleFile = z.object({ forbidden: z.array(z.object({ name: z.string() })) });

describe('the directions between the folders', () => {
  let copyDir = '';
  const bitten = new Map<string, Set<string>>();

  beforeAll(async () => {
    const planted = Object.fromEntries(violations.map(({ path, text }) => [path, text]));
    copyDir = plantedCopy({ ...planted, ...targets });
    const folders = ['app', 'main', 'renderer', 'e2e'];
    const output = await runInCopy(copyDir, 'depcruise', ['--preserve-symlinks', '--output-type', 'json', ...folders]);
    for (const { from, rule } of report.parse(JSON.parse(output)).summary.violations) {
      bitten.set(from, (bitten.get(from) ?? new Set()).add(rule.name));
    }
  });

  afterAll(() => removeCopy(copyDir));

  it.each(violations)('$rules bites on $path', ({ path, rules }) => {
    expect([...(bitten.get(path) ?? [])].sort()).toEqual([...rules].sort());
  });

  it('leaves what is only pointed at alone', () => {
    expect(Object.keys(targets).filter((path) => bitten.has(path))).toEqual([]);
  });

  it('has a planted violation for every rule', () => {
    const require = createRequire(import.meta.url);
    const settings = ruleFile.parse(require(join(process.cwd(), '.dependency-cruiser.cjs')));
    const planted = new Set(violations.flatMap(({ rules }) => rules));
    expect(settings.forbidden.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
  });
});

function importing(target: string): string {
  return `import * as target from '${target}';\n\nexport const planted = target;\n`;
}

function typesOf(target: string): string {
  return `import type * as target from '${target}';\n\nexport type Planted = typeof target;\n`;
}
