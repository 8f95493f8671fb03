import type { Cause, Findings } from './diagnosis.ts';

/** Why Docker cannot be used, most telling sign first. The signs are error codes, which no translation touches. */
export const engineCauses: readonly Cause[] = [
  cause({
    id: 'engine.command-not-found',
    says: 'There is no docker command in the search path of this account.',
    next: 'Install Docker Engine or Docker Desktop. If it is installed, sign out and in again, so that the search path is read anew.',
    remedy: null,
    sign: /command not found|spawn \S+ ENOENT|exit(?: code)? 127/u,
  }),
  cause({
    id: 'engine.no-permission',
    says: 'Docker Engine runs, but this account may not use it.',
    next: 'Add the account to the group that owns the engine’s socket, then sign out and in again: a membership counts only after that. Members of this group can become root.',
    remedy: null,
    sign: /engine-permission|EACCES|EPERM/u,
  }),
  cause({
    id: 'engine.not-running',
    says: 'Docker Engine is installed, but it is not running.',
    next: 'Start Docker Desktop, or run: sudo systemctl start docker',
    remedy: 'docker.start-engine',
    sign: /ECONNREFUSED|nothing listens/u,
  }),
  cause({
    id: 'engine.not-found',
    says: 'No Docker Engine was found where Airlock looks for one.',
    next: 'Start Docker Engine if it is installed. If it listens elsewhere, say where with DOCKER_HOST.',
    remedy: 'docker.start-engine',
    sign: /ENOENT|engine-unreachable/u,
  }),
  cause({
    id: 'engine.hangs',
    says: 'Docker Engine takes the connection, but does not answer.',
    next: 'Restart it: quit and start Docker Desktop, or run: sudo systemctl restart docker. Running containers may stop.',
    remedy: null,
    sign: /engine-timeout|ETIMEDOUT/u,
  }),
];

function cause(one: Pick<Cause, 'id' | 'says' | 'next' | 'remedy'> & { readonly sign: RegExp }): Cause {
  const { sign, ...texts } = one;
  return {
    ...texts,
    symptom: 'docker-unusable',
    controls: ['docker.engine'],
    fits: (findings) => sign.test(engineEvidence(findings)),
  };
}

function engineEvidence(findings: Findings): string {
  const finding = findings.get('docker.engine');
  return finding === undefined ? '' : finding.evidence.map((one) => one.output).join('\n');
}
