import type { Attribute } from '../../resources/schema/attribute';
import type { Session } from '../../records/session';
import { readDecimal, twoMeanings } from '../../text/numbers';
import { hasLostDigits, shown } from '../../text/plain';

/** The value of a number field. Refuses a text that may mean two numbers, and a number that JavaScript cannot store. */
export function readAsNumber(item: Session, { label, decimals }: Attribute, raw: unknown): number {
	const value = readDecimal(raw, decimals);
	const two = twoMeanings(raw);
	if (hasLostDigits(value))
		return item.refuse(
			`"${label}" has too many digits`,
			`"${shown(raw)}" cannot be a number without losing its last digits. A text field keeps all digits.`,
		);
	if (two && value === two.thousands)
		item.hint(
			`${label}: a text such as "1.000" or "1,000" was read as a thousand, because the field has no decimals.`,
		);
	if (value !== undefined) return value;
	if (two)
		return item.refuse(
			`"${label}" may mean two numbers: "${shown(raw)}"`,
			`Write ${two.thousands}, or ${two.decimals}, so that it can mean only one.`,
		);
	return item.refuse(
		`"${label}" must be a number`,
		`It is "${shown(raw)}". Write it with a full stop and without separators, such as 1234.5.`,
	);
}
