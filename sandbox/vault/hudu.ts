/**
 * The password store as Hudu shows it.
 *
 * Sources: support.hudu.com/hc/en-us/articles/11422780787735 (header x-api-key, `?page=`, 25 records a page, 300
 * requests a minute, rights of a key); github.com/lwhitelock/HuduAPI: paths, `page_size` up to 1000, no total, the
 * text "Retry later" with 429, what a password may be embedded in; types of github.com/msoukhomlinov/n8n-nodes-hudu
 * (members of a password). `url` of a password is the address of its page in Hudu, `login_url` the one to sign in at:
 * so importers that read both say. Texts of refusals are our own.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../core/errors';
import type { Psa } from '../psa/model';
import { numberOf } from '../rmm/model';
import type { Json } from '../types';
import type { VaultEntry } from './model';

const STANDARD_PAGE = 25;
const LARGEST_PAGE = 1000;

type Shown = Record<string, Json>;

function refusal(status: number, error: string): ApiError {
	return new ApiError(status, { error }, 'application/json; charset=utf-8');
}

const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** An asset has a number that follows from whose it is and how it is called. */
const assetNumber = ({ client, device }: VaultEntry): number =>
	numberOf(`${client ?? ''} ${device ?? ''}`);

function passwordShown(entry: VaultEntry): Shown {
	const { id, client, device, name, username, password, url, notes, archived } = entry;
	return {
		id,
		passwordable_id: device === null ? null : assetNumber(entry),
		passwordable_type: device === null ? null : 'Asset',
		company_id: client === null ? null : numberOf(client),
		name,
		username,
		slug: `${slug(name)}-${id}`,
		description: notes,
		password,
		otp_secret: null,
		url: `/passwords/${slug(name)}-${id}`,
		login_url: url,
		password_type: null,
		password_folder_id: null,
		password_folder_name: null,
		in_portal: false,
		archived,
		created_at: entry.lastUpdated,
		updated_at: entry.lastUpdated,
	};
}

function companiesOf(entries: VaultEntry[]): Shown[] {
	const names = entries.flatMap(({ client }) => (client === null ? [] : [client]));
	return [...new Set(names)].map((name) => ({
		id: numberOf(name),
		slug: slug(name),
		name,
		nickname: '',
		company_type: 'Customer',
		archived: false,
	}));
}

function assetsOf(entries: VaultEntry[]): Shown[] {
	const shown = entries
		.filter(({ client, device }) => client !== null && device !== null)
		.map((entry): [number, Shown] => [
			assetNumber(entry),
			{
				id: assetNumber(entry),
				company_id: numberOf(entry.client ?? ''),
				company_name: entry.client,
				asset_layout_id: 1,
				asset_type: 'Computer Assets',
				object_type: 'Asset',
				slug: slug(entry.device ?? ''),
				name: entry.device,
				primary_serial: null,
				archived: false,
				fields: [],
				cards: [],
			},
		]);
	return [...new Map(shown).values()];
}

/** Records of one page; past the last one there are none. */
function paged(request: FastifyRequest, records: Shown[]): Shown[] {
	const given = new URL(request.url, 'http://127.0.0.1').searchParams;
	const number = (name: string, standard: number): number => {
		const text = given.get(name);
		if (text === null) return standard;
		if (/^[1-9]\d*$/.test(text)) return Number(text);
		throw refusal(400, `${name} is invalid`);
	};
	const size = Math.min(LARGEST_PAGE, number('page_size', STANDARD_PAGE));
	const page = number('page', 1);
	return records.slice((page - 1) * size, page * size);
}

/** Adds companies, assets and passwords. */
export function addHuduRoutes(scope: FastifyInstance, psa: Psa): void {
	scope.setNotFoundHandler(async () => {
		throw refusal(404, 'Not Found');
	});
	const list = (name: string, records: (entries: VaultEntry[]) => Shown[]): void => {
		scope.get(`/api/v1/${name}`, async (request) => {
			if (request.headers['x-api-key'] !== psa.vault.key)
				throw refusal(401, 'Invalid API key or IP not whitelisted');
			const wanted = new URL(request.url, 'http://127.0.0.1').searchParams.get('id');
			const found = records(psa.secrets);
			return {
				[name]: paged(
					request,
					wanted === null ? found : found.filter(({ id }) => String(id) === wanted),
				),
			};
		});
	};
	list('companies', companiesOf);
	list('assets', assetsOf);
	list('asset_passwords', (entries) => entries.map(passwordShown));
}
