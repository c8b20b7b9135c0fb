/** What takes `--write`: everything happens inside the organization that the check has created. */
import { randomBytes } from 'node:crypto';
import { idOf, itemOf, itemsOf } from '../account.mjs';
import { NoAnswer, SECRET_WAS_THERE } from '../connection.mjs';
import {
	isFine,
	isNoRoute,
	isRefused,
	listed,
	no,
	otherwise,
	told,
	Unseen,
	unseen,
	whether,
	yes,
} from '../findings.mjs';
import { assetLooks } from './assets.mjs';
import { body, bulk, wireId } from './home.mjs';

/** @typedef {import('../account.mjs').Account} Account */
/** @typedef {import('../account.mjs').Item} Item */
/** @typedef {import('../connection.mjs').Answer} Answer */
/** @typedef {import('../findings.mjs').Finding} Finding */
/** @typedef {import('../rows.mjs').Look} Look */
/** @typedef {import('./home.mjs').Home} Home */

/** One more than the clients in the field put into a request (reference 1.9). */
const MANY = 51;
/** Contacts that some looks delete. */
const SPARE = 2;
const FEW = 2;
/** No look-up list has such an entry; it goes into records of our own only. */
const NO_REFERENCE = 999_999_999_999;
const ABOVE_10_MB = 10 * 1024 * 1024 + 1024;
/** What becomes of an upload that the other side does not want to see the end of. */
const CLOSED = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** @param {Item | undefined} item @param {string} key */
const value = (item, key) => item?.attributes[key];

/** What is done once and used by several looks. */
export class Work {
	/** @param {Account} account @param {Home} home */
	constructor(account, home) {
		this.account = account;
		this.home = home;
	}

	/** The organization that everything is in. */
	async organization() {
		return await this.account.once('write organization', async () => {
			const answer = await this.home.createOrganization({});
			const item = itemOf(answer);
			if (!isFine(answer) || item === undefined)
				throw new Unseen(`the organization could not be created: ${told(answer)}`);
			if (!this.home.owns(idOf(item)))
				throw new Unseen('the answer to the creation held another organization');
			return { id: idOf(item), status: answer.status };
		});
	}

	/** @param {string} what a collection below the organization */
	async below(what) {
		return `/organizations/${(await this.organization()).id}/relationships/${what}`;
	}

	/** @param {Record<string, unknown>} attributes */
	async owned(attributes) {
		return { organization_id: wireId((await this.organization()).id), ...attributes };
	}

	/** An organization of the same name below the first one, or of another name where that is refused. */
	async branch() {
		return await this.account.once('write branch', async () => {
			const parent = wireId((await this.organization()).id);
			const twin = await this.home.createOrganization({ parent_id: parent });
			if (isFine(twin)) return { twin, item: itemOf(twin) };
			const name = `${this.home.name} (branch)`;
			const other = await this.home.createOrganization({ parent_id: parent, name });
			return { twin, item: isFine(other) ? itemOf(other) : undefined };
		});
	}

	/** Many contacts in one request, or a few, or a few one by one. */
	async contacts() {
		return await this.account.once('write contacts', async () => {
			const path = await this.below('contacts');
			const person = (/** @type {number} */ at) => ({
				type: 'contacts',
				attributes: { first_name: 'Live', last_name: `Check ${at + 1}` },
			});
			const people = Array.from({ length: MANY + SPARE }, (_unset, at) => person(at));
			const many = await this.home.send('POST', path, { data: people });
			if (isFine(many) && itemsOf(many).length > 0)
				return { many, few: many, items: itemsOf(many) };
			const few = await this.home.send('POST', path, { data: people.slice(0, FEW + SPARE) });
			if (isFine(few) && itemsOf(few).length > 0) return { many, few, items: itemsOf(few) };
			const items = [];
			for (const data of people.slice(0, FEW + SPARE))
				items.push(await this.home.create(path, { data }));
			return { many, few, items };
		});
	}

	/** Two contacts to write to. */
	async twoContacts() {
		const { items } = await this.contacts();
		if (items.length < FEW) throw new Unseen('too few contacts could be created');
		return items.slice(0, FEW).map(idOf);
	}

