import { exitCode } from '../exit-code.ts';
import type { Verb } from '../verb.ts';

export const doctor: Verb = { usage: 'doctor [--json]', run: () => Promise.resolve(exitCode.unknown) };
