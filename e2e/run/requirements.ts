import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

/** Everything below answers null when the thing is there, else what is missing and what to do. */
type Missing = string | null;

const chromiumCandidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The lab needs root for its network namespaces, and an engine to put into them. */
export function missingForLab(): Missing {
  if (process.platform !== 'linux') return 'the lab needs Linux';
  if (process.getuid?.() !== 0) return 'the lab needs root for its network namespaces: run as root (sudo -E npm test)';
  return missingPrograms({
    dockerd: 'docker.io',
    iptables: 'iptables',
    nft: 'nftables',
    conntrack: 'conntrack',
    ip: 'iproute2',
    debootstrap: 'debootstrap',
    'docker-init': 'tini',
    python3: 'python3',
    setpriv: 'util-linux',
  });
}

export function missingForBrowser(): Missing {
  const chosen = process.env['AIRLOCK_CHROMIUM'];
  if (chosen !== undefined && chosen !== '') {
    return existsSync(chosen) ? null : `AIRLOCK_CHROMIUM names ${chosen}, which does not exist`;
  }
  if (chromiumCandidates.some((path) => existsSync(path))) return null;
  return 'no Chromium found: apt-get install chromium, or set AIRLOCK_CHROMIUM';
}

export function missingForElectron(): Missing {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? packagedElectronDir();
  if (!existsSync(join(dist, 'electron'))) {
    return "Electron's binary is not here: node node_modules/electron/install.js, or set ELECTRON_OVERRIDE_DIST_PATH";
  }
  return missingPrograms({ 'xvfb-run': 'xvfb xauth' });
}

export function missingForWindows(): Missing {
  const winpc = process.env['AIRLOCK_WINPC'];
  if (winpc === undefined || winpc === '') {
    return 'no small Windows PC: set AIRLOCK_WINPC to a winpc program (Node for Windows under Wine)';
  }
  if (!existsSync(winpc)) return `AIRLOCK_WINPC names ${winpc}, which does not exist`;
  return missingPrograms({ wine: 'wine wine64' });
}

function packagedElectronDir(): string {
  return join(createRequire(import.meta.url).resolve('electron/package.json'), '..', 'dist');
}

/** Program → Debian package that has it. */
function missingPrograms(packages: Readonly<Record<string, string>>): Missing {
  const absent = Object.keys(packages).filter((program) => !isOnPath(program));
  if (absent.length === 0) return null;
  const install = absent.map((program) => packages[program]).join(' ');
  return `${absent.join(', ')} not found: apt-get install ${install}`;
}

function isOnPath(program: string): boolean {
  const dirs = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return dirs.some((dir) => {
    try {
      accessSync(join(dir, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