	/** A contact to delete; nobody gets it again. */
	async spareContact() {
		const { items } = await this.contacts();
		const spare = items.length > FEW ? items.pop() : undefined;
		if (spare === undefined) throw new Unseen('too few contacts could be created');
		return idOf(spare);
	}

	/** @param {string} id @param {Record<string, unknown>} attributes @param {string} [idInBody] */
	async patchContact(id, attributes, idInBody) {
		return await this.home.send('PATCH', `/contacts/${id}`, body('contacts', attributes, idInBody));
	}

	/** @param {string} id */
	async contact(id) {
		return itemOf(await this.account.get(`/contacts/${id}`));
	}

	/** @param {string} name @param {Record<string, unknown>} [attributes] */
	async location(name, attributes = {}) {
		const content = body('locations', await this.owned({ name, ...attributes }));
		return await this.home.create('/locations', content);
	}

	/** @param {string} name */
	async configuration(name) {
		const [type] = await this.account.sample('configuration_types');
		const attributes = { name, configuration_type_id: wireId(idOf(/** @type {Item} */ (type))) };
		return await this.home.create(
			'/configurations',
			body('configurations', await this.owned(attributes)),
		);
	}

	/** @param {string} name @param {Record<string, unknown>} [attributes] */
	async password(name, attributes = {}) {
		const secret = randomBytes(18).toString('base64url');
		const content = body('passwords', await this.owned({ name, password: secret, ...attributes }));
		const answer = await this.home.send('POST', '/passwords', content);
		const item = itemOf(answer);
		if (isFine(answer) && item !== undefined) return item;
		if (answer.status === 401 || answer.status === 403)
			throw new Unseen('the key has no Password Access');
		throw new Unseen(`POST /passwords was answered with ${told(answer)}`);
	}

	/** @param {string} name @param {Record<string, unknown>} [attributes] */
	async document(name, attributes = {}) {
		const content = body('documents', await this.owned({ name, ...attributes }));
		const answer = await this.home.send('POST', '/documents', content);
		if (!isNoRoute(answer)) {
			const item = itemOf(answer);
			if (isFine(answer) && item !== undefined) return item;
			throw new Unseen(`POST /documents was answered with ${told(answer)}`);
		}
		return await this.home.create(
			await this.below('documents'),
			body('documents', { name, ...attributes }),
		);
	}

	/** A document with one section, and what publishing it was answered with. */
	async published() {
		return await this.account.once('write published', async () => {
			const id = idOf(await this.document('Live check'));
			const sections = `/documents/${id}/relationships/sections`;
			const content = body('document-sections', {
				resource_type: 'Document::Text',
				content: '<p>Live check</p>',
			});
			const added = await this.home.send('POST', sections, content);
			const path = `/documents/${id}/publish`;
			const patched = await this.home.send('PATCH', path, body('documents', {}, id));
			const posted = isFine(patched)
				? undefined
				: await this.home.send('POST', path, body('documents', {}));
			return { id, section: isFine(added) ? itemOf(added) : undefined, patched, posted };
		});
	}

	/** @param {string} name */
	async folder(name) {
		return await this.home.create(
			await this.below('document_folders'),
			body('document-folders', { name }),
		);
	}

	/** Values that IT Glue should refuse, in records of our own. */
	async refusals() {
		return await this.account.once('write refusals', async () => {
			const email = { value: NO_ADDRESS, label_name: 'Work', primary: true };
			const tries = [
				[
					'/contacts',
					body('contacts', await this.owned({ first_name: 'Live', contact_emails: [email] })),
				],
				['/locations', body('locations', await this.owned({ name: '' }))],
				[
					'/contacts',
					body('contacts', await this.owned({ first_name: 'Live', contact_type_id: NO_REFERENCE })),
				],
			];
			const answers = [];
			for (const [path, content] of tries)
				answers.push(await this.home.send('POST', String(path), content));
			return answers;
		});
	}
}

/** No email address at all. */
const NO_ADDRESS = 'n8n-live-check';

/** Whether a write was taken or refused; a server error is neither. @param {Answer} answer @param {boolean} ifTaken @returns {Finding} */
const taken = (answer, ifTaken) => {
	if (isFine(answer)) return ifTaken ? yes(told(answer)) : no(told(answer));
	if (isRefused(answer) && (ifTaken || !isNoRoute(answer)))
		return ifTaken ? no(told(answer)) : yes(told(answer));
	return otherwise(told(answer), 'yes, with an error');
};

