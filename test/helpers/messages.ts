/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the sources with the TypeScript compiler */
/**
 * Every text that the node may show when something is wrong, read from the code: the messages of errors, and the notes
 * beside the output. What a text quotes (a name, an ID, a count) is written as an ellipsis; of a text that has one form
 * for one and another for several, the first is taken.
 *
 * Looked at is whatever becomes a message: `message` and `errorMessage` of objects, what is assigned to `message`,
 * arguments for a parameter `message`, texts of errors, what a resource's own check returns; and for the notes,
 * arguments of functions called `hint`. A parameter that is handed on as a message leads to those who call the function.
 */
import path from 'node:path';
import ts from 'typescript';

export interface Found {
	text: string;
	/** Where it stands, such as `run/input/values.ts`. */
	file: string;
}

export interface Messages {
	errors: Found[];
	notes: Found[];
	/** Expressions that become messages, and of which the code does not say here what they hold. */
	open: Found[];
}

type Kind = 'error' | 'note';

export const HOLE = '…';

/** Alternatives of one message beyond which a part of it is left open. */
const MOST = 8;

/** Functions that shorten, clean or capitalise their first argument and keep its words. */
const KEEP_WORDS = new Set(['cut', 'redact', 'upper', 'firstSentence']);

const MESSAGE = /^(message|errorMessage)$/;

interface Value {
	texts: string[];
	/** Handed on from somewhere that is looked at itself. */
	passed: boolean;
	open: ts.Expression[];
}

const nothing: Value = { texts: [], passed: false, open: [] };
const literal = (text: string): Value => ({ ...nothing, texts: [text] });
const passed: Value = { ...nothing, passed: true };
const open = (expression: ts.Expression): Value => ({ ...nothing, open: [expression] });

const both = (one: Value, other: Value): Value => ({
	texts: [...one.texts, ...other.texts],
	passed: one.passed || other.passed,
	open: [...one.open, ...other.open],
});

/** A text as the documentation writes it: one ellipsis for whatever is quoted. */
export const written = (text: string): string =>
	text
		.replace(/\s+/g, ' ')
		.replace(/…(\s*…)+/g, HOLE)
		.trim();

const hasWords = (text: string): boolean => /[a-z]{2}/i.test(text);

/** The first sentence, as the node cuts what a check returns (run/input/values.ts). */
const firstSentence = (text: string): string =>
	(text.split(/(?<=[.:]) /)[0] ?? text).replace(/[.:]$/, '');

class Collector {
	private readonly checker: ts.TypeChecker;
	private readonly calls: Array<{ call: ts.CallExpression; declaration: ts.Declaration }> = [];
	private readonly carriers = new Map<ts.ParameterDeclaration, Kind>();
	private readonly found = new Map<string, Found & { kind: Kind | 'open' }>();

	constructor(
		program: ts.Program,
		private readonly root: string,
	) {
		this.checker = program.getTypeChecker();
		const files = program.getSourceFiles().filter(({ fileName, isDeclarationFile }) => {
			const relative = path.relative(root, fileName);
			return !isDeclarationFile && !/^\.\.|node_modules/.test(relative);
		});
		for (const file of files) this.readCalls(file);
		for (const file of files) this.visit(file);
		// A parameter that turned out to carry a message makes messages of what others give for it.
		for (let known = -1; known < this.carriers.size; ) {
			known = this.carriers.size;
			for (const { call, declaration } of this.calls) this.readArguments(call, declaration);
		}
	}

	get messages(): Messages {
		const all = [...this.found.values()];
		const of = (kind: Kind | 'open'): Found[] =>
			all.filter((one) => one.kind === kind).map(({ text, file }) => ({ text, file }));
		return { errors: of('error'), notes: of('note'), open: of('open') };
	}

	// --- Where messages come from ---

	private readCalls(node: ts.Node): void {
		if (ts.isCallExpression(node)) {
			const declaration = this.checker.getResolvedSignature(node)?.declaration;
			if (declaration && !ts.isJSDocSignature(declaration) && this.isOurs(declaration))
				this.calls.push({ call: node, declaration });
		}
		ts.forEachChild(node, (child) => this.readCalls(child));
	}

	private isOurs(node: ts.Node): boolean {
		const { fileName } = node.getSourceFile();
		return !/^\.\.|node_modules/.test(path.relative(this.root, fileName));
	}

