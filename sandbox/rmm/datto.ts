/**
 * The RMM as Datto RMM shows it.
 *
 * Sources: Datto's own description, "Datto RMM API 2.0.0" (merlot-api.centrastage.net/api/swagger-ui), kept as
 * specs/datto-rmm-openapi.json in github.com/josh-fisher/datto-rmm: paths, pageDetails, members of Device,
 * DeviceAudit and ESXiHostAudit, classes of devices; rmm.datto.com/help/en/Content/2SETUP/APIv2.htm: tokens hold 100
 * hours, 600 requests in 60 seconds, 429 above; github.com/aaronengels/DattoRMM: the client `public-client` with the
 * secret `public`, grant `password` with the API key and the API secret key. Times come as milliseconds, although the
 * description calls them texts, and pages count from 0: so the scripts there read them. Serial numbers and MAC
 * addresses are part of an audit only, one request for each device.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../core/errors';
import type { Json } from '../types';
import type { Psa } from '../psa/model';
import { numberOf, uuidOf, type RmmDevice } from './model';
import { addTokenRoute } from './oauth';

const TOKEN_LIFETIME = 100 * 3600;
const LARGEST_PAGE = 250;
const STANDARD_PAGE = 50;

/** Where a device stands that was deleted. */
const DELETED_SITE = 'Deleted Devices';

type Shown = Record<string, Json>;

function refusal(status: number, error: string): ApiError {
	return new ApiError(status, { error, status }, 'application/json; charset=utf-8');
}

function kindOf({ type, model }: RmmDevice): Shown {
	if (type === 'VMWARE_VM_HOST') return { category: 'ESXI Host', type: 'ESXI Host' };
	if (type.endsWith('_SERVER')) return { category: 'Server', type: 'Main System Chassis' };
	if (type.startsWith('NMS_')) return { category: 'Network Device', type: type.slice(4) };
	if (/book/i.test(model ?? '')) return { category: 'Laptop', type: 'Notebook' };
	return { category: 'Desktop', type: 'Desktop' };
}

const classOf = ({ type }: RmmDevice): string => {
	if (type === 'VMWARE_VM_HOST') return 'esxihost';
	if (type === 'CLOUD_MONITOR_TARGET') return 'unknown';
	return type === 'NMS_PRINTER' ? 'printer' : 'device';
};

function deviceShown(device: RmmDevice): Shown {
	const siteName = device.retired ? DELETED_SITE : device.siteName;
	const seen = Date.parse(device.lastSeen);
	return {
		id: device.id,
		uid: uuidOf('datto', device.id),
		siteId: numberOf(siteName),
		siteUid: uuidOf('site', numberOf(siteName)),
		siteName,
		deviceType: kindOf(device),
		hostname: device.hostname,
		intIpAddress: device.ipAddress,
		operatingSystem: device.operatingSystem,
		lastLoggedInUser: null,
		domain: 'example.net',
		extIpAddress: '192.0.2.1',
		description: device.hostname,
		online: !device.offline && !device.retired,
		suspended: false,
		deleted: device.retired,
		lastSeen: seen,
		lastReboot: seen - 86_400_000,
		lastAuditDate: seen,
		creationDate: seen - 86_400_000_000,
		udf: Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`udf${at + 1}`, null])),
		snmpEnabled: false,
		deviceClass: classOf(device),
	};
}

function auditShown(device: RmmDevice): Shown {
	const nics = device.macAddresses.map((macAddress, at) => ({
		instance: at === 0 ? 'Ethernet adapter' : 'USB dock adapter',
		ipv4: at === 0 ? device.ipAddress : null,
		macAddress,
		type: null,
	}));
	const { manufacturer, model, serialNumber, hostname: name } = device;
	return classOf(device) === 'esxihost'
		? { systemInfo: { manufacturer, model, name, serviceTag: serialNumber }, nics, guests: [] }
		: { systemInfo: { manufacturer, model }, nics, bios: { instance: name, serialNumber } };
}

function wholeNumber(given: URLSearchParams, name: string, standard: number): number {
	const text = given.get(name);
	if (text === null) return standard;
	if (/^\d+$/.test(text)) return Number(text);
	throw refusal(400, `${name} is not a number`);
}

/** One page with where the next one is; the address is whole. */
function paged(request: FastifyRequest, devices: RmmDevice[], base: string): Shown {
	const given = new URL(request.url, 'http://127.0.0.1').searchParams;
	const size = Math.min(LARGEST_PAGE, wholeNumber(given, 'max', STANDARD_PAGE));
	const page = wholeNumber(given, 'page', 0);
	const rows = devices.slice(page * size, (page + 1) * size);
	const address = (at: number): string => `${base}?max=${size}&page=${at}`;
	return {
		pageDetails: {
			count: rows.length,
			totalCount: devices.length,
			prevPageUrl: page > 0 ? address(page - 1) : null,
			nextPageUrl: (page + 1) * size < devices.length ? address(page + 1) : null,
		},
		devices: rows.map(deviceShown),
	};
}

/** Adds token, devices and audits. */
export function addDattoRoutes(scope: FastifyInstance, psa: Psa): void {
	scope.setNotFoundHandler(async () => {
		throw refusal(404, 'Not Found');
	});
	addTokenRoute(
		scope,
		'/auth/oauth/token',
		() => psa.tokens,
		() => {
			const { clientId, clientSecret, apiKey, apiSecretKey } = psa.rmm.datto;
			const needs = { username: apiKey, password: apiSecretKey };
			return { clientId, clientSecret, type: 'password', needs, lifetime: TOKEN_LIFETIME };
		},
	);
	const signedIn = (request: FastifyRequest): void => {
		if (!psa.tokens.holds(request.headers.authorization)) throw refusal(401, 'Unauthorized');
	};
	scope.get('/api/v2/account/devices', async (request) => {
		signedIn(request);
		return paged(request, psa.devices, `${psa.rmm.datto.url}/api/v2/account/devices`);
	});
	for (const kind of ['device', 'esxihost'])
		scope.get<{ Params: { uid: string } }>(
			`/api/v2/audit/${kind}/:uid`,
			async (request, reply: FastifyReply) => {
				signedIn(request);
				const { uid } = request.params;
				const device = psa.devices.find(({ id }) => uuidOf('datto', id) === uid);
				if (device === undefined) throw refusal(404, 'Device was not found.');
				if (classOf(device) !== kind)
					throw refusal(
						400,
						`The device identified by the given device UID is not of class ${kind}.`,
					);
				return reply.send(auditShown(device));
			},
		);
}