/** @param {Work} work */
const wholeBulk = async (work) => {
	const [good = '', bad = ''] = await work.twoContacts();
	const answer = await work.home.send(
		'PATCH',
		'/contacts',
		bulk('contacts', [
			{ id: good, attributes: { title: 'Whole' } },
			{ id: bad, attributes: { contact_type_id: NO_REFERENCE } },
		]),
	);
	if (isFine(answer))
		return otherwise('the wrong item was taken', 'yes: it compares what comes back');
	if (!isRefused(answer)) return otherwise(told(answer), 'yes, with an error');
	return whether(value(await work.contact(good), 'title') !== 'Whole', told(answer));
};

/** @param {Work} work */
const idPlace = async (work) => {
	const [id = ''] = await work.twoContacts();
	const answer = await work.home.send('PATCH', '/contacts', {
		data: [{ type: 'contacts', attributes: { id: wireId(id), title: 'Inside' } }],
	});
	if (!isFine(answer) && !isRefused(answer)) return otherwise(told(answer), 'yes, with an error');
	const inside = isFine(answer) && value(await work.contact(id), 'title') === 'Inside';
	return whether(!inside, told(answer));
};

/** @param {Work} work */
const manyAtOnce = async (work) => {
	const { many, few, items } = await work.contacts();
	if (items.length < MANY)
		return isRefused(many) && isFine(few)
			? no(`on create: ${told(many)}`)
			: unseen('too few contacts could be created');
	const entries = items.map((item) => ({ id: idOf(item), attributes: { title: 'Many' } }));
	return taken(await work.home.send('PATCH', '/contacts', bulk('contacts', entries)), true);
};

/** @param {Work} work */
const wrongId = async (work) => {
	const [here = '', other = ''] = await work.twoContacts();
	const answer = await work.patchContact(here, { title: 'Path' }, other);
	if (!isFine(answer)) return taken(answer, true);
	if (value(await work.contact(other), 'title') === 'Path')
		return otherwise('the id in the body wins', 'yes: it sends the same in both places');
	return yes(told(answer));
};

/** @param {Work} work */
const silentTypes = async (work) => {
	const [id = ''] = await work.twoContacts();
	const answer = await work.patchContact(id, { title: ['a', 'b'] });
	return taken(answer, false);
};

/** @param {Work} work */
const validation = async (work) => {
	const refused = (await work.refusals()).filter((answer) => !isFine(answer));
	const statuses = refused.map(({ status }) => status);
	const detail = `wrong email, blank name, unknown reference: ${listed(statuses.map(String)) || 'all taken'}`;
	if (statuses.length > 0 && statuses.every((status) => status === 400)) return yes(detail);
	if (statuses.length > 0 && statuses.every((status) => status === 422)) return no(detail);
	const known = statuses.every((status) => status === 400 || status === 422);
	return otherwise(detail, known ? 'yes: it treats both alike' : 'yes, with an error');
};

/** @param {Work} work */
const refusalShape = async (work) => {
	const refused = (await work.refusals()).filter((answer) => isRefused(answer));
	if (refused.length === 0) return unseen('nothing was refused');
	const errors = refused.map(({ body: sent }) =>
		Array.isArray(sent?.errors) ? sent.errors[0] : undefined,
	);
	const lacking = [
		errors.some((error) => error === undefined) && 'errors',
		errors.some((error) => typeof (error?.detail ?? error?.title) !== 'string') &&
			'detail or title',
		errors.some((error) => (error?.source?.pointer ?? null) === null) && 'source.pointer',
	].filter((name) => name !== false);
	return lacking.length === 0 ? yes() : no(`not always there: ${listed(lacking)}`);
};

