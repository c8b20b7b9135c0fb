/**
 * What the sandbox keeps of Microsoft Graph v1.0: a few customers' tenants. Members are named as Graph names them; what
 * Graph shows only when it is asked for (`key`, `credentials`) is kept with the rest.
 */

/** https://learn.microsoft.com/graph/api/resources/user */
export interface GraphUser {
	id: string;
	displayName: string | null;
	userPrincipalName: string;
	mail: string | null;
	accountEnabled: boolean;
	/** Null on accounts from before 2014, guests among them. */
	userType: 'Member' | 'Guest' | null;
	jobTitle: string | null;
	department: string | null;
	/** The primary address is written with `SMTP:` in capitals. */
	proxyAddresses: string[];
	assignedLicenses: Array<{ skuId: string; disabledPlans: string[] }>;
	/** True where a directory of the customer's own leads; null where there never was one. */
	onPremisesSyncEnabled: boolean | null;
	/** As it was written last; Graph never shows the password. */
	passwordProfile?: { password: string; forceChangePasswordNextSignIn: boolean };
}

/** https://learn.microsoft.com/graph/api/subscribedsku-list */
export interface GraphSku {
	id: string;
	accountId: string;
	accountName: string;
	appliesTo: 'User' | 'Company';
	capabilityStatus: string;
	consumedUnits: number;
	prepaidUnits: { enabled: number; suspended: number; warning: number; lockedOut: number };
	skuId: string;
	skuPartNumber: string;
	servicePlans: never[];
}

/** https://learn.microsoft.com/graph/api/resources/intune-devices-manageddevice */
export interface GraphDevice {
	id: string;
	deviceName: string;
	/** All zeros before the device has joined. */
	azureADDeviceId: string;
	serialNumber: string;
	userPrincipalName: string;
	operatingSystem: string;
	osVersion: string;
	manufacturer: string;
	model: string;
	isEncrypted: boolean;
	enrolledDateTime: string;
	lastSyncDateTime: string;
}

/** https://learn.microsoft.com/graph/api/resources/bitlockerrecoverykey */
export interface GraphKey {
	id: string;
	createdDateTime: string;
	/** A number in the documentation's examples, a name in its JSON schema. */
	volumeType: string;
	/** `azureADDeviceId` of the device. */
	deviceId: string;
	key: string;
}

/** https://learn.microsoft.com/graph/api/resources/devicelocalcredentialinfo */
export interface GraphLocalAdmin {
	/** `azureADDeviceId` of the device. */
	id: string;
	deviceName: string;
	lastBackupDateTime: string;
	refreshDateTime: string;
	/** The newest first. */
	credentials: Array<{
		accountName: string;
		accountSid: string;
		backupDateTime: string;
		passwordBase64: string;
	}>;
}

/** Lists of a tenant whose entries tests may change. */
export interface GraphLists {
	users: GraphUser[];
	devices: GraphDevice[];
	keys: GraphKey[];
	localAdmins: GraphLocalAdmin[];
}

export interface Tenant extends GraphLists {
	id: string;
	domain: string;
	/** Name of the client, as IT Glue has it. */
	organization: string;
	clientId: string;
	clientSecret: string;
	skus: GraphSku[];
}

/** An answer that a test has ordered instead of the right one. */
export interface GraphFault {
	status: number;
	/** Part of the path; without it, any. */
	path?: string;
	times: number;
	retryAfter?: string;
	/** Whether what was asked for is done all the same, and only the answer gets lost. */
	done?: boolean;
}

export interface Graph {
	/** Base address, as `https://graph.microsoft.com/v1.0`. */
	url: string;
	/** Base address of the sign-in, as `https://login.microsoftonline.com`. */
	login: string;
	/** Most entries of a page, whatever `$top` asks for. */
	pageSize: number;
	tenants: Tenant[];
	faults: GraphFault[];
	/** One line for each request to Graph. */
	journal: Array<{
		tenant: string;
		method: string;
		path: string;
		query: string;
		status: number;
	}>;
}
