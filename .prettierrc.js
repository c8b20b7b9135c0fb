/** @type {import('prettier').Config} */
module.exports = {
	useTabs: true,
	tabWidth: 2,
	printWidth: 100,
	singleQuote: true,
	trailingComma: 'all',
	arrowParens: 'always',
	endOfLine: 'lf',
	overrides: [
		// YAML knows no tabs; package.json is written by npm, which indents with two spaces.
		{
			files: ['*.yml', '*.yaml', 'package.json', 'package-lock.json'],
			options: { useTabs: false },
		},
	],
};
