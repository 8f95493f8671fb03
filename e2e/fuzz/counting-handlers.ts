import { commands, type CommandHandlers, type CommandName } from '../../app/ipc/contract.ts';

/** Handlers that do nothing but check that what reaches them is what their schema accepts, and count. */
export function countingHandlers(): { readonly handlers: CommandHandlers; readonly calls: () => number } {
  let calls = 0;
  const handle = (name: CommandName) => (input: unknown) => {
    calls += 1;
    if (!commands[name].input.safeParse(input).success) throw new Error(`${name} got an input that does not parse`);
    return Promise.resolve(null);
  };
  const names = Object.keys(commands) as CommandName[];
  // Every handler answers null: the answers are not what is tested here.
  const handlers = Object.fromEntries(names.map((name) => [name, handle(name)])) as unknown as CommandHandlers;
  return { handlers, calls: () => calls };
}
