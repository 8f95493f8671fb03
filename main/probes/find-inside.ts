import type { ContainerFacts, Finished } from '../docker/engine.ts';
import type { Attempt, InsideView } from './inside-view.ts';
import type { ProbeContext } from './probe.ts';
import { recipeFor } from './session-containers.ts';

/** Where images keep Python packages, at most four folders above them. One that is not there is no error. */
const packageRoots = [
  '/comfy/mnt/venv',
  '/comfyui/venv',
  '/comfyui/.venv',
  '/venv',
  '/opt/venv',
  '/opt/conda',
  '/usr/local/lib',
  '/usr/lib/python3',
] as const;
const depth = '4';
const testFile = '.airlock-write-test';

/** What a look inside needs to know; a part of every probe's context. */
export type InsideDeps = Pick<ProbeContext, 'engine' | 'profile' | 'recipe' | 'signal'>;

/**
 * Everything the probes want to know of the inside, by one command: each command that is run in a container costs the
 * engine as much as all the other questions of a sweep together. It runs as ComfyUI's user, and what it manages to
 * write is taken away again. No Python and no shell of the container is run.
 *
 * @throws Error when the image has no `find` that can do this.
 */
export async function lookInside(deps: InsideDeps, comfyui: ContainerFacts): Promise<InsideView> {
  const { engine, profile, signal } = deps;
  const user = `${String(profile.ids.uid)}:${String(profile.ids.gid)}`;
  const folders = recipeFor(comfyui, deps).cacheFolders;
  const command = findCommand(deps, comfyui, folders);
  const finished = await engine.exec(comfyui.id, command, { signal, user });
  const view = viewOf(finished, folders);
  const written = view.attempts
    .filter(({ attempt }) => attempt === 'written')
    .map(({ folder }) => `${folder}/${testFile}`);
  if (written.length > 0) await engine.exec(comfyui.id, ['rm', '-f', ...written], { signal, user });
  return { source: `docker exec --user ${user} ${comfyui.name} ${command.join(' ')}`, ...view };
}

function findCommand(deps: InsideDeps, comfyui: ContainerFacts, folders: readonly string[]): readonly string[] {
  const output = comfyUiFolder('output', comfyui, deps);
  const settings = managerSettings(comfyui, deps);
  const outputs = output === null ? [] : [output];
  const startS = String(Math.floor(Date.parse(comfyui.startedAt) / 1000) || 0);
  const rules = [
    ['-name', 'torch*.dist-info', '-prune', '-printf', 'torch %f\\n'],
    ...outputs.map((path) => [
      '-path',
      `${path}/*`,
      '-type',
      'f',
      '-newermt',
      `@${startS}`,
      '-printf',
      'file %T@ %U %p\\n',
    ]),
    ...settings.map((path) => ['-path', path, '-printf', 'settings %p\\n', '-exec', 'cat', '{}', ';']),
    ...folders.map((path) => [
      '-path',
      path,
      '-prune',
      '-printf',
      'trying %p\\n',
      ...touch,
      '-printf',
      'written %p\\n',
    ]),
  ];
  const either = rules.flatMap((rule, index) => (index === 0 ? rule : ['-o', ...rule]));
  return ['find', ...packageRoots, ...outputs, ...settings, ...folders, '-maxdepth', depth, ...either];
}

const touch = ['-exec', 'touch', `{}/${testFile}`, ';'] as const;

/** 1 means that some of the places are not there; more, that it could not be run. */
function viewOf({ exitCode, stdout, stderr }: Finished, folders: readonly string[]): Omit<InsideView, 'source'> {
  const lines = stdout.split('\n');
  const values = (mark: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${mark} `)).map((line) => line.slice(mark.length + 1));
  if (exitCode > 1 || exitCode < 0) {
    throw new Error(`find could not look inside: ${stderr.trim() || stdout.trim() || `exit code ${String(exitCode)}`}`);
  }
  const [tried, written] = [new Set(values('trying')), new Set(values('written'))];
  const attempts = folders.map((folder) => ({
    folder,
    attempt: written.has(folder) ? 'written' : tried.has(folder) ? refusalOf(folder, stderr) : ('not-there' as const),
  }));
  return {
    torch: torchIn(values('torch')),
    newest: newestOf(values('file')),
    settings: settingsIn(lines),
    attempts,
    complaints: stderr,
  };
}

function refusalOf(folder: string, stderr: string): Attempt {
  const refusal = stderr.split('\n').find((line) => line.includes(`${folder}/${testFile}`)) ?? '';
  if (refusal.includes('Read-only file system')) return 'read-only';
  return refusal.includes('Permission denied') ? 'no-permission' : 'unclear';
}

/** `torch-2.7.1+cpu.dist-info`: the folders installers leave. */
function torchIn(folders: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const folder of folders) {
    const [, name, version] = /^([\w.]+)-([^-]+)\.dist-info$/u.exec(folder) ?? [];
    if (name !== undefined && version !== undefined) found.set(name, (found.get(name) ?? new Set()).add(version));
  }
  return found;
}

/** `1767225600.5 1000 /comfyui/output/a.png`: when, whose, which. */
function newestOf(files: readonly string[]): InsideView['newest'] {
  const read = files.flatMap((line) => {
    const [, at = '', uid = '', path = ''] = /^([\d.]+) (\d+) (.*)$/u.exec(line) ?? [];
    return path === '' ? [] : [{ at: Number(at), uid: Number(uid), path }];
  });
  const newest = read.sort((left, right) => right.at - left.at)[0];
  return newest === undefined ? null : { path: newest.path, uid: newest.uid };
}

/** What stands between the name of a settings file and the next thing that was found. */
function settingsIn(lines: readonly string[]): readonly string[] {
  const files: string[][] = [];
  let current: string[] | null = null;
  for (const line of lines) {
    if (line.startsWith('settings ')) files.push((current = []));
    else if (/^(?:torch|file|trying|written) /u.test(line)) current = null;
    else current?.push(line);
  }
  return files.map((file) => file.join('\n'));
}

/** A folder of ComfyUI in the container: below its base directory where it has one, else where the recipe puts it. */
function comfyUiFolder(name: 'output' | 'user', comfyui: ContainerFacts, deps: InsideDeps): string | null {
  const base = comfyui.env['BASE_DIRECTORY'];
  if (base !== undefined && base !== '') return `${base}/${name}`;
  return recipeFor(comfyui, deps).folders.find((folder) => folder.name === name)?.target ?? null;
}

/** Where ComfyUI-Manager may keep its settings, newest place first. */
function managerSettings(comfyui: ContainerFacts, deps: InsideDeps): readonly string[] {
  const user = comfyUiFolder('user', comfyui, deps);
  return user === null ? [] : [`${user}/__manager/config.ini`, `${user}/default/ComfyUI-Manager/config.ini`];
}
