/** What hangs on a configuration and has no collection here: files, and the record of an RMM. */
import type { Context, IncludedItem, StoredRecord } from '../types';

/** Every third configuration has a file. */
export function attachments(record: StoredRecord, context: Context): IncludedItem[] {
	const id = BigInt(record.id);
	if (id % 3n !== 0n) return [];
	const name = 'Warranty certificate.pdf';
	const moment = new Date(record.createdAt).toISOString();
	return [
		{
			id: `${id % 1_000_000_000n}3`,
			virtualType: 'attachments',
			attributes: {
				name,
				attachment_file_name: name,
				attachment_content_type: 'application/pdf',
				attachment_file_size: 48_213,
				ext: 'pdf',
				viewable: false,
				download_url: `${context.origin ?? ''}/attachments/${id % 1_000_000_000n}3`,
				created_at: moment,
				updated_at: moment,
			},
		},
	];
}

/** What the RMM knows of the device. */
export function rmmRecords(record: StoredRecord): IncludedItem[] {
	if (record.rmm === undefined) return [];
	const {
		name,
		hostname,
		primary_ip: ip,
		mac_address: mac,
		serial_number: serial,
	} = record.attributes;
	return [
		{
			id: record.rmm.remoteId,
			virtualType: 'rmm-records',
			attributes: {
				name,
				cpu: 'Example CPU 4 x 2.4 GHz',
				device_type: 'Workstation',
				disks: [{ name: 'C:', used: 91_268_055_040, total: 511_101_108_224 }],
				external_url: 'https://rmm.example.com/devices/1',
				hostname,
				ip_addresses: [ip ?? null],
				last_login_user: 'aisha',
				last_reboot: '2024-03-01T05:00:00.000Z',
				last_seen_online: '2024-03-04T08:00:00.000Z',
				mac_addresses: [mac ?? null],
				manufacturer_name: 'Northgate Computers',
				memory_total: 17_179_869_184,
				manufacturer_model_name: 'Desk 200',
				ms_office_version: null,
				operating_system: 'Windows 11 Pro',
				patches_applied: null,
				patches_total: null,
				serial_number: serial,
			},
			relationships: { configuration: { data: { id: record.id, type: 'configurations' } } },
		},
	];
}
