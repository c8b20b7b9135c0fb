/**
 * Version 2 of eslint-plugin-n8n-nodes-base, beside `n8n-node lint`, which bundles version 1 and whose configuration
 * must not be touched in strict mode. The plugin's `configs` are of the eslintrc kind; their `rules` are what a flat
 * configuration can use.
 */
import parser from '@typescript-eslint/parser';
import plugin from 'eslint-plugin-n8n-nodes-base';

import { off } from './scripts/nodes-base-rules.cjs';

const plugins = { 'n8n-nodes-base': plugin };
const linterOptions = { reportUnusedDisableDirectives: 'error', noInlineConfig: true };

export default [
	{
		files: ['package.json'],
		plugins,
		linterOptions,
		// The rules walk package.json as if it were an object literal in TypeScript.
		languageOptions: { parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: plugin.configs.community.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		plugins,
		linterOptions,
		languageOptions: { parser },
		rules: { ...plugin.configs.credentials.rules, ...off.credentials },
	},
	{
		files: ['nodes/**/*.ts'],
		plugins,
		linterOptions,
		languageOptions: { parser },
		rules: { ...plugin.configs.nodes.rules, ...off.nodes },
	},
];
