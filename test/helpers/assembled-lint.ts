/**
 * Lints the properties of a node as they are when the editor gets them. Most are made from tables, so a lint of the
 * source files never sees them.
 */
import * as parser from '@typescript-eslint/parser';
import { Linter, type ESLint } from 'eslint';
// @ts-expect-error the plugin brings no types
import basePlugin from 'eslint-plugin-n8n-nodes-base';
import type { INodeProperties } from 'n8n-workflow';

import { off } from '../../scripts/nodes-base-rules.cjs';

const plugin = basePlugin as unknown as ESLint.Plugin & {
	configs: { nodes: { rules: Linter.RulesRecord } };
};

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A value as TypeScript source. Keys stay unquoted where they can: the rules do not see quoted ones. */
function toSource(value: unknown, indent = ''): string {
	const deeper = `${indent}\t`;
	if (Array.isArray(value)) {
		const entries = value.map((entry) => `${deeper}${toSource(entry, deeper)},\n`);
		return entries.length ? `[\n${entries.join('')}${indent}]` : '[]';
	}
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const entries = Object.entries(value)
		.filter(([, entry]) => entry !== undefined)
		.map(([key, entry]) => {
			const name = IDENTIFIER.test(key) ? key : JSON.stringify(key);
			return `${deeper}${name}: ${toSource(entry, deeper)},\n`;
		});
	return entries.length ? `{\n${entries.join('')}${indent}}` : '{}';
}

/**
 * Runs the node rules of eslint-plugin-n8n-nodes-base over assembled properties.
 *
 * @param properties `description.properties` of a node
 * @returns one line a finding: the rule, what it says and the source around it; empty when clean
 * @throws when the source made of the properties cannot be parsed
 */
export function lintProperties(properties: INodeProperties[]): string[] {
	const code = [
		"import type { INodeProperties } from 'n8n-workflow';",
		`export const properties: INodeProperties[] = ${toSource(properties)};`,
		'',
	].join('\n');
	const lines = code.split('\n');
	const linter = new Linter({ configType: 'flat' });
	const found = linter.verify(
		code,
		[
			{
				files: ['**/*.ts'],
				plugins: { 'n8n-nodes-base': plugin },
				languageOptions: { parser },
				rules: { ...plugin.configs.nodes.rules, ...off.nodes },
			},
		],
		{ filename: 'nodes/ITGlue/Assembled.ts' },
	);
	const broken = found.find(({ fatal }) => fatal);
	if (broken) throw new Error(`The assembled properties are no source code: ${broken.message}`);
	return found.map(({ ruleId, message, line }) => {
		const context = lines.slice(Math.max(0, line - 3), line + 2).map((text) => text.trim());
		return `${ruleId}: ${message} (${context.join(' ')})`;
	});
}
