/** What WSL takes a value for. `choice`: one of a few words, in any case. */
type ConfigKind = 'switch' | 'size' | 'number' | 'choice' | 'text';

/** A key that WSL knows. */
export interface ConfigKey {
  /** The newest name first; an older one counts as the same key. */
  readonly names: readonly [string, ...string[]];
  readonly kind: ConfigKind;
  readonly choices?: readonly string[];
}

/** `virtioproxy` is the older name of `consomme` (renamed in WSL 2.9). */
const networkingModes = ['none', 'nat', 'bridged', 'mirrored', 'consomme', 'virtioproxy'];

/** Of `.wslconfig`: microsoft/WSL, src/windows/common/WslCoreConfig.cpp and .h. */
export const wslconfigKeys: readonly ConfigKey[] = [
  ...texts('wsl2', ['kernel', 'kernelCommandLine', 'kernelModules', 'swapFile', 'systemDistro', 'debugConsoleLogFile']),
  ...texts('wsl2', ['vmSwitch', 'macAddress', 'crashDumpFolder', 'loadKernelModules']),
  ...texts('general', ['distributionInstallPath']),
  ...texts('experimental', ['dnsTunnelingIpAddress', 'ignoredPorts', 'swiotlb']),
  ...sizes('wsl2', ['memory', 'swap', 'defaultVhdSize']),
  ...numbers('wsl2', ['processors', 'kernelDebugPort', 'vmIdleTimeout', 'kernelBootTimeout', 'dhcpTimeout']),
  ...numbers('wsl2', ['distributionStartTimeout', 'mountDeviceTimeout', 'maxCrashDumpCount']),
  ...numbers('general', ['instanceIdleTimeout']),
  ...numbers('experimental', ['initialAutoProxyTimeout']),
  ...switches('wsl2', ['debugConsole', 'earlyBootLogging', 'localhostForwarding', 'nestedVirtualization', 'virtio9p']),
  ...switches('wsl2', ['virtiofs', 'gpuSupport', 'guiApplications', 'telemetry', 'virtio', 'hostFileSystemAccess']),
  ...switches('wsl2', ['hardwarePerformanceCounters', 'dhcp', 'ipv6', 'dnsProxy', 'safeMode', 'isolateDistroCgroup']),
  ...switches('wsl2', ['loadDefaultKernelModules']),
  ...switches('experimental', ['sparseVhd', 'bestEffortDnsParsing', 'hostAddressLoopback', 'setVersionDebug']),
  ...switches('experimental', ['virtioFsAggregateShares']),
  ...['dnsTunneling', 'firewall', 'autoProxy'].map((key) => onceExperimental(key, { kind: 'switch' })),
  onceExperimental('networkingMode', { kind: 'choice', choices: networkingModes }),
  { names: ['experimental.autoMemoryReclaim'], kind: 'choice', choices: ['gradual', 'dropCache', 'disabled'] },
];

/** Of `wsl.conf`: microsoft/WSL, src/linux/init/WslDistributionConfig.cpp. */
export const wslConfKeys: readonly ConfigKey[] = [
  ...switches('automount', ['enabled', 'mountFsTab', 'ldconfig']),
  ...texts('automount', ['root', 'options']),
  { names: ['automount.cgroups'], kind: 'choice', choices: ['v1', 'v2'] },
  ...numbers('filesystem', ['umask']),
  ...switches('interop', ['enabled', 'appendWindowsPath']),
  ...switches('network', ['generateHosts', 'generateResolvConf']),
  ...texts('network', ['hostname']),
  ...switches('time', ['useWindowsTimezone']),
  ...switches('fileServer', ['enabled', 'logTruncate']),
  ...texts('fileServer', ['logFile']),
  ...numbers('fileServer', ['logLevel']),
  ...switches('gpu', ['enabled', 'appendLibPath']),
  ...texts('user', ['default']),
  ...texts('boot', ['command']),
  ...switches('boot', ['systemd', 'protectBinfmt']),
  ...numbers('boot', ['initTimeout']),
  ...switches('general', ['guiApplications']),
];

function texts(section: string, keys: readonly string[]): readonly ConfigKey[] {
  return keys.map((key) => ({ names: [`${section}.${key}`], kind: 'text' }));
}

function sizes(section: string, keys: readonly string[]): readonly ConfigKey[] {
  return keys.map((key) => ({ names: [`${section}.${key}`], kind: 'size' }));
}

function numbers(section: string, keys: readonly string[]): readonly ConfigKey[] {
  return keys.map((key) => ({ names: [`${section}.${key}`], kind: 'number' }));
}

function switches(section: string, keys: readonly string[]): readonly ConfigKey[] {
  return keys.map((key) => ({ names: [`${section}.${key}`], kind: 'switch' }));
}

/** Some keys moved out of `[experimental]`, where they still count. */
function onceExperimental(key: string, about: Omit<ConfigKey, 'names'>): ConfigKey {
  return { names: [`wsl2.${key}`, `experimental.${key}`], ...about };
}
