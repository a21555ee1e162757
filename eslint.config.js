// The rules of the page's script and of its tests; CONTRIBUTING.md says how to run them.
import js from '@eslint/js';
import globals from 'globals';

const PAGE = 'src/main/resources/webroot/js';

/** Markup made from strings would run what a memo holds. */
const noMarkup = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'write', 'writeln', 'cssText']
  .map((property) => ({ property, message: 'Build elements with h() of dom.js; strings are text.' }));

export default [
  { ignores: ['target/', 'data/'] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'array-callback-return': 'error',
      'complexity': ['error', 24],
      'consistent-return': 'error',
      'curly': ['error', 'multi-line'],
      'default-case-last': 'error',
      'eqeqeq': ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', 260],
      'max-lines-per-function': ['error', 60],
      'no-constructor-return': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-promise-executor-return': 'error',
      'no-restricted-properties': ['error', ...noMarkup],
      'no-shadow': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable-loop': 'error',
      'no-use-before-define': ['error', { functions: false, classes: false, variables: false }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: [`${PAGE}/**`],
    languageOptions: { globals: globals.browser },
  },
  {
    // Node tests these: no document, no timer, no clock of their own, and nothing from outside the folder.
    files: [`${PAGE}/pure/**`],
    languageOptions: { globals: { ...Object.fromEntries(Object.keys(globals.browser).map((name) => [name, 'off'])), crypto: 'readonly', TextEncoder: 'readonly', URLSearchParams: 'readonly', atob: 'readonly', btoa: 'readonly' } },
    rules: { 'no-restricted-imports': ['error', { patterns: ['../*'] }] },
  },
  {
    // Served as a classic script, to run before the first paint.
    files: [`${PAGE}/theme-boot.js`],
    languageOptions: { sourceType: 'script' },
  },
  {
    files: ['src/test/js/**', 'eslint.config.js'],
    languageOptions: { globals: globals.node },
    rules: { 'max-lines-per-function': 'off' },
  },
];
