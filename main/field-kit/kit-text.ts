import type { FieldKit } from './field-kit.ts';

/** The kit as a person reads it. It is made from what was redacted, so it cannot say more than the JSON does. */
export function kitText(kit: FieldKit): string {
  const parts = [
    [kit.about, `Made at ${kit.madeAt}.`],
    section('What is wrong', diagnoses(kit)),
    section('This PC', named({ ...kit.environment, host: kit.host, hostNote: kit.hostNote, ...kit.variables })),
    section('Controls', kit.controls.flatMap(control)),
    section('Session', kit.session === null ? ['(none)'] : [JSON.stringify(kit.session, null, 2)]),
    section('Last wall test', kit.lastWallTest === null ? ['(none)'] : [JSON.stringify(kit.lastWallTest, null, 2)]),
    section('Profile', [kit.profileProblem ?? JSON.stringify(kit.profile, null, 2)]),
    section(
      'Changes that can be taken back',
      kit.undoableRemedies.map(({ id, at }) => `${at} ${id}`),
    ),
    section(
      'Activity',
      kit.activity.map(({ at, kind, message }) => `${at} ${kind}: ${message}`),
    ),
  ];
  return `${parts.flat().join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return ['', `== ${title} ==`, ...(lines.length === 0 ? ['(none)'] : lines)];
}

function diagnoses(kit: FieldKit): readonly string[] {
  return kit.diagnoses.flatMap(({ id, cause, summary, next, remedy }) => [
    `${id} (${cause}): ${summary}`,
    `  ${next}`,
    ...(remedy === null ? [] : [`  remedy: ${remedy}`]),
  ]);
}

function named(values: Readonly<Record<string, string | null>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
}

function control({
  id,
  verdict,
  summary,
  observedAt,
  evidence,
  marks,
}: FieldKit['controls'][number]): readonly string[] {
  const told = marks.length === 0 ? '' : ` [${marks.join(', ')}]`;
  return [
    '',
    `${id}: ${verdict}${told}`,
    `  ${summary} (${observedAt ?? 'not looked at'})`,
    ...evidence.flatMap(({ source, output, durationMs }) => [
      `  $ ${source}  (${String(durationMs)} ms)`,
      ...output.split('\n').map((line) => `    ${line}`),
    ]),
  ];
}