	private visit(node: ts.Node): void {
		if (ts.isPropertyAssignment(node) && MESSAGE.test(node.name.getText()))
			this.take('error', node.initializer);
		if (ts.isShorthandPropertyAssignment(node) && MESSAGE.test(node.name.text))
			this.note(
				'error',
				this.valueOfSymbol(
					this.checker.getShorthandAssignmentValueSymbol(node),
					node.name,
					'error',
				),
				node,
			);
		if (
			isAssignment(node) &&
			ts.isPropertyAccessExpression(node.left) &&
			MESSAGE.test(node.left.name.text)
		)
			this.take('error', node.right);
		if (ts.isNewExpression(node)) this.visitNew(node);
		if (isNamed(node, 'check')) this.visitCheck(node);
		ts.forEachChild(node, (child) => this.visit(child));
	}

	private visitNew({ expression, arguments: given }: ts.NewExpression): void {
		const name = expression.getText();
		if (!name.endsWith('Error') || name === 'NodeApiError') return;
		const message = given?.[name === 'NodeOperationError' ? 1 : 0];
		if (message) this.take('error', message);
	}

	/** What a resource's own check returns is shown, its first sentence as the message. */
	private visitCheck(node: ts.Node): void {
		const returned: ts.Expression[] = [];
		const visit = (inner: ts.Node): void => {
			if (ts.isReturnStatement(inner) && inner.expression) returned.push(inner.expression);
			if (ts.isArrowFunction(inner) && inner !== functionOf(node)) return;
			ts.forEachChild(inner, visit);
		};
		const body = functionOf(node)?.body;
		if (!body) return;
		if (ts.isBlock(body)) visit(body);
		else returned.push(body);
		for (const expression of returned) {
			const value = this.valueOf(expression, 'error');
			this.note('error', { ...value, texts: value.texts.map(firstSentence) }, expression);
		}
	}

	private readArguments(call: ts.CallExpression, declaration: ts.Declaration): void {
		if (!('parameters' in declaration)) return;
		const { parameters } = declaration as ts.SignatureDeclaration;
		parameters.forEach((parameter, at) => {
			const kind = this.kindOf(parameter, declaration);
			const given = call.arguments[at];
			if (kind && given) this.take(kind, given);
		});
	}

	private kindOf(
		parameter: ts.ParameterDeclaration,
		declaration: ts.Declaration,
	): Kind | undefined {
		const name = parameter.name.getText();
		if (MESSAGE.test(name)) return 'error';
		if (name === 'text' && nameOf(declaration) === 'hint') return 'note';
		return this.carriers.get(parameter);
	}

	private take(kind: Kind, expression: ts.Expression): void {
		this.note(kind, this.valueOf(expression, kind), expression);
	}

