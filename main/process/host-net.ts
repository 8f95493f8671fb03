/** What Airlock asks of this PC's own network: only ever its own addresses, never the outside. */
export interface HostNet {
  /** Fetches JSON by HTTP; throws when nothing answers in time or the answer is no JSON. */
  httpGetJson(url: string, timeoutMs: number): Promise<unknown>;
  /** Whether a TCP connection can be opened; false after `timeoutMs`. */
  canConnect(address: string, port: number, timeoutMs: number): Promise<boolean>;
  /** Non-loopback addresses of this host, IPv4 and IPv6, without zone. */
  addresses(): readonly string[];
}