/** @param {Work} work */
const listsReplaced = async (work) => {
	const [id = ''] = await work.twoContacts();
	const emails = (/** @type {string[]} */ ...names) => ({
		contact_emails: names.map((name, at) => ({
			value: `live.check.${name}@example.com`,
			label_name: 'Work',
			primary: at === 0,
		})),
	});
	const first = await work.patchContact(id, emails('one', 'two'));
	if (!isFine(first)) throw new Unseen(`emails were answered with ${told(first)}`);
	const second = await work.patchContact(id, emails('three'));
	if (!isFine(second)) throw new Unseen(`emails were answered with ${told(second)}`);
	const kept = value(await work.contact(id), 'contact-emails');
	if (!Array.isArray(kept)) return unseen('the contact comes without emails');
	return whether(kept.length === 1);
};

/** @param {Work} work */
const foreignReference = async (work) => {
	const { item } = await work.branch();
	if (item === undefined) throw new Unseen('no second organization could be created');
	const elsewhere = await work.home.create(
		'/locations',
		body('locations', { organization_id: wireId(idOf(item)), name: 'Live check elsewhere' }),
	);
	const [id = ''] = await work.twoContacts();
	return taken(await work.patchContact(id, { location_id: wireId(idOf(elsewhere)) }), false);
};

/** @param {Work} work */
const onePrimary = async (work) => {
	for (const name of ['Live check one', 'Live check two'])
		await work.location(name, { primary: true });
	const items = await work.account.items(await work.below('locations'), { 'page[size]': '50' });
	const count = items.filter(({ attributes }) => attributes.primary === true).length;
	if (count === 0) return otherwise('none is primary', 'yes');
	return whether(count === 1);
};

/** @param {Work} work */
const regionOfCountry = async (work) => {
	const regions = await work.account.sample('regions');
	const region = regions.find((item) => Number.isInteger(value(item, 'country-id')));
	const country = (await work.account.sample('countries')).find(
		(item) => region !== undefined && idOf(item) !== String(value(region, 'country-id')),
	);
	if (region === undefined || country === undefined)
		throw new Unseen('no region of another country');
	const id = idOf(await work.location('Live check region'));
	const content = { country_id: wireId(idOf(country)), region_id: wireId(idOf(region)) };
	return taken(
		await work.home.send('PATCH', `/locations/${id}`, body('locations', content)),
		false,
	);
};

/** A model, and a manufacturer that does not make it. @param {Account} account */
const mismatch = async (account) => {
	const manufacturers = (await account.sample('manufacturers')).map(idOf);
	const named = (await account.sample('models')).find((item) =>
		Number.isInteger(value(item, 'manufacturer-id')),
	);
	if (named !== undefined) {
		const other = manufacturers.find((id) => id !== String(value(named, 'manufacturer-id')));
		return { model: idOf(named), other };
	}
	for (const id of manufacturers.slice(0, 5)) {
		const [model] = await account.items(`/manufacturers/${id}/relationships/models`, {
			'page[size]': '1',
		});
		if (model !== undefined)
			return { model: idOf(model), other: manufacturers.find((one) => one !== id) };
	}
	throw new Unseen('no manufacturer with a model');
};

/** @param {Work} work */
const modelOfManufacturer = async (work) => {
	const { model, other } = await mismatch(work.account);
	if (other === undefined) throw new Unseen('no second manufacturer');
	const id = idOf(await work.configuration('Live check model'));
	const content = { manufacturer_id: wireId(other), model_id: wireId(model) };
	const answer = await work.home.send(
		'PATCH',
		`/configurations/${id}`,
		body('configurations', content),
	);
	return taken(answer, false);
};

/** @param {Work} work */
const embedded = async (work) => {
	const configuration = idOf(await work.configuration('Live check embedding'));
	const password = await work.password('Live check embedded', {
		resource_id: wireId(configuration),
		resource_type: 'Configuration',
	});
	const entries = bulk('configurations', [{ id: configuration }]);
	const deleted = await work.home.send('DELETE', '/configurations', entries);
	if (!isFine(deleted))
		throw new Unseen(`DELETE /configurations was answered with ${told(deleted)}`);
	const after = await work.account.get(`/passwords/${idOf(password)}`, { show_password: 'false' });
	if (isFine(after) || after.status === 404) return whether(isFine(after), told(after));
	return otherwise(told(after), 'yes');
};

/** @param {Work} work */
const showDefault = async (work) => {
	const id = idOf(await work.password('Live check show'));
	const answer = await work.account.get(`/passwords/${id}`);
	const item = itemOf(answer);
	if (item === undefined) return otherwise(told(answer), 'yes: it always says which it wants');
	return whether(item.attributes.password === SECRET_WAS_THERE);
};

