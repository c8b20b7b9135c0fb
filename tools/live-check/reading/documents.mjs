/** Documents, folders and sections: the part of the API that is youngest and least documented. */
import { idOf, itemOf, itemsOf } from '../account.mjs';
import {
	isFine,
	isNoRoute,
	isRefused,
	no,
	otherwise,
	told,
	Unseen,
	unseen,
	whether,
	yes,
} from '../findings.mjs';

/** @typedef {import('../account.mjs').Account} Account */
/** @typedef {import('../account.mjs').Item} Item */
/** @typedef {import('../connection.mjs').Answer} Answer */
/** @typedef {import('../rows.mjs').Look} Look */

/** So many organizations are looked at for a document in a folder. */
const TRIES = 6;
/** Pages carry whole bodies. */
const PAGE = { 'page[size]': '50' };
const FOLDER = 'filter[document_folder_id]';
const IN_FOLDERS = { ...PAGE, 'filter[document_folder_id][ne]': 'null' };

/** @param {Item} item @returns {string | undefined} */
const folderOf = ({ attributes }) => {
	const id = attributes['document-folder-id'];
	return id === null || id === undefined ? undefined : String(id);
};

/** @param {string} organization @param {string} what */
const below = (organization, what) => `/organizations/${organization}/relationships/${what}`;

/** Some of the items, from all over. @template T @param {T[]} items @returns {T[]} */
const spread = (items) => {
	const step = Math.max(1, Math.floor(items.length / TRIES));
	return items.filter((_item, at) => at % step === 0).slice(0, TRIES);
};

/**
 * A folder of an organization, what the filter by it gives, and those documents of it that say themselves that
 * they are in it; where folders are closed to keys, through the documents.
 * @param {Account} account
 * @param {string} organization
 */
const folderWithDocuments = async (account, organization) => {
	const folders = await account.get(below(organization, 'document_folders'), PAGE);
	const documents = below(organization, 'documents');
	const candidates = isFine(folders)
		? itemsOf(folders)
				.filter(({ attributes }) => attributes['documents-count'] !== 0)
				.map(idOf)
		: itemsOf(await account.get(documents, IN_FOLDERS)).flatMap((item) => folderOf(item) ?? []);
	const [folder] = candidates;
	if (folder === undefined) return { folders, folder, filtered: [], inside: [] };
	const filtered = itemsOf(await account.get(documents, { ...PAGE, [FOLDER]: folder }));
	const inside = filtered.filter((item) => folderOf(item) === folder);
	return { folders, folder, filtered, inside };
};

/**
 * The organization that tells most about documents, among some.
 * @param {Account} account
 */
const library = async (account) =>
	await account.once('library', async () => {
		/** @type {Partial<Awaited<ReturnType<typeof folderWithDocuments>>> & { organization?: string }} */
		const nothing = {};
		for (const organization of spread(await account.sample('organizations')).map(idOf)) {
			const found = await folderWithDocuments(account, organization);
			nothing.folders ??= found.folders;
			if (found.filtered.length === 0 || found.folder === undefined) continue;
			return { organization, ...found };
		}
		return nothing;
	});

/** @param {Account} account */
const shelf = async (account) => {
	const { organization, folder, filtered = [], inside = [] } = await library(account);
	if (organization === undefined || folder === undefined)
		throw new Unseen('no document in a folder among the organizations looked at');
	const documents = below(organization, 'documents');
	const plain = await account.once(
		'plain documents',
		async () => await account.items(documents, PAGE),
	);
	return { documents, folder, filtered, inside, plain };
};

/** The same, with at least one document that is known to be in the folder. @param {Account} account */
const filledShelf = async (account) => {
	const found = await shelf(account);
	if (found.inside.length === 0) throw new Unseen('no document that says that it is in a folder');
	return found;
};

/** Documents of one organization, in folders and outside. @param {Account} account */
const shelved = async (account) => {
	const { filtered, plain } = await shelf(account);
	const all = [...plain, ...filtered];
	if (all.length === 0) throw new Unseen('no document');
	return all;
};

/** A document to read, and its sections' answer. @param {Account} account */
const sections = async (account) =>
	await account.once('sections', async () => {
		const { inside, plain } = await shelf(account);
		/** @type {{ id: string, answer: Answer } | undefined} */
		let read;
		for (const item of [...inside.slice(0, 1), ...plain.slice(0, 1)]) {
			const id = idOf(item);
			read = { id, answer: await account.get(`/documents/${id}/relationships/sections`) };
			if (itemsOf(read.answer).length > 0) break;
		}
		if (read === undefined) throw new Unseen('no document to read');
		return read;
	});

/** The record of a document that has sections. @param {Account} account */
const documentWithSections = async (account) => {
	const { id, answer } = await sections(account);
	if (itemsOf(answer).length === 0) throw new Unseen('no document with sections');
	const shown = await account.once('document', async () => await account.get(`/documents/${id}`));
	const item = itemOf(shown);
	if (item === undefined) throw new Unseen(`/documents/:id was answered with ${told(shown)}`);
	const included = [shown.body?.included, shown.body?.data?.included].flat();
	return {
		asAttribute: Array.isArray(item.attributes.sections),
		asIncluded:
			item.relationships?.sections !== undefined ||
			included.some((entry) => String(entry?.type).includes('section')),
	};
};

