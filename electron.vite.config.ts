import { readFileSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { build, type Plugin } from 'vite';

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
const define = { __AIRLOCK_VERSION__: JSON.stringify(version) };

/**
 * Packages that dockerode loads for transports and builders Airlock never uses (ssh, BuildKit over gRPC). Two of them
 * are native, all of them slow the start: an object that is never touched takes their place.
 */
const neverUsed = ['ssh2', 'cpu-features', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'];

function leaveOut(names: readonly string[]): Plugin {
  const absent = '\0absent-module';
  return {
    name: 'airlock:leave-out',
    enforce: 'pre',
    resolveId: (id) => (names.includes(id) ? absent : null),
    load: (id) => (id === absent ? 'module.exports = {};' : null),
  };
}

/** Cannot be bundled: it loads a native module and starts programs and workers from its own folder. */
const shippedAsIs = ['node-pty'];

/**
 * Electron's own entry is CommonJS: it runs at once, before Electron is ready, which is when schemes have to be
 * registered. An ES module may be loaded too late for that.
 */
const electronEntry: Plugin = {
  name: 'airlock:electron-entry',
  apply: 'build',
  async closeBundle() {
    await build({
      configFile: false,
      root,
      define,
      logLevel: 'warn',
      plugins: [leaveOut(neverUsed)],
      ssr: { noExternal: true },
      build: {
        ssr: true,
        outDir: path.join(root, 'out/main'),
        emptyOutDir: false,
        copyPublicDir: false,
        target: 'node20.18',
        rolldownOptions: {
          external: ['electron', ...shippedAsIs],
          input: { electron: path.join(root, 'main/shells/electron/electron.ts') },
          output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
        },
      },
    });
  },
};

const main = {
  define,
  plugins: [leaveOut(neverUsed), electronEntry],
  build: {
    outDir: path.join(root, 'out/main'),
    emptyOutDir: true,
    externalizeDeps: false,
    target: 'node20.19',
    rolldownOptions: {
      external: shippedAsIs,
      input: {
        cli: path.join(root, 'main/shells/cli/cli.ts'),
        web: path.join(root, 'main/shells/web/web.ts'),
      },
      // All files lie flat in out/main, so that `import.meta.dirname` is the same in every one of them.
      output: { format: 'es' as const, entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

const preload = {
  build: {
    outDir: path.join(root, 'out/preload'),
    emptyOutDir: true,
    externalizeDeps: false,
    target: 'node20.19',
    // A sandboxed preload script has to be one CommonJS file.
    rolldownOptions: {
      input: { preload: path.join(root, 'main/shells/electron/preload/preload.ts') },
      output: { format: 'cjs' as const, entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
};

const renderer = {
  root: path.join(root, 'renderer'),
  define,
  plugins: [react()],
  build: {
    outDir: path.join(root, 'out/renderer'),
    emptyOutDir: true,
    // The oldest browser it has to run in is that of Electron 33.
    target: 'chrome130',
    minify: true,
    // The content security policy allows no `data:` but pictures.
    assetsInlineLimit: 0,
    rolldownOptions: { input: path.join(root, 'renderer/index.html') },
  },
};

/** `AIRLOCK_BUILD=main` and the like builds one part only: the command line needs no page. */
const asked = process.env['AIRLOCK_BUILD']?.split(',');
const parts = { main, preload, renderer };

export default defineConfig(
  asked === undefined ? parts : Object.fromEntries(Object.entries(parts).filter(([name]) => asked.includes(name))),
);
