import { asArray, asObject, asString } from '../docker/json-shape.ts';

/** A block device of the machine that all distributions share; partitions stand beside their disks. */
export interface GuestDisk {
  readonly name: string;
  /** `major:minor`. */
  readonly device: string;
  readonly kind: string;
  readonly sizeBytes: number;
  readonly serial: string | null;
  /** Null when it has none or this user may not see it. */
  readonly fileSystem: string | null;
  readonly mountPoint: string | null;
}

/** The JSON of lsblk; older ones write sizes as text. */
export function parseDisks(text: string): readonly GuestDisk[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const listed = asArray(asObject(value)['blockdevices']).flatMap(withChildren);
  const disks = listed.map(diskOf);
  const whole = disks.filter((disk) => disk !== null);
  return listed.length > 0 && whole.length === disks.length ? whole : null;
}

function withChildren(value: unknown): readonly unknown[] {
  return [value, ...asArray(asObject(value)['children']).flatMap(withChildren)];
}

function diskOf(value: unknown): GuestDisk | null {
  const about = asObject(value);
  const name = asString(about['name']);
  const device = asString(about['maj:min']).trim();
  const sizeBytes = Number(about['size']);
  if (name === '' || !/^\d+:\d+$/u.test(device) || !Number.isSafeInteger(sizeBytes) || sizeBytes < 0) return null;
  return {
    name,
    device,
    kind: asString(about['type']),
    sizeBytes,
    serial: asString(about['serial']) || null,
    fileSystem: asString(about['fstype']) || null,
    mountPoint: asString(about['mountpoint']) || null,
  };
}
