import type { Texts } from './en.ts';
import { en } from './en.ts';

/** German. */
export const de: Texts = en;
