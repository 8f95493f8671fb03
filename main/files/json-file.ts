import type * as z from 'zod/mini';
import { damaged, readTextFile } from './atomic-file.ts';

/**
 * The content of a JSON file of ours; null when there is none.
 *
 * @throws AirlockError `file-damaged`, naming the file and what is wrong with it.
 */
export async function readJsonFile<T>(path: string, schema: z.ZodMiniType<T>): Promise<T | null> {
  const text = await readTextFile(path);
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(path, `it is no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.map(String).join('.') ?? '';
  throw damaged(path, `${where === '' ? 'its content' : `"${where}"`} is not as expected (${issue?.message ?? ''})`);
}
