import { version } from '../../version.ts';
import { exitCode } from '../exit-code.ts';
import type { Verb } from '../verb.ts';

export const versionVerb: Verb = {
  usage: 'version [--json]',
  run: ({ output }) => {
    output.value({ version, node: process.versions.node, platform: process.platform, arch: process.arch });
    output.line(`airlock ${version}`);
    return Promise.resolve(exitCode.good);
  },
};
