import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const sourceFiles = ['**/*.ts', '**/*.tsx'];
const testFiles = ['**/*.test.ts', '**/*.test.tsx', 'e2e/**/*.ts', 'e2e/**/*.tsx'];
const plainFiles = ['**/*.js', '**/*.cjs', '**/*.mjs'];
const toolConfigs = ['*.config.ts', '*.config.js', '.*.cjs'];

/** What has one door, and which way leads through it. */
const door = {
  childProcess: {
    regex: '^(node:)?child_process$',
    message:
      'A process is started in main/process/run-program.ts, main/process/spawn-stdio.ts or main/process/spawn-detached.ts.',
  },
  dockerode: {
    regex: '^dockerode(/|$)',
    message: 'The engine has one door: use the Engine port of main/docker/engine.ts.',
  },
  ipcMain: {
    regex: '^electron(/|$)',
    importNames: ['ipcMain'],
    message: 'Commands have one door: main/shells/electron/serve-commands.ts; add yours to app/ipc/contract.ts.',
  },
  wholeElectron: {
    regex: '^electron(/|$)',
    importNames: ['default', 'webContents'],
    message: 'Import single names of electron; events go to the page through main/shells/electron/publish-events.ts.',
  },
  electron: {
    regex: '^electron(/|$)',
    message: 'Only main/shells/electron/ knows Electron.',
  },
  node: {
    regex: '^node:',
    message: 'There is no Node here: app/ is pure, and the page asks the shell through window.panel.',
  },
  electronInPage: {
    regex: '^electron(/|$)',
    message: 'The page has no Electron: it asks the shell through renderer/bridge/.',
  },
  zodWhole: {
    regex: '^zod$',
    message: "Use 'zod/mini': the whole of zod weighs 30 times as much in the preload script.",
  },
};

function restrictedImports(...patterns) {
  return { 'no-restricted-imports': ['error', { patterns }] };
}

const sendSelector = {
  selector: "CallExpression[callee.property.name='send'][callee.object.property.name='webContents']",
  message: 'Events go to the page through main/shells/electron/publish-events.ts only.',
};
const enumSelector = {
  selector: 'TSEnumDeclaration',
  message: 'Use a tuple `as const` and the union of its members instead of an enum.',
};
const defaultExportSelector = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: one word for one thing everywhere.',
};
const barrelSelector = {
  selector: 'ExportAllDeclaration',
  message: 'No barrels: import from the file that holds the thing.',
};
const shellStringSelector = {
  selector: "Property[key.name='shell']:not([value.value=false]):not([value.value=/^(electron|web)$/])",
  message: 'No shell strings: pass an array of arguments.',
};
const bannedSyntax = [enumSelector, defaultExportSelector, barrelSelector, shellStringSelector];

const vagueNames = {
  rules: {
    'no-vague-names': {
      meta: {
        type: 'problem',
        schema: [],
        messages: { vague: '{{name}}: say what it holds; "{{word}}" could hold anything.' },
      },
      create(context) {
        return {
          Program(node) {
            const name = context.filename.slice(context.cwd.length + 1);
            const word = /(?:^|[\\/.-])(utils?|helpers?|common|misc|managers?|index)(?=[\\/.-])/.exec(name)?.[1];
            if (word !== undefined) context.report({ node, messageId: 'vague', data: { name, word } });
          },
        };
      },
    },
    'kebab-case-files': {
      meta: {
        type: 'problem',
        schema: [],
        messages: { shape: '{{name}}: files are kebab-case, components PascalCase.tsx.' },
      },
      create(context) {
        return {
          Program(node) {
            const name = context.filename.split(/[\\/]/).at(-1);
            const component = /^[A-Z][A-Za-z0-9]*(\.test)?\.tsx$/.test(name);
            const kebab = /^\.?[a-z0-9]+(?:[.-][a-z0-9]+)*\.(?:tsx?|jsx?|[cm]js)$/.test(name);
            if (!component && !kebab) context.report({ node, messageId: 'shape', data: { name } });
          },
        };
      },
    },
  },
};

export default tseslint.config(
  { ignores: ['out/', 'dist/', 'node_modules/', 'test-results/', 'playwright-report/', '**/*.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  js.configs.recommended,
  {
    plugins: { airlock: vagueNames },
    rules: {
      'airlock/no-vague-names': 'error',
      'airlock/kebab-case-files': 'error',
      eqeqeq: 'error',
      'no-console': 'off',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', '@ts-ignore'] }],
    },
  },
  {
    files: sourceFiles,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true, IIFEs: true }],
      '@typescript-eslint/max-params': ['error', { max: 4 }],
      'no-restricted-syntax': ['error', ...bannedSyntax],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'typeLike', format: ['PascalCase'], custom: { regex: '^I[A-Z][a-z]', match: false } },
        { selector: 'function', format: ['camelCase', 'PascalCase'] },
      ],
    },
  },
  {
    files: ['app/**/*.ts'],
    rules: restrictedImports(door.node, door.electron, door.zodWhole, door.childProcess, door.dockerode),
  },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.tsx'],
    extends: [reactHooks.configs.flat.recommended],
    rules: restrictedImports(door.node, door.electronInPage, door.zodWhole, door.childProcess, door.dockerode),
  },
  {
    files: ['main/**/*.ts'],
    rules: {
      ...restrictedImports(door.electron, door.childProcess, door.dockerode, door.zodWhole),
      'no-restricted-syntax': ['error', ...bannedSyntax, sendSelector],
    },
  },
  {
    files: ['main/process/*.ts'],
    rules: restrictedImports(door.electron, door.dockerode, door.zodWhole),
  },
  {
    files: ['main/docker/dockerode-engine*.ts'],
    rules: restrictedImports(door.electron, door.childProcess, door.zodWhole),
  },
  {
    files: ['main/shells/electron/**/*.ts'],
    rules: restrictedImports(door.ipcMain, door.wholeElectron, door.childProcess, door.dockerode, door.zodWhole),
  },
  {
    files: ['main/shells/electron/serve-commands.ts'],
    rules: restrictedImports(door.wholeElectron, door.childProcess, door.dockerode, door.zodWhole),
  },
  {
    files: ['main/shells/electron/publish-events.ts'],
    rules: { 'no-restricted-syntax': ['error', ...bannedSyntax] },
  },
  {
    files: testFiles,
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
    },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: plainFiles,
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        AbortSignal: 'readonly',
        AbortController: 'readonly',
        fetch: 'readonly',
        Buffer: 'readonly',
      },
    },
    rules: { 'no-restricted-syntax': ['error', defaultExportSelector] },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' },
    },
  },
  { files: toolConfigs, rules: { 'no-restricted-syntax': 'off', 'max-lines-per-function': 'off' } },
);
