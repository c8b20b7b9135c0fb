import { readAngled, readBareUrl } from './address';
import { DelimiterStack } from './emphasis';
import { decodeEntities } from '../html/entities';
import { escapeAttribute, escapeText, isEscapable, safeImage, safeLink } from './html';
import type { LinkReference } from './links';
import { normaliseLabel, readInlineTarget, readLabel } from './links';
import type { DelimiterRun, InlineNode } from './nodes';
import { plainText, renderNodes } from './nodes';

/** The facts about the document that the inline parser needs. */
export interface InlineContext {
	references: Map<string, LinkReference>;
	/**
	 * Characters that references may still add: a long address that is defined once and used a thousand times would
	 * make the output too large.
	 */
	referenceBudget: number;
}

/** An `[` or `![` that has not found its `]`. */
interface Bracket {
	image: boolean;
	/** Index of its text node. */
	node: number;
	/** Index after it in the text. */
	textStart: number;
	/** Top of the delimiter stack when it was read. */
	bottom: DelimiterRun | undefined;
	/** How many brackets were read before it. */
	serial: number;
	/** Whether it contains another bracket: such a text cannot be a label. */
	hasInner: boolean;
}

/** Characters that cannot begin any markup. The letters begin `http`, `ftp` and `www`. */
const PLAIN = /[^\\`*_~[\]!<&\nhHfFwW]+/y;
const ENTITY = /&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});/y;

/** Turns the text of one block (no blank lines inside) into HTML. Never throws. */
export function renderInline(text: string, context: InlineContext): string {
	return renderNodes(new InlineParser(text, context).parse());
}

class InlineParser {
	private readonly nodes: InlineNode[] = [];

	private readonly delimiters = new DelimiterStack();

	private readonly brackets: Bracket[] = [];

	private at = 0;

	private bracketCount = 0;

	/** Opening brackets with a lower serial cannot begin a link, because they already contain a link. */
	private firstActive = 0;

	/** The starts of the runs of backticks, by their length; filled at the first backtick. */
	private backticks: Map<number, number[]> | undefined;

	constructor(
		private readonly text: string,
		private readonly context: InlineContext,
	) {}

	parse(): InlineNode[] {
		while (this.at < this.text.length) this.step();
		this.delimiters.pair(undefined);
		return this.nodes;
	}

	private step(): void {
		PLAIN.lastIndex = this.at;
		const plain = PLAIN.exec(this.text)?.[0];
		if (plain !== undefined) {
			this.addText(plain, plain.length);
			return;
		}
		const char = this.text.charAt(this.at);
		switch (char) {
			case '\\':
				return this.readEscape();
			case '\n':
				return this.readLineEnd();
			case '`':
				return this.readCode();
			case '*':
			case '_':
			case '~':
				return this.readRun(char);
			case '[':
				return this.openBracket(false);
			case '!':
				if (this.text.charAt(this.at + 1) === '[') return this.openBracket(true);
				return this.addText(char, 1);
			case ']':
				return this.closeBracket();
			case '<':
				return this.readAngle();
			case '&':
				return this.readEntity();
			default:
				return this.readLetter(char);
		}
	}

	private addText(text: string, length: number): void {
		this.nodes.push({ kind: 'text', text });
		this.at += length;
	}

	private addNode(node: InlineNode, length: number): void {
		this.nodes.push(node);
		this.at += length;
	}

	private readEscape(): void {
		const next = this.text.charAt(this.at + 1);
		if (next === '\n') {
			this.addBreak(2);
			return;
		}
		if (isEscapable(next)) this.addText(next, 2);
		else this.addText('\\', 1);
	}

	/** Two spaces before a line end become a line break. */
	private readLineEnd(): void {
		const previous = this.nodes[this.nodes.length - 1];
		const text = previous?.kind === 'text' ? previous.text : '';
		// Character by character: a regular expression for "spaces at the end" would be tried at every space.
		let end = text.length;
		while (text.charAt(end - 1) === ' ') end--;
		if (previous?.kind === 'text') previous.text = text.slice(0, end);
		if (text.length - end >= 2) this.addBreak(1);
		else this.addText('\n', 1);
	}

	private addBreak(length: number): void {
		this.addNode({ kind: 'html', html: '<br>\n', text: '\n' }, length);
	}

	private readCode(): void {
		const length = this.runLength('`');
		const end = this.findBackticks(length, this.at + length);
		if (end === undefined) {
			this.addText('`'.repeat(length), length);
			return;
		}
		const source = this.text.slice(this.at + length, end).replace(/\n/g, ' ');
		const padded = source.startsWith(' ') && source.endsWith(' ') && source.trim() !== '';
		const code = padded ? source.slice(1, -1) : source;
		const html = `<code>${escapeText(code)}</code>`;
		this.addNode({ kind: 'html', html, text: code }, end + length - this.at);
	}

	private findBackticks(length: number, from: number): number | undefined {
		this.backticks ??= indexBackticks(this.text);
		const starts = this.backticks.get(length) ?? [];
		// Earlier starts are never needed again; the list is in reverse order, so they are at its end.
		while (starts.length > 0 && (starts[starts.length - 1] ?? from) < from) starts.pop();
		return starts[starts.length - 1];
	}

	private readRun(char: string): void {
		const length = this.runLength(char);
		const run = this.delimiters.add(this.text, this.at, length);
		this.addNode({ kind: 'run', run }, length);
	}

	private runLength(char: string): number {
		let end = this.at;
		while (this.text.charAt(end) === char) end++;
		return end - this.at;
	}

	private openBracket(image: boolean): void {
		const outer = this.brackets[this.brackets.length - 1];
		if (outer !== undefined) outer.hasInner = true;
		const length = image ? 2 : 1;
		this.brackets.push({
			image,
			node: this.nodes.length,
			textStart: this.at + length,
			bottom: this.delimiters.last,
			serial: this.bracketCount++,
			hasInner: false,
		});
		this.addText(image ? '![' : '[', length);
	}

	private closeBracket(): void {
		const bracket = this.brackets.pop();
		if (bracket === undefined || (!bracket.image && bracket.serial < this.firstActive)) {
			this.addText(']', 1);
			return;
		}
		const target = readInlineTarget(this.text, this.at + 1) ?? this.readReference(bracket);
		if (target === undefined) {
			this.addText(']', 1);
			return;
		}
		this.delimiters.pair(bracket.bottom);
		if (bracket.image) this.addImage(bracket, target.value);
		else this.addLink(bracket, target.value);
		this.at = target.end;
	}

	private readReference(bracket: Bracket): { value: LinkReference; end: number } | undefined {
		const { references } = this.context;
		if (references.size === 0) return undefined;
		const explicit = readLabel(this.text, this.at + 1);
		const own = explicit === undefined || explicit.value === '';
		// CommonMark's limit for a label, which also prevents long comparisons of nested brackets.
		if (own && (bracket.hasInner || this.at - bracket.textStart > 999)) return undefined;
		const label = own ? this.text.slice(bracket.textStart, this.at) : explicit.value;
		const value = references.get(normaliseLabel(label));
		if (value === undefined) return undefined;
		const cost = value.address.length + value.title.length;
		if (cost > this.context.referenceBudget) return undefined;
		this.context.referenceBudget -= cost;
		return { value, end: explicit?.end ?? this.at + 1 };
	}

	private addLink(bracket: Bracket, target: LinkReference): void {
		this.firstActive = this.bracketCount;
		this.demoteAddresses(bracket.node);
		const href = safeLink(target.address);
		if (href === undefined) {
			this.nodes[bracket.node] = { kind: 'text', text: '' };
			return;
		}
		this.nodes[bracket.node] = { kind: 'link', href, title: target.title };
		this.nodes.push({ kind: 'endLink' });
	}

	/** A link cannot contain a link, so an address in its label becomes text. */
	private demoteAddresses(from: number): void {
		for (let index = from; index < this.nodes.length; index++) {
			const node = this.nodes[index];
			if (node?.kind === 'address') this.nodes[index] = { kind: 'text', text: node.shown };
		}
	}

	private addImage(bracket: Bracket, target: LinkReference): void {
		const text = plainText(this.nodes, bracket.node + 1);
		this.nodes.length = bracket.node;
		const src = safeImage(target.address);
		if (src === undefined) {
			this.nodes.push({ kind: 'text', text });
			return;
		}
		const title = target.title === '' ? '' : ` title="${escapeAttribute(target.title)}"`;
		const html = `<img src="${escapeAttribute(src)}" alt="${escapeAttribute(text)}"${title}>`;
		this.nodes.push({ kind: 'html', html, text });
	}

	private readAngle(): void {
		const found = readAngled(this.text, this.at);
		if (found === undefined) this.addText('<', 1);
		else this.addNode(found.node, found.length);
	}

	private readEntity(): void {
		ENTITY.lastIndex = this.at;
		const entity = ENTITY.exec(this.text)?.[0];
		if (entity === undefined) this.addText('&', 1);
		else this.addNode({ kind: 'html', html: entity, text: decodeEntities(entity) }, entity.length);
	}

	private readLetter(char: string): void {
		const found = readBareUrl(this.text, this.at, this.brackets.length > 0);
		if (found === undefined) this.addText(char, 1);
		else this.addNode(found.node, found.length);
	}
}

/** The starts of all runs of backticks by their length, in reverse order. */
function indexBackticks(text: string): Map<number, number[]> {
	const starts = new Map<number, number[]>();
	for (const match of text.matchAll(/`+/g)) {
		const { length } = match[0];
		const known = starts.get(length);
		if (known === undefined) starts.set(length, [match.index]);
		else known.push(match.index);
	}
	for (const list of starts.values()) list.reverse();
	return starts;
}