/** @param {Work} work */
const moved = async (work) => {
	const folder = wireId(idOf(await work.folder('Live check target')));
	const id = idOf(await work.document('Live check to move'));
	const content = body('documents', { document_folder_id: folder }, id);
	const answer = await work.home.send('PATCH', `/documents/${id}`, content);
	if (!isFine(answer)) return taken(answer, true);
	const shown = itemOf(await work.account.get(`/documents/${id}`));
	const place = value(shown, 'document-folder-id');
	return String(place) === String(folder) ? yes(told(answer)) : no('accepted, but it stays');
};

/** @param {Work} work */
const fullFolder = async (work) => {
	const folder = idOf(await work.folder('Live check full'));
	await work.document('Live check inside', { document_folder_id: wireId(folder) });
	const entries = bulk('document-folders', [{ id: folder }]);
	return taken(
		await work.home.send('DELETE', await work.below('document_folders'), entries),
		false,
	);
};

/** @param {Work} work */
const draft = async (work) => {
	const { id, section } = await work.published();
	if (section === undefined) throw new Unseen('no section could be created');
	const path = `/documents/${id}/relationships/sections/${idOf(section)}`;
	const content = body('document-sections', { content: '<p>Live check, changed</p>' });
	const answer = await work.home.send('PATCH', path, content);
	if (!isFine(answer)) throw new Unseen(`a change of a section was answered with ${told(answer)}`);
	const shown = value(itemOf(await work.account.get(`/documents/${id}`)), 'published');
	return typeof shown === 'boolean' ? whether(!shown) : unseen('the document does not say');
};

/** @param {Work} work */
const publishing = async (work) => {
	const { patched, posted } = await work.published();
	if (isFine(patched)) return yes(told(patched));
	if (posted !== undefined && isFine(posted)) return no(`PATCH ${told(patched)}`);
	return otherwise(`PATCH ${told(patched)}`, 'yes, with an error');
};

/** Records to delete by their path: the form that is not documented. @param {Work} work */
const singleDeletes = async (work) => {
	const records = [
		['contacts', await work.spareContact()],
		['locations', idOf(await work.location('Live check to delete'))],
		['configurations', idOf(await work.configuration('Live check to delete'))],
	];
	/** @type {string[]} */
	const there = [];
	/** @type {string[]} */
	const missing = [];
	for (const [list, id] of records) {
		const answer = await work.home.send('DELETE', `/${list}/${id}`);
		(isFine(answer) ? there : missing).push(`${list}: ${told(answer)}`);
	}
	const detail = listed([...there, ...missing]);
	if (there.length > 0 && missing.length > 0)
		return otherwise(detail, 'yes: it uses the documented form first');
	return whether(there.length > 0, detail);
};

/** @param {Work} work */
const payload = async (work) => {
	const { id } = await work.organization();
	// The type is wrong and the attribute does not exist: whatever the size, nothing is stored.
	const content = body('n8n-live-check', { n8n_live_check: 'x'.repeat(ABOVE_10_MB) });
	try {
		const answer = await work.home.send('PATCH', `/organizations/${id}`, content);
		return whether(answer.status === 413, told(answer));
	} catch (error) {
		if (!(error instanceof NoAnswer) || !CLOSED.has(error.code)) throw error;
		return yes(`the connection was closed (${error.code})`);
	}
};

/** @param {Work} work */
const bulkAnswer = async (work) => {
	const ids = await work.twoContacts();
	const entries = ids.map((id) => ({ id, attributes: { title: 'Answer' } }));
	const answer = await work.home.send('PATCH', '/contacts', bulk('contacts', entries));
	if (!isFine(answer)) return unseen(`a bulk update was answered with ${told(answer)}`);
	const back = itemsOf(answer).filter((item) => value(item, 'title') === 'Answer');
	return whether(
		ids.every((id) => back.some((item) => idOf(item) === id)),
		told(answer),
	);
};

/**
 * @param {Account} account
 * @param {Home} home
 * @returns {Record<string, Look>}
 */
