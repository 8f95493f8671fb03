import type { TaskAction } from './parse-task-xml.ts';
import { splitCommandLine } from './split-command-line.ts';

/** Where Windows keeps its own wsl.exe; without any folder, the search path leads there. */
const ownWsl =
  /^(?:(?:%(?:systemroot|windir)%|[a-z]:\\windows)\\system32\\|(?:%programfiles%|[a-z]:\\program files)\\wsl\\)?wsl(?:\.exe)?$/u;
const wrapper = /(?:^|\\)(?:cmd|powershell|pwsh|wscript|cscript|conhost|wsl)(?:\.exe)?$/u;
const script = /\.(?:ps1|cmd|bat|vbs|js)(?:["\s]|$)/u;

/**
 * What a task's action does about attaching a virtual disk: `attaches` that one, some `other` thing, or `perhaps`, where
 * it starts something that may well do it but cannot be looked through.
 */
export function mountActionOf({ command, argumentLine }: TaskAction, vhd: string): 'attaches' | 'perhaps' | 'other' {
  const program = unquoted(command).toLowerCase();
  if (ownWsl.test(program)) return attaches(argumentLine, vhd) ? 'attaches' : 'other';
  const words = `${program} ${argumentLine.toLowerCase()}`;
  const namesAll = ['wsl', '--mount', vhd.toLowerCase()].every((word) => words.includes(word));
  return script.test(words) || (wrapper.test(program) && namesAll) ? 'perhaps' : 'other';
}

/** `--mount PATH --vhd`, in any order and with whatever else. */
function attaches(argumentLine: string, vhd: string): boolean {
  const args = splitCommandLine(argumentLine);
  const paths = args.map((arg) => arg.replaceAll('/', '\\').toLowerCase());
  return args.includes('--mount') && args.includes('--vhd') && paths.includes(vhd.toLowerCase());
}

function unquoted(command: string): string {
  return command.trim().replace(/^"(.*)"$/u, '$1');
}
