import * as z from 'zod/mini';

const id = z.int().check(z.gte(0));
const secret = z.string().check(z.minLength(1), z.maxLength(128));

/** What a page may send. `name` and `input` of a command are judged by the contract, not here. */
export type PageMessage =
  | { readonly type: 'hello'; readonly secret: string }
  | { readonly type: 'invoke'; readonly id: number; readonly name: unknown; readonly input: unknown };

const helloSchema = z.union([
  z.strictObject({ type: z.literal('hello'), token: secret }),
  z.strictObject({ type: z.literal('hello'), resume: secret }),
]);
const invokeSchema = z.strictObject({ type: z.literal('invoke'), id, name: z.unknown(), input: z.unknown() });

/** Reads one text message of a page; null when it is none of ours. */
export function readPageMessage(text: string): PageMessage | null {
  const raw = parseJson(text);
  const hello = helloSchema.safeParse(raw);
  if (hello.success) return { type: 'hello', secret: 'token' in hello.data ? hello.data.token : hello.data.resume };
  const invoke = invokeSchema.safeParse(raw);
  return invoke.success ? invoke.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
