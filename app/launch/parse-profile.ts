import type { Failure } from '../errors/airlock-error.ts';
import { recipeOf } from '../recipes/recipes.ts';
import { describeIssue, type Complaint } from './describe-issue.ts';
import { locateJsonError } from './json-error.ts';
import { complainAboutFlags, complainAboutMounts } from './profile-rules.ts';
import { profileSchema, type Profile } from './profile.ts';

export type ParsedProfile =
  { readonly ok: true; readonly profile: Profile } | { readonly ok: false; readonly failure: Failure };

/** No profile that a person writes comes near this. */
const maxCharacters = 262_144;
/** A few are enough to act on; the rest shows once these are mended. */
const shownComplaints = 3;

/**
 * Reads the text of profile.json. A refusal names the place, what was expected there and what was found, and the next
 * step; nothing is guessed and nothing is left out in silence.
 */
export function parseProfile(text: string): ParsedProfile {
  // Windows' own editor writes this mark in front.
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (source.length > maxCharacters) return refuse([tooLong(source.length)]);
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    return refuseJson(source, error);
  }
  const parsed = profileSchema.safeParse(value);
  if (!parsed.success) return refuse(parsed.error.issues.map((issue) => describeIssue(issue, value)));
  const recipe = recipeOf(parsed.data.recipe);
  const complaints = [...complainAboutMounts(parsed.data, recipe), ...complainAboutFlags(parsed.data, recipe)];
  return complaints.length > 0 ? refuse(complaints) : { ok: true, profile: parsed.data };
}

function tooLong(characters: number): Complaint {
  return { field: null, expected: `at most ${String(maxCharacters)} characters`, found: String(characters) };
}

function refuseJson(source: string, error: unknown): ParsedProfile {
  const at = locateJsonError(source);
  const place =
    at === null
      ? String(error)
      : `line ${String(at.line)}, column ${String(at.column)}: expected ${at.expected}, found ${at.found}`;
  return {
    ok: false,
    failure: {
      code: 'profile-invalid',
      message: `profile.json is not valid JSON at ${place}.`,
      next: 'Mend that place in profile.json; the file was left as it is. `airlock profile check` looks again.',
    },
  };
}

function refuse(complaints: readonly Complaint[]): ParsedProfile {
  const shown = complaints.slice(0, shownComplaints).map(inWords);
  const more = complaints.length - shown.length;
  const rest = more > 0 ? ` And ${String(more)} more.` : '';
  return {
    ok: false,
    failure: {
      code: 'profile-invalid',
      message: `profile.json cannot be used. ${shown.join(' ')}${rest}`,
      next: 'Mend it in profile.json; the file was left as it is. `airlock profile check` looks again.',
    },
  };
}

function inWords({ field, expected, found }: Complaint): string {
  const subject = field === null ? 'The file as a whole' : `"${field}"`;
  return `${subject}: expected ${expected}, found ${found}.`;
}
