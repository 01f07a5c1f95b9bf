import path from 'node:path';
import tseslint from 'typescript-eslint';

/** The layers of the program and what each may import of the others (ARCHITECTURE.md, "The import rule"). */
const layers = [
  { files: ['src/shared/**'], forbidden: ['**/server/**', '**/server', '**/client/**', '**/client'], why: 'shared imports nothing of ours' },
  {
    files: ['src/server/**'],
    forbidden: ['**/client/**'],
    why: 'the server imports shared only',
    further: [{ group: ['**/shared/message'], importNames: ['format'], message: 'the words may be a peer’s: formatLine of text.ts makes them safe' }],
  },
  {
    files: ['src/client/text/**', 'src/client/i18n/**'],
    forbidden: ['**/ui/**', '**/ui', '**/qt/**', '**/server/**', '**/server', '@nodegui/*', 'node:net', 'node:tls'],
    why: 'texts and words run without Qt and without sockets; of the core they know its types only',
  },
  {
    files: ['src/client/core/**'],
    forbidden: ['**/ui/**', '**/ui', '**/qt/**', '**/server/**', '**/server', '@nodegui/*'],
    why: 'the core imports shared, text and i18n only and runs without Qt',
  },
  { files: ['src/client/ui/**', 'src/client/qt/**'], forbidden: ['**/server/**', '**/server'], why: 'the window never imports the server' },
];

/** Ways for a text to reach a widget past src/client/ui/texts.ts, which sees to it that nobody's words are taken for markup. */
const doors = [
  ['NewExpression[callee.name=/^Q(?:Label|Action)$/]', 'a label or an entry of a menu is made by texts.ts, which says how its text is read'],
  ['NewExpression[callee.name=/^Q(?:MessageBox|ErrorMessage|InputDialog|ProgressDialog|(?:List|Tree|Table)Widget(?:Item)?)$/]', 'Qt guesses whether texts in it are markup: use ask.ts, dialog.ts or text-list.ts'],
  ['CallExpression[callee.property.name=/^(?:setToolTip|setStatusTip|setWhatsThis|setWindowTitle|setTextFormat|showMessage|setTitle)$/]', 'texts reach widgets by way of texts.ts'],
  ['CallExpression[callee.property.name=/^(?:setHtml|insertHtml|setMarkdown|setSource|setDefaultStyleSheet|setSearchPaths)$/]', 'documents are shown by way of texts.ts'],
  ['CallExpression[callee.property.name="append"][callee.object.name=/^(?:browser|page|widget)$/]', 'documents are shown by way of texts.ts'],
  ['CallExpression[callee.property.name="append"][callee.object.property.name=/^(?:browser|page|widget)$/]', 'documents are shown by way of texts.ts'],
  ['SwitchCase[test.property.name="ToolTipRole"] NewExpression[callee.name="QVariant"]', 'tips of rows are made by texts.ts'],
].map(([selector, message]) => ({ selector, message }));

export default tseslint.config(
  { ignores: ['dist/', 'build/', 'deploy/', 'node_modules/', 'test-results/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: path.resolve(import.meta.dirname) } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    // Checked for types too, by scripts/tsconfig.json.
    files: ['**/*.mjs', '**/*.cjs', '*.js'],
    rules: { 'no-unused-vars': 'error', 'no-var': 'error', 'prefer-const': 'error', eqeqeq: 'error', 'object-shorthand': 'error' },
  },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-unused-expressions': 'off' } },
  ...layers.map(({ files, forbidden, why, further = [] }) => ({
    files,
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group: forbidden, message: why }, ...further] }] },
  })),
  { files: ['src/client/core/**', 'src/shared/**', 'src/server/**', 'src/client/main.ts'], rules: {
    'no-restricted-syntax': ['error', { selector: "CallExpression[callee.object.name='process'][callee.property.name='exit']", message: 'only main.ts ends the process' }],
  } },
  { files: ['src/server/main.ts', 'src/client/main.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['src/client/ui/**'], ignores: ['src/client/ui/texts.ts'], rules: { 'no-restricted-syntax': ['error', ...doors] } },
);