export const writingLooks = (account, home) => {
	const work = new Work(account, home);
	/** @param {string} opposite @param {(work: Work) => Promise<Finding>} look @returns {Look} */
	const by = (opposite, look) => ({ opposite, look: async () => await look(work) });
	return {
		...assetLooks(work),
		createAnswers200: by('yes', async () => {
			const { status } = await work.organization();
			return status === 200 || status === 201
				? whether(status === 200, String(status))
				: otherwise(String(status), 'yes');
		}),
		organizationNameUnique: by(
			'yes: it looks before it creates, and lists the IDs where several have the name',
			async () => {
				await work.organization();
				return taken((await work.branch()).twin, false);
			},
		),
		parentIdIsStored: by('yes, with a hint: it compares what comes back', async () => {
			const { id } = await work.organization();
			const { item } = await work.branch();
			if (item === undefined) return unseen('no organization below another could be created');
			return whether(String(value(item, 'parent-id')) === id);
		}),
		validationIs400: by('yes: it treats both alike', validation),
		bulkRefusedAsAWhole: by('yes: it sends the others again, one by one', wholeBulk),
		bulkDeleteAnswers204: by('yes', async () => {
			const id = await work.spareContact();
			const answer = await home.send('DELETE', '/contacts', bulk('contacts', [{ id }]));
			if (!isFine(answer)) return otherwise(told(answer), 'yes, with an error');
			return whether(answer.status === 204, told(answer));
		}),
		idInBulkAtResourceLevelOnly: by('yes, deleting with an error', idPlace),
		bulkSizeUnlimited: by('yes: it sends 50 at most', manyAtOnce),
		wrongIdInBodyIgnored: by('yes: it sends the same in both places', wrongId),
		typesAreChecked: by('yes: it names what IT Glue did not take', silentTypes),
		referencesStayInOrganization: by('yes', foreignReference),
		primaryLocationIsUnique: by('yes', onePrimary),
		regionMustBelongToCountry: by('yes', regionOfCountry),
		modelMustBelongToManufacturer: by('yes', modelOfManufacturer),
		embeddedPasswordsSurvive: by('yes', embedded),
		showPasswordDefaultTrue: by('yes: it always says which it wants', showDefault),
		documentFolderWritableOnPatch: by('yes, with an error or a hint', moved),
		fullFolderDeleteRefused: by('yes: it deletes no folders', fullFolder),
		publishIsPatch: by('yes: it then uses POST', publishing),
		documentPublishedFalseWhileDraftOpen: by('yes: it goes by the body where that tells', draft),
		singleDeleteExists: by('yes: it uses the documented form first', singleDeletes),
		payloadAbove10MbRefused: by('yes', payload),
		refusalNamesTheField: by('yes: it says what IT Glue says', refusalShape),
		bulkCreateUnderOrganization: by('yes, with an error: leave Create in Bulk off', async () => {
			const { many, few } = await work.contacts();
			return taken(isFine(many) ? many : few, true);
		}),
		bulkUpdateAnswersRecords: by(
			'yes: it changes those that are missing once more, singly',
			bulkAnswer,
		),
		unknownAttributeIgnored: by('yes, with an error', async () => {
			const [id = ''] = await work.twoContacts();
			return taken(await work.patchContact(id, { n8n_live_check: 'x' }), true);
		}),
		contactListsReplaced: by('no: Replace All does not remove entries', listsReplaced),
		documentContentNotStored: by('yes: it stores the body as a section', async () => {
			const id = idOf(await work.document('Live check body', { content: '<p>Live check</p>' }));
			const shown = itemOf(await account.get(`/documents/${id}`));
			if (shown === undefined) return unseen('the document could not be read');
			return whether(!String(value(shown, 'content') ?? '').includes('Live check'));
		}),
		passwordSingleDelete: by('yes: it then uses the bulk form', async () => {
			const id = idOf(await work.password('Live check to delete'));
			return taken(await home.send('DELETE', `/passwords/${id}`), true);
		}),
	};
};

/** Looked at when everything is over. @param {Home} home @returns {Record<string, Look>} */
export const closingLooks = (home) => ({
	deleteIsImmediate: {
		opposite: 'yes',
		look: async () =>
			home.gone === undefined
				? unseen('the organization is still there')
				: whether(home.gone === 'at once'),
	},
});
