import { at } from '../transport/jsonapi/record';
import type { IDataObject } from 'n8n-workflow';
import { wireId } from '../transport/jsonapi/serialise';
import { settle } from '../concurrency';
import { ApiFault, type JsonApiRecord } from '../transport';
import { isOwnedByPsa } from '../errors';
import type { Item } from '../run/item';
import type { Operation } from './operation';
import { checkExistence } from '../run/existence';
import { lookUp, locateRecord, readLocator, refuseSilence } from '../run/input/locator';
import { noteOwned } from '../records/psaOwned';
import { patch } from '../records/requests';
import { reportNotTaken } from '../sync/write';

/** Archives records by the method of the resource: a flag, or a status. */
export const archive: Operation = {
	name: 'archive',
	label: 'Archive',
	action: 'Archive %s',
	description: 'Archive a record without deleting anything',
	onRecord: true,
	givesRecords: true,
	run: settingAside(true),
};

/** Restores archived records. */
export const unarchive: Operation = {
	name: 'unarchive',
	label: 'Unarchive',
	action: 'Unarchive %s',
	description: 'Make an archived record active again',
	onRecord: true,
	givesRecords: true,
	run: settingAside(false),
};

function settingAside(retire: boolean): Operation['run'] {
	return async (run) => {
		const plans = await run.planned(async (item) => {
			const meant = await locateRecord(item);
			return { ...meant, steps: await stepsFor(item, retire) };
		});
		const checked = await checkExistence(run, plans);
		run.startWriting();
		await run.inGroups(
			checked,
			({ plan }) => plan.id,
			async ({ item, plan }) => await takeSteps(item, plan.id, plan.steps),
		);
	};
}

interface Step {
	label: string;
	attributes: IDataObject;
	/** Checks the record as the previous step left it. */
	onlyIf?: (record: JsonApiRecord) => boolean;
}

async function stepsFor(item: Item, retire: boolean): Promise<Step[]> {
	const { archive: way, attributes } = item.resource;
	if (!way) return [];
	if (way.by === 'flag') {
		return [{ label: 'archive', attributes: { [way.attribute]: retire } }];
	}
	const status = attributes.find(({ name }) => name === way.attribute);
	const given = readLocator(item.param('archiveStatus', ''));
	if (!given.value) refuseSilence(item, 'archiveStatus', status?.label ?? 'Status');
	const wanted = given.value ? given : { mode: 'list', value: retire ? way.retired : way.active };
	const id = status?.lookup
		? await lookUp(item, status.lookup, status.label, wanted, {})
		: wanted.value;
	const note = item.param('archiveNote', '');
	const text = typeof note === 'string' ? note.trim() : '';
	const setStatus = { label: 'set the status', attributes: { [way.attribute]: wireId(id) } };
	if (text) {
		// The alert first, because it also works on a record that a PSA owns. The status does not (reference 5.15).
		return [{ label: 'set the alert', attributes: { [way.note]: text } }, setStatus];
	}
	if (retire) return [setStatus];
	// Clear only an alert that archiving set. Any other alert stays.
	return [
		setStatus,
		{ label: 'clear the alert', attributes: { [way.note]: null }, onlyIf: isArchiveNote(way.note) },
	];
}

const isArchiveNote =
	(attribute: string) =>
	(record: JsonApiRecord): boolean =>
		/^archived\b/i.test(String(at(record, attribute) ?? '').trim());

async function takeSteps(item: Item, id: string, steps: Step[]): Promise<void> {
	for (const { label } of steps) item.todo(label);
	let record: JsonApiRecord | undefined;
	const report: IDataObject = {};
	for (const { label, attributes, onlyIf } of steps) {
		if (onlyIf && !(record && onlyIf(record))) {
			item.skip(label);
			continue;
		}
		const outcome = await settle(patch(item, id, attributes));
		if ('value' in outcome) {
			record = outcome.value;
			reportNotTaken(item, attributes, record);
			item.done(label);
			continue;
		}
		const { reason } = outcome;
		// On a record that a PSA owns, the alert has been set. Only the PSA can change the status.
		if (!record || !(reason instanceof ApiFault) || !isOwnedByPsa(reason))
			return await Promise.reject(reason);
		item.skip(label);
		noteOwned(item, id, Object.keys(attributes), report);
	}
	item.output(record ? item.presentOne(record, undefined, report) : []);
}
