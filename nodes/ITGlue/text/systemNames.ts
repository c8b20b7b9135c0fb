/** Names of the systems that IT Glue is connected to, in the spellings of its answers and of people. */

/** The system of a name. `key` is equal for two spellings of one system. */
export interface System {
	/** `both`: a PSA and an RMM in one. `unknown`: it may be either, or something else. */
	kind: 'psa' | 'both' | 'other' | 'unknown';
	key: string;
}

/** The names of each PSA, by IT Glue's filter value for it. */
const FILTERED: Record<string, string> = {
	autotask: 'autotask at',
	manage:
		'manage connectwise cw cwm cwmanage connectwisepsamanage connectwisemanagepsa connectwisepsacloud',
	'kaseya-bms': 'bms bmsbykaseya',
	'pulseway-psa': 'pulsewaypsa',
	tigerpaw: 'tigerpaw tigerpawone tigerpawsoftware revio',
	vorex: 'vorex vorexbykaseya',
};

/** Further PSAs: IT Glue shows their links, but has no filter for them. */
const OTHER_PSAS: Record<string, string> = {
	halopsa: 'halo haloitsm haloservicedesk haloservicesolutions',
	accelo: 'accelo',
	rangermsp: 'rangermsp commit commitcrm',
	repairshopr: 'repairshopr',
	harmonypsa: 'harmony',
	promys: 'promys',
	mspmanager: 'mspmanager',
	servicenow: 'servicenow',
	zendesk: 'zendesk',
	freshservice: 'freshservice freshdesk',
};

const BOTH: Record<string, string> = {
	syncro: 'syncro syncromsp',
	atera: 'atera',
	superops: 'superops superopsai',
	naverisk: 'naverisk',
};

/** RMMs, directories, backup, security and others: never a PSA. */
const OTHERS =
	'addigy auvik automate labtech continuum command control asio aem autotaskendpointmanagement jamf jamfpro vsa vsax ' +
	'vsa9 vsa10 logmein logmeincentral gotoresolve managedworkplace avgmanagedworkplace barracudamanagedworkplace ' +
	'meraki ciscomeraki mspncentral ncentral nsight ninja ninjaone panorama9 watchman watchmanmonitoring ' +
	'networkglue networkdetective networkdetectivepro rapidfiretools vulscan compliancemanager itglue myglue liongard ' +
	'domotz datto bcdr saasprotection unitrends spanning backupradar veeam acronis activedirectory ldap okta duo ' +
	'duosecurity gsuite mosyle kandji sentinelone huntress sophos sophoscentral webroot bitdefender passly keeper ' +
	'screenconnect slack cloudflare';

/** Makers of several systems; their name may come before the system's name. */
const MAKERS = ['kaseya', 'datto', 'connectwise', 'nable', 'solarwinds'];

/** Words after a name that add no meaning. */
const ENDINGS = ['psa', 'integration', 'adapter', 'sync'];

const OF_ONE_MAKER = ['microsoft', 'azure', 'entra', 'intune', 'office365', 'o365', 'google'];

const KNOWN = new Map<string, System>();

function learn(table: Record<string, string>, kind: System['kind']): void {
	for (const [key, names] of Object.entries(table))
		for (const name of names.split(' ')) KNOWN.set(name, { kind, key });
}

learn(FILTERED, 'psa');
learn(OTHER_PSAS, 'psa');
learn(BOTH, 'both');
for (const name of OTHERS.split(' ')) KNOWN.set(name, { kind: 'other', key: name });

const LONGEST = 100;

/** Letters and digits only, in lower case; text in brackets only explains the name. */
const compact = (name: string): string =>
	name
		.slice(0, LONGEST)
		.normalize('NFKC')
		.toLowerCase()
		.replace(/\([^()]*\)/g, ' ')
		.replace(/[^\p{L}\p{N}]+/gu, '');

function withoutEnding(name: string): string {
	const ending = ENDINGS.find((one) => name.endsWith(one) && name !== one);
	return ending === undefined ? name : name.slice(0, -ending.length);
}

function withoutMaker(name: string): string {
	const maker = MAKERS.find((one) => name.startsWith(one) && name !== one);
	return maker === undefined ? name : name.slice(maker.length);
}

/** The system of a name; undefined if it names none ("PSA", blanks). */
export function systemOf(name: string): System | undefined {
	const whole = compact(name);
	if (whole === '' || whole === 'psa') return undefined;
	const short = withoutEnding(whole);
	const known = KNOWN.get(whole) ?? KNOWN.get(short) ?? KNOWN.get(withoutMaker(short));
	if (known) return known;
	const isOther =
		short.endsWith('rmm') ||
		(OF_ONE_MAKER.some((maker) => short.startsWith(maker)) && !short.includes('dynamics'));
	return { kind: isOther ? 'other' : 'unknown', key: short };
}

/** IT Glue's filter value for a PSA, if it has one. */
export function filterValueOf(name: string): string | undefined {
	const key = systemOf(name)?.key ?? '';
	return Object.hasOwn(FILTERED, key) ? key : undefined;
}

/**
 * Whether two names mean one system. `unknown`: one of them is not known, so it may be another name of the other
 * system. `unsaid`: one of them names no system.
 */
export function compareSystems(
	a: string | null | undefined,
	b: string | null | undefined,
): 'same' | 'different' | 'unknown' | 'unsaid' {
	const [one, other] = [systemOf(a ?? ''), systemOf(b ?? '')];
	if (!one || !other) return 'unsaid';
	if (one.key === other.key) return 'same';
	return one.kind === 'unknown' || other.kind === 'unknown' ? 'unknown' : 'different';
}
