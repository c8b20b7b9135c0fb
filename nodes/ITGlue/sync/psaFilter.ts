import type { PsaRecord } from '../records/psaLink';
import { isPsaFilter, psaFilterLabels } from '../resources/schema/columns';
import type { Item } from '../run/item';
import { shown } from '../text/plain';

/** If answers do not show links, PSA records can only be found if IT Glue has a filter for their PSA. */
export function refuseUnfiltered(item: Item, asked: readonly PsaRecord[]): void {
	const { resource } = item;
	const odd = asked.find(({ type }) => type === undefined || !isPsaFilter(resource, type));
	if (!odd) return;
	const plural = resource.plural.toLowerCase();
	if (odd.type === undefined) {
		item.refuse(
			'"PSA Type" is missing',
			`IT Glue does not show which PSA records ${plural} are linked to, so the node asks for each one. That needs the type of the PSA: map the column PSA Type.`,
		);
	}
	item.refuse(
		`"${shown(odd.type)}" is not a PSA Type that IT Glue knows`,
		`IT Glue does not show which PSA records ${plural} are linked to, so the node asks for each one. That works only for: ${psaFilterLabels(resource).join(', ')}.`,
	);
}
