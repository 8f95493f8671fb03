import os from 'node:os';
import path from 'node:path';
import type { PanelSnapshot } from '../../../app/ipc/snapshot.ts';
import type { Profile } from '../../../app/launch/profile.ts';
import { fieldKit, type FieldKit } from '../../field-kit/field-kit.ts';
import type { Identity } from '../../field-kit/redactor.ts';
import { writeKit } from '../../field-kit/write-kit.ts';
import { ActivityLog } from '../../files/activity-log.ts';
import { airlockHome } from '../../files/airlock-home.ts';
import { loadProfile } from '../../files/profile-file.ts';
import { environmentOf } from './environment.ts';
import type { VerbCall } from './verb.ts';

const activityLines = 200;
/** What else the environment holds is nobody's business. */
const telling = ['AIRLOCK_HOST', 'AIRLOCK_HOME', 'AIRLOCK_ENGINE', 'DOCKER_HOST', 'WSL_DISTRO_NAME', 'LANG', 'LC_ALL'];

interface Collected {
  readonly folder: string;
  readonly files: readonly string[];
  readonly kit: FieldKit;
}

/** Writes down what was found, without what says whose PC it is. */
export async function collectKit(
  snapshot: PanelSnapshot,
  chosen: string | undefined,
  env: VerbCall['env'],
): Promise<Collected> {
  const home = airlockHome(env, process.platform);
  const madeAt = new Date().toISOString();
  const { profile } = await loadProfile(home);
  const kit = fieldKit({
    madeAt,
    snapshot,
    environment: environmentOf(snapshot, home),
    variables: Object.fromEntries(telling.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))),
    profile,
    activity: await new ActivityLog(home).read(activityLines),
    identity: identityOf(snapshot, profile),
  });
  const folder = path.resolve(chosen ?? path.join(home, 'field-kits', madeAt.replaceAll(/[:.]/gu, '-')));
  return { folder, files: await writeKit(folder, kit), kit };
}

function identityOf({ account }: PanelSnapshot, profile: Profile | null): Identity {
  const named = profile === null ? [] : Object.values(profile.windows.accounts);
  const hostName = os.hostname();
  return {
    accounts: [account, os.userInfo().username, ...named],
    hostNames: [hostName, hostName.split('.')[0] ?? hostName],
    addresses: Object.values(os.networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)),
  };
}
