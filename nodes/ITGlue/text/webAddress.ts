/** Web addresses of records, in the forms of the browser, of IT Glue's copy button, and of its API. */

/** The address parts of one kind of record. */
export interface Place {
	/** Segments between the organization and the id, `*` for any segment; empty for the organization itself. */
	webPath: string;
	/** The word in short addresses: `DOC` in `/DOC-<organization>-<id>`. */
	webCode?: string;
	/** The collection in addresses of the API. */
	collection: string;
}

export interface Address {
	id: string;
	/** Set if the address contains it. */
	organization?: string;
}

const ID = /^[0-9]{1,19}$/;
const MOST_SEGMENTS = 20;

/**
 * The record that an address names. The host is not checked: accounts have different hosts, and samples of hosts are
 * unreliable. The text after the id, `?…` and `#…` do not matter; scheme and host may be missing.
 */
export function readAddress(text: string, place: Place): Address | undefined {
	const [first, ...others] = segmentsOf(text);
	if (first === undefined) return undefined;
	const short = shortAddress(first);
	if (short && place.webPath === '') return { id: short.organization };
	if (short) return short.code === place.webCode ? within(short.id, short.organization) : undefined;
	if (first === 'organizations') {
		const [organization = '', relation, ...rest] = others;
		if (!ID.test(organization)) return undefined;
		if (place.webPath === '') return { id: organization };
		return relation === 'relationships' ? find(rest, place, organization) : undefined;
	}
	if (!ID.test(first)) return find([first, ...others], place);
	return place.webPath === '' ? { id: first } : find(others, place, first);
}

function segmentsOf(text: string): string[] {
	const bare = text.trim().replace(/^[<"']|[>"']$/g, '');
	const [path = ''] = bare.replace(/^[a-z]{1,10}:\/\//i, '//').split(/[?#]/, 1);
	const segments = path.split('/', MOST_SEGMENTS);
	const hosted = path.startsWith('//') || segments[0]?.includes('.') === true;
	const filled = segments.filter((segment) => segment !== '');
	return filled.slice(hosted ? 1 : 0).map((segment) => segment.toLowerCase());
}

const SHORT = /^([a-z]{2,10})-([0-9]{1,19})-([0-9]{1,19})$/;

function shortAddress(segment: string) {
	const [, code, organization, id] = SHORT.exec(segment) ?? [];
	if (code === undefined || organization === undefined || id === undefined) return undefined;
	return { code: code.toUpperCase(), organization, id };
}

function find(segments: string[], place: Place, organization?: string): Address | undefined {
	if (place.webPath === '') return undefined;
	for (const path of [place.webPath, place.collection]) {
		const parts = path.toLowerCase().split('/');
		const id = segments[parts.length] ?? '';
		const fits = parts.every((part, at) => part === '*' || part === segments[at]);
		if (fits && ID.test(id)) return within(id, organization);
	}
	return undefined;
}

const within = (id: string, organization?: string): Address =>
	organization === undefined ? { id } : { id, organization };

/** The same as a regular expression for the editor, with the id as its only group. */
export function addressPattern({ webPath, webCode, collection }: Place): string {
	const host = '^\\s*(?:https?://)?[^\\s/?#]*';
	// n8n tests the whole text.
	const rest = '(?:[/?#][^]*|\\s*)$';
	if (webPath === '') {
		const short = '/?[A-Za-z]{2,10}-(?=[0-9]+-[0-9])';
		return `${host}(?:(?:/organizations)?/|${short})([0-9]{1,19})(?:-[0-9]+)?${rest}`;
	}
	const path = webPath.replace(/\*/g, '[^/?#]+');
	const names = path === collection ? path : `(?:${path}|${collection})`;
	const owner = '(?:/(?:organizations/[0-9]+/relationships|[0-9]+))?';
	const long = `${owner}/${names}/`;
	const all = webCode === undefined ? long : `(?:${long}|/?${webCode}-[0-9]+-)`;
	return `${host}${all}([0-9]{1,19})${rest}`;
}