/** @type {Record<string, Look>} */
export const looks = {
	documentFoldersAvailable: {
		opposite: 'yes, with a hint: it asks for documents in folders in another way',
		look: async (account) => {
			const { folders } = await library(account);
			if (folders === undefined) return unseen('no organization');
			if (isFine(folders)) return yes(told(folders));
			const closed = folders.status === 401 || isNoRoute(folders);
			return closed ? no(told(folders)) : otherwise(told(folders), 'yes, with an error');
		},
	},
	documentFolderNullMeansRoot: {
		opposite: 'yes: it reads folder by folder',
		look: async (account) => {
			const { documents, inside } = await filledShelf(account);
			const items = await account.items(documents, { ...PAGE, [FOLDER]: 'null' });
			const ids = new Set(inside.map(idOf));
			return whether(!items.some((item) => folderOf(item) !== undefined || ids.has(idOf(item))));
		},
	},
	documentFolderNeNull: {
		opposite: 'yes: it reads folder by folder',
		look: async (account) => {
			const { documents, inside } = await filledShelf(account);
			const answer = await account.get(documents, IN_FOLDERS);
			if (!isFine(answer)) return otherwise(told(answer), 'yes: it reads folder by folder');
			const ids = new Set(itemsOf(answer).map(idOf));
			const foldersOnly = itemsOf(answer).every((item) => folderOf(item) !== undefined);
			const some = inside.some((item) => ids.has(idOf(item)));
			if (some && foldersOnly) return yes();
			return no(ids.size === 0 ? 'nothing came' : some ? 'all documents came' : 'without effect');
		},
	},
	documentFolderFilterFilters: {
		opposite: 'no: Get Many leaves out documents in folders, or gives those of other folders',
		look: async (account) => {
			const { folder, filtered, plain } = await shelf(account);
			const root = new Set(plain.filter((item) => folderOf(item) === undefined).map(idOf));
			return whether(
				filtered.every((item) => (folderOf(item) ?? folder) === folder && !root.has(idOf(item))),
			);
		},
	},
	documentIndexIsRootOnly: {
		opposite: 'yes: what comes twice is given once',
		look: async (account) => {
			const { inside, plain } = await filledShelf(account);
			const ids = new Set(plain.map(idOf));
			const mixed = plain.some((item) => folderOf(item) !== undefined);
			return whether(!mixed && !inside.some((item) => ids.has(idOf(item))));
		},
	},
	documentIdFilterFinds: {
		opposite: 'no: Get Many by ID returns other documents as well',
		look: async (account) => {
			const { documents, inside } = await filledShelf(account);
			const wanted = inside.slice(0, 1).map(idOf);
			const items = await account.items(documents, {
				...PAGE,
				'filter[id]': wanted.join(','),
			});
			if (items.length === 0)
				return no('nothing in a folder is found', 'yes: it looks folder by folder');
			return whether(items.every((item) => wanted.includes(idOf(item))));
		},
	},
	documentsOnlyByOrganization: {
		opposite: 'yes: it reads by organization all the same',
		look: async (account) => {
			const answer = await account.get('/documents', { 'page[size]': '1' });
			if (isFine(answer)) return no(told(answer));
			return isNoRoute(answer) || isRefused(answer)
				? yes(told(answer))
				: otherwise(told(answer), 'yes: it reads by organization all the same');
		},
	},
	sectionsAvailable: {
		opposite: 'yes: it writes the body to the document itself',
		look: async (account) => {
			const { answer } = await sections(account);
			if (isFine(answer)) return yes(told(answer));
			return answer.status === 404 || answer.status === 405
				? no(told(answer), isNoRoute(answer) ? undefined : 'yes, with an error')
				: otherwise(told(answer), 'yes, with an error');
		},
	},
	documentShowReturnsSections: {
		opposite: 'yes: it reads the sections themselves',
		look: async (account) => {
			const { asAttribute, asIncluded } = await documentWithSections(account);
			return whether(asAttribute || asIncluded);
		},
	},
	documentContentAsBlocks: {
		opposite: 'yes: it makes HTML of either form',
		look: async (account) => {
			const contents = (await shelved(account)).map(({ attributes }) => attributes.content);
			const filled = contents.filter((content) =>
				Array.isArray(content) ? content.length > 0 : typeof content === 'string' && content !== '',
			);
			if (filled.length > 0) return whether(filled.every((content) => Array.isArray(content)));
			return contents.some((content) => Array.isArray(content))
				? no('content is an empty list everywhere')
				: unseen('no document that shows a body');
		},
	},
	documentContentInSectionsOnly: {
		opposite: 'yes: it reads the sections where the document shows no body',
		look: async (account) => {
			const contents = (await shelved(account)).map(({ attributes }) => attributes.content);
			return whether(contents.every((content) => Array.isArray(content) && content.length === 0));
		},
	},
	documentSaysPublished: {
		opposite: 'yes: it goes by published-at and published-by',
		look: async (account) => {
			const documents = await shelved(account);
			return whether(documents.some(({ attributes }) => typeof attributes.published === 'boolean'));
		},
	},
	documentSectionsAsAttribute: {
		opposite: 'yes: it reads the sections themselves',
		look: async (account) => {
			const { asAttribute, asIncluded } = await documentWithSections(account);
			if (!asAttribute && !asIncluded) return unseen('the document comes without its sections');
			return whether(asAttribute);
		},
	},
};
