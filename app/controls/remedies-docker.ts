import type { Remedy } from './remedy.ts';

/** Changes to the engine, its network and the wall. */
export const dockerRemedies = [
  {
    id: 'docker.recreate-network',
    title: 'Make airlock_net again',
    mends: ['docker.airlock-net'],
    needs: 'user',
    cost: 'A second. Refused while a container is still on it.',
    undo: 'Nothing to undo: the network holds no data, and stopping the session removes it.',
  },
  {
    id: 'docker.raise-wall',
    title: 'Raise the wall again',
    mends: ['docker.wall', 'docker.egress-proof'],
    needs: 'user',
    cost: 'About three seconds. ComfyUI stays frozen until the wall has been tested.',
    undo: 'Stopping the session takes the rules away without trace.',
  },
  {
    id: 'docker.start-engine',
    title: 'Start Docker Engine by hand',
    mends: ['docker.engine'],
    needs: 'user',
    cost: 'Under a minute. Start Docker Desktop, or run: sudo systemctl start docker',
    undo: 'Quit Docker Desktop, or run: sudo systemctl stop docker',
    steps: [
      'Where Docker Desktop is installed: start it from this account, and wait until it says that the engine runs.',
      'Where Docker Engine is a service of Linux: sudo systemctl start docker',
    ],
  },
  {
    id: 'docker.test-wall',
    title: 'Test the wall now',
    mends: ['docker.egress-proof'],
    needs: 'user',
    cost: 'About two seconds. ComfyUI goes on meanwhile.',
    undo: 'Nothing to undo: the test’s containers remove themselves.',
  },
  {
    id: 'docker.build-tools-image',
    title: 'Build the tools image',
    mends: ['docker.engine'],
    needs: 'user',
    cost: 'About a minute, and a download of some 100 MB the first time.',
    undo: 'docker image rm airlock-tools:1',
  },
  {
    id: 'docker.own-engine',
    title: 'Start Docker Desktop from this account by hand',
    mends: ['docker.engine'],
    needs: 'user',
    cost: 'A minute or two. Containers of the other account stop.',
    undo: 'Quit Docker Desktop here, and start it from the other account again.',
    steps: [
      'Sign in as the account that runs Docker Desktop now, quit it there, and sign that account out.',
      'Sign in as the ComfyUI account, and start Docker Desktop: the engine belongs to whoever starts it.',
    ],
  },
  {
    id: 'docker.wsl-integration',
    title: 'Switch on Docker Desktop’s WSL integration by hand',
    mends: ['docker.engine'],
    needs: 'user',
    cost: 'Under a minute. Docker Desktop starts its engine anew, so containers stop.',
    undo: 'Switch it off in the same place.',
    steps: [
      'Open Docker Desktop, then Settings, Resources, WSL integration.',
      'Switch on the distribution that ComfyUI uses, and apply.',
    ],
  },
] as const satisfies readonly Remedy[];
