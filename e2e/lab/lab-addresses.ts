/**
 * The addresses of the lab's small world. All of them are documentation, private or link-local ranges, and none of
 * them has a route out of the lab's namespaces.
 */
export const labAddresses = {
  internet: '203.0.113.10',
  internetSecond: '203.0.113.11',
  internet6: '2001:db8:cafe::10',
  metadata: '169.254.169.254',
  /** Where Docker Desktop has the Windows host and its proxy. */
  desktopHost: '192.168.65.254',
  lan: '192.168.77.20',
  /** The router between the PC and the internet. */
  router: '192.168.50.1',
  router6: '2001:db8:1::1',
  pc: '192.168.50.10',
  pc6: '2001:db8:1::2',
  pcOnLan: '192.168.77.2',
  /** The address WSL's DNS tunnelling puts on `lo`. */
  pcResolver: '10.255.255.254',
  defaultBridge6: 'fd00:a1:10c::/64',
} as const;

/** Ports of the PC's own services, on all of its addresses. */
export const pcServicePorts = { tcp: 2222, udp: 2223 } as const;

/** Where the lab's images are, in its engine. */
export const labImages = {
  comfyui: 'airlock-standin:1',
  tools: 'airlock-tools:1',
  base: 'airlock-lab-base:1',
} as const;
