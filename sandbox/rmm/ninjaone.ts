/**
 * The RMM as NinjaOne shows it.
 *
 * Sources: NinjaOne's own description, "NinjaOne Public API 2.0" (2.0.9-draft; app.ninjarmm.com/apidocs/), kept as
 * ninjaOne-API-core-resources.yaml in github.com/homotechsual/NinjaOne: paths, `pageSize` and `after`, members of
 * Device, ComputerSystem and Organization, node classes, approval statuses, times as seconds with fractions. The
 * token's address is the one that the module there uses (`ws/oauth/token`). Texts of refusals are our own.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../core/errors';
import type { Json } from '../types';
import type { Psa } from '../psa/model';
import { numberOf, uuidOf, type RmmDevice } from './model';
import { addTokenRoute } from './oauth';

const HOUR = 3600;
/** Of one page, asked for or not. Not documented; what users report. */
const LARGEST_PAGE = 1000;

type Shown = Record<string, Json>;

function refusal(status: number, errorMessage: string): ApiError {
	return new ApiError(
		status,
		{ resultCode: 'FAILURE', errorMessage },
		'application/json; charset=utf-8',
	);
}

/** Without the members that are not known: NinjaOne leaves those out. */
const filled = (members: Record<string, Json | undefined>): Shown =>
	Object.fromEntries(
		Object.entries(members).filter(
			(entry): entry is [string, Json] => entry[1] !== null && entry[1] !== undefined,
		),
	);

const seconds = (moment: string): number => Date.parse(moment) / 1000 + 0.123;

/** A monitor of an address has no machine behind it, and an agent that has not reported yet says nothing of it. */
const hasMachine = ({ type, hostname }: RmmDevice): boolean =>
	type !== 'CLOUD_MONITOR_TARGET' && hostname !== null;

function deviceShown(device: RmmDevice): Shown {
	const { id, hostname, serialNumber, manufacturer, model, virtual, retired } = device;
	const name = hasMachine(device) ? hostname?.toUpperCase() : undefined;
	return filled({
		id,
		uid: uuidOf('ninja', id),
		organizationId: numberOf(device.siteName),
		locationId: numberOf(device.siteName) + 1,
		nodeClass: device.type,
		approvalStatus: retired ? 'DECOMMISSIONED' : 'APPROVED',
		offline: device.offline || retired,
		displayName: hostname ?? `Target ${id}`,
		systemName: name,
		dnsName: name === undefined ? undefined : `${hostname}.example.net`,
		netbiosName: name?.slice(0, 15),
		created: seconds(device.lastSeen) - 1000 * HOUR,
		lastContact: seconds(device.lastSeen),
		lastUpdate: seconds(device.lastSeen),
		ipAddresses: device.ipAddress === null ? undefined : [device.ipAddress, 'fe80::5e00:5300'],
		macAddresses: device.macAddresses.length === 0 ? undefined : device.macAddresses,
		publicIP: name === undefined ? undefined : '192.0.2.1',
		os: name === undefined ? undefined : filled({ name: device.operatingSystem }),
		system:
			name === undefined
				? undefined
				: filled({
						name,
						manufacturer,
						model,
						biosSerialNumber: serialNumber,
						serialNumber: virtual ? 'None' : serialNumber,
						domain: 'example.net',
						virtualMachine: virtual,
						chassisType: virtual ? 'VIRTUAL' : 'DESKTOP',
					}),
	});
}

const organizationShown = ({ id, name }: { id: number; name: string }): Shown => ({
	name,
	nodeApprovalMode: 'AUTOMATIC',
	id,
});

function wholeNumber(request: FastifyRequest, name: string, standard: number): number {
	const text = new URL(request.url, 'http://127.0.0.1').searchParams.get(name);
	if (text === null) return standard;
	if (/^\d+$/.test(text)) return Number(text);
	throw refusal(400, `${name} is not a number`);
}

/** One page: the cursor is the last id of the page before. Only its records are worked out. */
function paged<One extends { id: number }>(
	request: FastifyRequest,
	records: readonly One[],
	shown: (one: One) => Shown,
): Shown[] {
	const size = Math.min(LARGEST_PAGE, wholeNumber(request, 'pageSize', LARGEST_PAGE));
	const after = wholeNumber(request, 'after', 0);
	return records
		.filter(({ id }) => id > after)
		.sort((left, right) => left.id - right.id)
		.slice(0, size)
		.map(shown);
}

/** Adds token, organizations and devices. */
export function addNinjaOneRoutes(scope: FastifyInstance, psa: Psa): void {
	scope.setNotFoundHandler(async () => {
		throw refusal(404, 'not_found');
	});
	addTokenRoute(
		scope,
		'/ws/oauth/token',
		() => psa.tokens,
		() => ({
			...psa.rmm.ninjaOne,
			type: 'client_credentials',
			lifetime: HOUR,
			scope: 'monitoring',
		}),
	);
	const list = <One extends { id: number }>(
		path: string,
		records: () => One[],
		shown: (one: One) => Shown,
	): void => {
		scope.get(path, async (request) => {
			if (!psa.tokens.holds(request.headers.authorization)) throw refusal(401, 'not_authorized');
			return paged(request, records(), shown);
		});
	};
	const sites = () =>
		[...new Set(psa.devices.map(({ siteName }) => siteName))].map((name) => ({
			id: numberOf(name),
			name,
		}));
	list('/v2/organizations', sites, organizationShown);
	list('/v2/devices-detailed', () => psa.devices, deviceShown);
}
