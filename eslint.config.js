import importX from 'eslint-plugin-import-x';
import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';
import { roomRules } from './eslint.rooms.js';

export default tseslint.config(
  { ignores: ['out/**', 'node_modules/**', 'resources/**', 'docs/**', 'src/lab/engine/wasm/kernels/**'] },
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    plugins: { 'import-x': importX },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400 }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/multiline-html-element-content-newline': 'off',
    },
  },
  {
    // Exported functions state what they return; a newcomer reads signatures first.
    files: ['src/**/*.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'error' },
  },
  {
    // Elsewhere a missing value is a bug to name; in typed-array loops a check an element costs too much.
    files: ['src/**/*.{ts,vue}'],
    ignores: ['src/lab/**', 'src/renderer/charts/**', 'src/shared/{attention,leafOrder}.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'error' },
  },
  {
    files: ['src/lab/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Randomness comes from lab/random, passed as an argument.',
        },
        {
          object: 'Date',
          property: 'now',
          message: 'The science knows no clock; time with performance.now() in training only.',
        },
      ],
    },
  },
  {
    files: ['scripts/**', 'bin/**', 'bench/**', 'tests/**', 'src/main/cli/**'],
    rules: { 'no-console': 'off' },
  },
  ...roomRules,
);
