/** Flags that decide who reaches ComfyUI's page and what the page may reach: never the profile's. */
export const pageFlags: readonly string[] = [
  '--listen',
  '--port',
  '--disable-auto-launch',
  '--offline',
  '--enable-cors-header',
  '--tls-keyfile',
  '--tls-certfile',
];
