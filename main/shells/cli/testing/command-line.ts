import { Writable } from 'node:stream';
import { runCommandLine } from '../run-command-line.ts';

interface Said {
  readonly code: number;
  /** Lines of standard output, each of them JSON. */
  readonly values: readonly unknown[];
  readonly notes: string;
}

/** Runs one command line in this process and takes down what it writes. */
export async function captured(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const said = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr'): NodeJS.WriteStream =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        said[name] += chunk.toString('utf8');
        done();
      },
    }) as unknown as NodeJS.WriteStream;
  const code = await runCommandLine(args, { env, stdout: into('stdout'), stderr: into('stderr') });
  return { code, ...said };
}

/** The same for one with `--json`. */
export async function commandLine(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Said> {
  const { code, stdout, stderr } = await captured(args, env);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { code, values: lines.map((line) => JSON.parse(line) as unknown), notes: stderr };
}
