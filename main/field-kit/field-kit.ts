import type { ActivityEntry, ControlView, PanelSnapshot } from '../../app/ipc/snapshot.ts';
import type { Profile } from '../../app/launch/profile.ts';
import { Redactor, type Identity } from './redactor.ts';

const about =
  'Made by Airlock to find out what is wrong with a PC. Names of accounts and of the PC, its own public addresses, ' +
  'SIDs, passwords, keys and tokens were taken out as far as they can be told. Read it before you pass it on.';

/** What a kit is made of, before anything was taken out. */
export interface KitSource {
  readonly madeAt: string;
  readonly snapshot: PanelSnapshot;
  /** Versions and places: what `airlock doctor` prints. */
  readonly environment: Readonly<Record<string, string | null>>;
  /** Variables of the environment that change what Airlock does. */
  readonly variables: Readonly<Record<string, string>>;
  /** Null when it cannot be read; the snapshot says why. */
  readonly profile: Profile | null;
  /** Newest first. */
  readonly activity: readonly ActivityEntry[];
  readonly identity: Identity;
}

/** One control with everything that its probe got back. */
type KitControl = Pick<ControlView, 'id' | 'verdict' | 'summary' | 'observedAt' | 'evidence' | 'marks'>;

/** What is written down: plain JSON, nothing in it that tells whose PC this is. */
export interface FieldKit {
  readonly version: 1;
  readonly about: string;
  readonly madeAt: string;
  readonly environment: KitSource['environment'];
  readonly variables: KitSource['variables'];
  readonly host: string;
  readonly hostNote: string | null;
  readonly controls: readonly KitControl[];
  readonly diagnoses: PanelSnapshot['diagnoses'];
  readonly session: PanelSnapshot['session'];
  readonly lastWallTest: PanelSnapshot['lastWallTest'];
  readonly undoableRemedies: PanelSnapshot['undoableRemedies'];
  readonly profile: Profile | null;
  readonly profileProblem: string | null;
  /** Newest last. */
  readonly activity: readonly ActivityEntry[];
}

/** Puts a kit together and takes out of it what is nobody else's business. */
export function fieldKit(source: KitSource): FieldKit {
  const { snapshot } = source;
  const whole: Omit<FieldKit, 'version' | 'about'> = {
    madeAt: source.madeAt,
    environment: source.environment,
    variables: source.variables,
    host: snapshot.host,
    hostNote: snapshot.hostNote,
    controls: snapshot.layers.flatMap((layer) => layer.controls).map(kitControl),
    diagnoses: snapshot.diagnoses,
    session: snapshot.session,
    lastWallTest: snapshot.lastWallTest,
    undoableRemedies: snapshot.undoableRemedies,
    profile: source.profile,
    profileProblem: snapshot.profile.problem,
    activity: source.activity.toReversed(),
  };
  const redactor = new Redactor(source.identity);
  redactor.learn(whole);
  // Redacting changes texts and nothing else, so the shape stays.
  const redacted = redactor.redact(whole) as typeof whole;
  return { version: 1, about, ...redacted };
}

function kitControl({ id, verdict, summary, observedAt, evidence, marks }: ControlView): KitControl {
  return { id, verdict, summary, observedAt, evidence, marks };
}
