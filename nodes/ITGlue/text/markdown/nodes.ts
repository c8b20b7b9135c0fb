import { escapeAttribute, escapeText } from './html';

/**
 * The parts of a line of inline Markdown. The list is flat: emphasis and links are opening and closing marks in it. In
 * a tree, hostile text could make the recursion deep.
 */
export type InlineNode =
	| { kind: 'text'; text: string }
	/** Finished HTML, and its text inside an alternative text. */
	| { kind: 'html'; html: string; text: string }
	/** A bare or angle-bracketed address; becomes `shown` again inside a link. */
	| { kind: 'address'; href: string; shown: string }
	| { kind: 'run'; run: DelimiterRun }
	| { kind: 'link'; href: string; title: string }
	| { kind: 'endLink' }
	/** One of the allowed HTML tags, to be balanced. */
	| { kind: 'tag'; name: string; closing: boolean; shown: string };

/** A run of `*`, `_` or `~`. */
export interface DelimiterRun {
	char: string;
	/** Length in the source. */
	length: number;
	/** Characters that are still text. */
	count: number;
	canOpen: boolean;
	canClose: boolean;
	/** Elements closed here, innermost first. */
	closes: string[];
	/** Elements opened here, innermost first. */
	opens: string[];
	/** Position among all runs of the text. */
	serial: number;
	previous: DelimiterRun | undefined;
	next: DelimiterRun | undefined;
}

/** The text of the nodes from `from` on, without any marks: the alternative text of an image. */
export function plainText(nodes: InlineNode[], from: number): string {
	let text = '';
	for (let index = from; index < nodes.length; index++) {
		const node = nodes[index];
		if (node === undefined) continue;
		if (node.kind === 'run') text += node.run.char.repeat(node.run.count);
		else if (node.kind === 'text' || node.kind === 'html') text += node.text;
		else if (node.kind === 'address' || node.kind === 'tag') text += node.shown;
	}
	return text;
}

/** Turns the nodes into HTML in which every element is closed where it must be. */
export function renderNodes(nodes: InlineNode[]): string {
	const balanced = balancedTags(nodes);
	return nodes.map((node) => renderNode(node, balanced)).join('');
}

function renderNode(node: InlineNode, balanced: Set<InlineNode>): string {
	switch (node.kind) {
		case 'text':
			return escapeText(node.text);
		case 'html':
			return node.html;
		case 'address':
			return `<a href="${escapeAttribute(node.href)}">${escapeText(node.shown)}</a>`;
		case 'link': {
			const title = node.title === '' ? '' : ` title="${escapeAttribute(node.title)}"`;
			return `<a href="${escapeAttribute(node.href)}"${title}>`;
		}
		case 'endLink':
			return '</a>';
		case 'tag':
			if (!balanced.has(node)) return escapeText(node.shown);
			return node.closing ? `</${node.name}>` : `<${node.name}>`;
		case 'run':
			return renderRun(node.run);
	}
}

function renderRun(run: DelimiterRun): string {
	const closes = run.closes.map((tag) => `</${tag}>`).join('');
	const opens = run.opens
		.map((tag) => `<${tag}>`)
		.reverse()
		.join('');
	return closes + run.char.repeat(run.count) + opens;
}

/**
 * Finds the allowed HTML tags that may stay: those with a partner inside the same Markdown element. Otherwise an
 * unclosed `<b>` would make the rest of the document bold.
 */
function balancedTags(nodes: InlineNode[]): Set<InlineNode> {
	const balanced = new Set<InlineNode>();
	const stack: Array<InlineNode | undefined> = [];
	/** The positions on the stack of each tag name and (under '') of the Markdown elements. */
	const places = new Map<string, number[]>();
	const open = (name: string, node?: InlineNode) => {
		placesOf(places, name).push(stack.length);
		stack.push(node);
	};
	const cut = (depth: number) => {
		while (stack.length > depth) {
			const node = stack.pop();
			placesOf(places, node?.kind === 'tag' ? node.name : '').pop();
		}
	};
	const closeElement = () => cut(placesOf(places, '').at(-1) ?? 0);
	for (const node of nodes) {
		if (node.kind === 'link') open('');
		else if (node.kind === 'endLink') closeElement();
		else if (node.kind === 'run') {
			node.run.closes.forEach(closeElement);
			node.run.opens.forEach(() => open(''));
		} else if (node.kind === 'tag') {
			if (!node.closing) {
				open(node.name, node);
				continue;
			}
			const place = placesOf(places, node.name).at(-1) ?? -1;
			const opener = stack[place];
			if (opener === undefined || place < (placesOf(places, '').at(-1) ?? -1)) continue;
			balanced.add(opener).add(node);
			cut(place);
		}
	}
	return balanced;
}

function placesOf(places: Map<string, number[]>, name: string): number[] {
	const known = places.get(name);
	if (known !== undefined) return known;
	const fresh: number[] = [];
	places.set(name, fresh);
	return fresh;
}