	private note(kind: Kind, value: Value, at: ts.Node): void {
		const file = path
			.relative(this.root, at.getSourceFile().fileName)
			.split(path.sep)
			.join('/')
			.replace(/^nodes\/ITGlue\//, '');
		const texts = value.texts.map(written).filter(hasWords);
		for (const text of texts) this.found.set(`${kind} ${text}`, { kind, text, file });
		for (const expression of value.open) {
			const text = expression.getText().replace(/\s+/g, ' ');
			this.found.set(`open ${file} ${text}`, { kind: 'open', text, file });
		}
	}

	// --- What an expression says ---

	/** `kind`: what the expression becomes as a whole; undefined for a part of a text. */
	private valueOf(expression: ts.Expression, kind?: Kind): Value {
		if (ts.isStringLiteralLike(expression)) return literal(expression.text);
		if (ts.isTemplateExpression(expression)) return this.valueOfTemplate(expression);
		if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression))
			return this.valueOf(expression.expression, kind);
		if (ts.isConditionalExpression(expression)) {
			const one = this.valueOf(expression.whenTrue, kind);
			// Of "record" and "records" the one stands for both.
			const isNumber = /=== 1$/.test(expression.condition.getText());
			return isNumber ? one : both(one, this.valueOf(expression.whenFalse, kind));
		}
		if (ts.isBinaryExpression(expression)) return this.valueOfBinary(expression, kind);
		if (ts.isPropertyAccessExpression(expression))
			return MESSAGE.test(expression.name.text) ? passed : open(expression);
		if (ts.isIdentifier(expression)) {
			if (expression.text === 'undefined') return nothing;
			return this.valueOfSymbol(this.checker.getSymbolAtLocation(expression), expression, kind);
		}
		if (ts.isCallExpression(expression)) return this.valueOfCall(expression, kind);
		return open(expression);
	}

	private valueOfTemplate(expression: ts.TemplateExpression): Value {
		let texts = [expression.head.text];
		let isPassed = false;
		for (const { expression: inner, literal: rest } of expression.templateSpans) {
			const part = this.valueOf(inner);
			isPassed ||= part.passed;
			const alternatives = isFew(part) ? part.texts : [HOLE];
			texts = texts.flatMap((text) => alternatives.map((one) => `${text}${one}${rest.text}`));
		}
		const saysNothing = !texts.some((text) => hasWords(text));
		return { texts, passed: isPassed, open: saysNothing && !isPassed ? [expression] : [] };
	}

	private valueOfBinary(expression: ts.BinaryExpression, kind?: Kind): Value {
		const { left, right, operatorToken } = expression;
		switch (operatorToken.kind) {
			case ts.SyntaxKind.QuestionQuestionToken:
			case ts.SyntaxKind.BarBarToken:
				return both(this.valueOf(left, kind), this.valueOf(right, kind));
			default:
				return open(expression);
		}
	}

	private valueOfCall(call: ts.CallExpression, kind?: Kind): Value {
		const { expression: callee, arguments: given } = call;
		const [first, second] = given;
		if (ts.isIdentifier(callee) && KEEP_WORDS.has(callee.text) && first)
			return this.valueOf(first, kind);
		if (!ts.isPropertyAccessExpression(callee)) return open(call);
		// What a resource's check returns is looked at where it stands.
		if (callee.name.text === 'check') return passed;
		const isPlain =
			first && second && ts.isStringLiteralLike(first) && ts.isStringLiteralLike(second);
		if (callee.name.text !== 'replace' || !isPlain) return open(call);
		const value = this.valueOf(callee.expression, kind);
		return { ...value, texts: value.texts.map((text) => text.replace(first.text, second.text)) };
	}

	private valueOfSymbol(symbol: ts.Symbol | undefined, at: ts.Expression, kind?: Kind): Value {
		const isImported = symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
		const declaration = (isImported ? this.checker.getAliasedSymbol(symbol) : symbol)
			?.valueDeclaration;
		if (!declaration) return open(at);
		if (ts.isParameter(declaration)) {
			if (kind && !MESSAGE.test(declaration.name.getText())) this.carriers.set(declaration, kind);
			return passed;
		}
		if (ts.isVariableDeclaration(declaration) && declaration.initializer)
			return this.valueOf(declaration.initializer, kind);
		// Taken out of an object whose message is looked at where it is made.
		if (ts.isBindingElement(declaration) && MESSAGE.test(declaration.name.getText())) return passed;
		return open(at);
	}
}

const isFew = ({ texts, passed: isPassed, open: left }: Value): boolean =>
	!isPassed && left.length === 0 && texts.length > 0 && texts.length <= MOST;

const isAssignment = (node: ts.Node): node is ts.BinaryExpression =>
	ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;

const isNamed = (node: ts.Node, name: string): boolean =>
	(ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) &&
	ts.isObjectLiteralExpression(node.parent) &&
	node.name.getText() === name;

function functionOf(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
	if (ts.isMethodDeclaration(node)) return node;
	if (!ts.isPropertyAssignment(node)) return undefined;
	const { initializer } = node;
	return ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)
		? initializer
		: undefined;
}

function nameOf(declaration: ts.Declaration): string | undefined {
	const { name } = declaration as ts.NamedDeclaration;
	if (name) return name.getText();
	const { parent } = declaration;
	const isHolder = ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent);
	return isHolder ? parent.name.getText() : undefined;
}

/** Collects the messages of a program's own files, those below `root`. */
export const messagesOf = (program: ts.Program, root: string): Messages =>
	new Collector(program, root).messages;

/** The program that the node is compiled from. */
export function programOf(root: string, files?: string[]): ts.Program {
	const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) =>
		ts.sys.readFile(file),
	) as {
		config: unknown;
	};
	const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
	return ts.createProgram(files ?? fileNames, { ...options, noEmit: true });
}
