import type { Choice, Option } from '../../resources/schema/attribute';
import { sameText } from '../../text/same';
import type { Context } from '../../resources/schema/resource';
import { plainText, shown } from '../../text/plain';
import { readSwitch } from '../../text/switches';

/** Reads the value of a switch or option. An expression may return the label of a choice. */
export function readOption(item: Context, option: Option, raw: unknown): unknown {
	if (option.kind === 'choice') return choose(item, option, raw);
	if (option.kind === 'multiChoice')
		return (Array.isArray(raw) ? raw : [raw]).map((one) => choose(item, option, one));
	if (option.kind === 'string') return plainText(raw) ?? refuseText(item, option, raw);
	return readSwitch(raw) ?? refuse(item, option, raw, ['true', 'false']);
}

function choose(item: Context, option: Option & { choices: Choice[] }, raw: unknown): string {
	const { choices } = option;
	return (
		findChoice(choices, raw)?.id ??
		refuse(
			item,
			option,
			raw,
			choices.map(({ label }) => label),
		)
	);
}

/** The choice with this id or label. Ignores case if none is exactly the same. */
export function findChoice(choices: Choice[], raw: unknown): Choice | undefined {
	const wanted = plainText(raw);
	const exact = choices.find(({ id }) => id === wanted);
	if (exact) return exact;
	return choices.find(({ id, label }) => sameText(id, wanted) || sameText(label, wanted));
}

function refuse(item: Context, { label }: Option, raw: unknown, values: string[]): never {
	return item.refuse(
		`"${shown(raw)}" is not a value of "${label}"`,
		`Use one of: ${values.join(', ')}.`,
	);
}

function refuseText(item: Context, { label }: Option, raw: unknown): never {
	return item.refuse(`"${label}" must be text`, `It is "${shown(raw)}".`);
}
