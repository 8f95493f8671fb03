/** One line of /proc/self/mountinfo. */
export interface GuestMount {
  /** `major:minor`. */
  readonly device: string;
  /** What of the file system is mounted: `/` is all of it. */
  readonly root: string;
  readonly point: string;
  readonly kind: string;
  readonly source: string;
  /** Of the mount and of the file system together. */
  readonly options: readonly string[];
}

const line =
  /^\d+ \d+ (?<device>\d+:\d+) (?<root>\S+) (?<point>\S+) (?<own>\S+)(?: \S+)*? - (?<kind>\S+) (?<source>\S*) (?<shared>\S+)$/u;

/** Null unless every line is one of mountinfo: a mount that is overlooked could be the one that matters. */
export function parseMounts(text: string): readonly GuestMount[] | null {
  const lines = text.split('\n').filter((one) => one !== '');
  const mounts = lines.map(mountOf);
  const whole = mounts.filter((mount) => mount !== null);
  return whole.length === lines.length && whole.some(({ point }) => point === '/') ? whole : null;
}

function mountOf(text: string): GuestMount | null {
  const groups = line.exec(text)?.groups;
  if (groups === undefined) return null;
  const { device = '', root = '', point = '', own = '', kind = '', source = '', shared = '' } = groups;
  const options = [...own.split(','), ...shared.split(',')];
  return { device, root: plain(root), point: plain(point), kind, source: plain(source), options: options.map(plain) };
}

/** The kernel writes blanks and backslashes as octal numbers. */
function plain(text: string): string {
  return text.replaceAll(/\\([0-3][0-7]{2})/gu, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}

/** What is seen at a path: the last mount there hides the ones before. */
export function mountAt(mounts: readonly GuestMount[], point: string): GuestMount | undefined {
  return mounts.findLast((mount) => mount.point === point);
}

export function isReadOnly({ options }: GuestMount): boolean {
  return options.includes('ro');
}

/** Windows' drives come as one of these. */
const driveKinds = ['9p', 'drvfs', 'virtiofs'];

/**
 * Every place where the whole of drive C: is mounted; folders of it alone, as Docker Desktop mounts them, do not count.
 * `automountRoot` is where wsl.conf has drives mounted.
 */
export function driveMounts(mounts: readonly GuestMount[], automountRoot: string): readonly GuestMount[] {
  const usual = ['/mnt/c', `${automountRoot.replace(/\/*$/u, '')}/c`];
  const points = mounts.filter(
    (mount) => usual.includes(mount.point) || (driveKinds.includes(mount.kind) && isDrive(mount)),
  );
  return [...new Map(points.map((mount) => [mount.point, mount])).values()];
}

/** A drive that comes by virtiofs does not say which it is: its place has to. */
function isDrive({ source, options, point }: GuestMount): boolean {
  if (point.endsWith('/c')) return true;
  const paths = options.flatMap((option) => /(?:^|;)path=([^;]*)/u.exec(option)?.[1] ?? []);
  return [source, ...paths].some((path) => /^[Cc]:\\?$/u.test(path));
}
