/**
 * Who may import whom. Every rule bites: e2e/architecture/ plants a violation of each one and expects exactly that rule.
 * Never exclude node_modules here: it would silently switch off every rule about a package.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const test = '\\.test\\.tsx?$';
const electron = '^(electron$|node_modules/electron/)';

module.exports = {
  forbidden: [
    {
      name: 'app-is-pure',
      comment: 'app/ is what Airlock knows: pure TypeScript, and zod/mini for schemas.',
      severity: 'error',
      from: { path: '^app/', pathNot: test },
      to: { pathNot: '^(app/|node_modules/zod/)' },
    },
    {
      name: 'renderer-sees-app-only',
      comment: 'The page knows app/ and nothing of main/.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: test },
      to: { path: '^(main|e2e)/' },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'The page has no Node: it asks the shell.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-has-no-power',
      comment: 'The page has no Electron and no engine.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron$|node_modules/(electron|dockerode|ws)/)' },
    },
    {
      name: 'main-never-sees-renderer',
      severity: 'error',
      from: { path: '^main/', pathNot: test },
      to: { path: '^renderer/' },
    },
    {
      name: 'product-never-sees-e2e',
      severity: 'error',
      from: { path: '^(app|main|renderer|assets)/' },
      to: { path: '^e2e/' },
    },
    {
      name: 'preload-is-thin',
      comment: 'The preload script is the contract and the bridge, nothing else.',
      severity: 'error',
      from: { path: '^main/shells/electron/preload/' },
      to: { pathNot: `^main/shells/electron/preload/|^app/|^node_modules/zod/|${electron}` },
    },
    {
      name: 'preload-is-nobodys-library',
      severity: 'error',
      from: { path: '^(main|app|renderer)/', pathNot: '^main/shells/electron/preload/' },
      to: { path: '^main/shells/electron/preload/' },
    },
    {
      name: 'only-the-electron-shell-knows-electron',
      severity: 'error',
      from: { path: '^(app|main)/', pathNot: '^main/shells/electron/' },
      to: { path: electron },
    },
    {
      name: 'one-door-child-process',
      comment: 'Processes start in main/process/ only: argument arrays, a timeout, a typed error.',
      severity: 'error',
      from: { path: '^(app|main|renderer)/', pathNot: `^main/(process/|shells/bin/)|${test}` },
      to: { path: '^(node:)?child_process$' },
    },
    {
      name: 'one-door-dockerode',
      comment: 'The engine is reached through the Engine port.',
      severity: 'error',
      from: { path: '^(app|main|renderer)/', pathNot: '^main/docker/dockerode-engine' },
      to: { path: '^node_modules/(@types/)?dockerode/' },
    },
    {
      name: 'one-door-ws',
      comment: 'WebSockets belong to the web shell.',
      severity: 'error',
      from: { path: '^(app|main|renderer)/', pathNot: '^main/shells/web/' },
      to: { path: '^node_modules/(@types/)?ws/' },
    },
    {
      name: 'one-door-node-pty',
      comment: 'Terminals are opened through the TerminalRunner port.',
      severity: 'error',
      from: { path: '^(app|main|renderer)/', pathNot: '^main/process/node-pty-' },
      to: { path: '^node_modules/node-pty/' },
    },
    {
      name: 'ports-not-adapters',
      comment: 'Only compose and the shells choose adapters; everybody else gets a port.',
      severity: 'error',
      from: { path: '^main/', pathNot: `^main/(core/compose|shells/|docker/|practice/)|${test}` },
      to: { path: '^main/(docker/(dockerode-|connect-)|practice/)' },
    },
    {
      name: 'core-knows-no-shell',
      comment: 'Three shells, one core: the core does not know who opened it.',
      severity: 'error',
      from: { path: '^main/', pathNot: '^main/shells/' },
      to: { path: '^main/shells/' },
    },
    {
      name: 'shells-are-strangers',
      comment: 'A shell does not import another one; what they share lies beside them.',
      severity: 'error',
      from: { path: '^main/shells/([^/]+)/', pathNot: '^main/shells/bin/' },
      to: { path: '^main/shells/[^/]+/', pathNot: '^main/shells/$1/' },
    },
    {
      name: 'probes-only-look',
      comment: 'A probe never changes anything: it does not reach into launches, remedies or files.',
      severity: 'error',
      from: { path: '^main/probes/', pathNot: test },
      to: { path: '^main/(launch|remedies|core|shells)/' },
    },
    {
      name: 'features-are-strangers',
      comment: 'A screen does not import another one; what they share goes to ui/ or state/.',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/[^/]+/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'ui-has-no-state',
      comment: 'Stateless parts get what they show as props.',
      severity: 'error',
      from: { path: '^renderer/ui/' },
      to: { path: '^renderer/(state|bridge|features)/' },
    },
    {
      name: 'bridge-is-one-door',
      comment: 'Screens talk to the shell through the bridge, and the bridge knows no screen.',
      severity: 'error',
      from: { path: '^renderer/(bridge|state)/' },
      to: { path: '^renderer/features/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nobody is forgotten.',
      severity: 'error',
      from: { orphan: true, path: '^(app|main|renderer)/', pathNot: `${test}|\\.d\\.ts$|^main/shells/bin/` },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere would escape every rule above.',
      severity: 'error',
      from: { path: '^(app|main|renderer|e2e)/' },
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|test-results)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
