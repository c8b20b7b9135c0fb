import type { Attribute } from '../schema/attribute';
import { markdownToHtml } from '../../text/markdown/markdown';

/**
 * Converts text boxes from Markdown to the HTML that IT Glue stores. Returns undefined, because nothing is left out.
 */
export function inHtml(
	attributes: readonly Attribute[],
	values: Map<string, unknown>,
	option: (param: string) => unknown,
): undefined {
	if (option('textFormat') !== 'markdown') return;
	for (const { name, kind } of attributes) {
		const text = values.get(name);
		if (kind === 'html' && typeof text === 'string') values.set(name, markdownToHtml(text));
	}
}
