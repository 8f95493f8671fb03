/** The parts of a request that say whom it was meant for and which page sent it. */
export interface RequestSource {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/** Loopback by name or number, any port: an ssh tunnel may end at another one. */
const ownHost = /^(127\.0\.0\.1|localhost)(:[0-9]{1,5})?$/;

/**
 * Says why a request is refused, or null. A page of somebody else whose name was made to point at this machine (DNS
 * rebinding) names its own host; a page that merely connects here carries its own origin.
 *
 * @param needsOrigin true for the WebSocket: browsers always send an origin there.
 */
export function refusalOf(source: RequestSource, needsOrigin: boolean): string | null {
  if (source.host === undefined || !ownHost.test(source.host)) return 'this host name is not served here';
  if (source.origin === undefined) return needsOrigin ? 'a WebSocket needs an origin' : null;
  return source.origin === `http://${source.host}` ? null : 'this origin may not connect here';
}
