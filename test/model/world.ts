/** A sandbox for one script: its organizations, what stands in the store, edits, and runs of the node. */
import type { IDataObject } from 'n8n-workflow';
import {
	ASSUMPTIONS,
	startSandbox,
	type Attributes,
	type JournalEntry,
	type Json,
	type Sandbox,
	type StoredRecord,
} from '../../sandbox';
import { COLLECTIONS } from '../../sandbox/resources';
import { runNode, type RunNodeResult } from '../helpers/harness';
import { upsertSettings } from '../helpers/parameters';
import type { Subject } from './facts';
import type { Stored, Surroundings } from './forecast';
import { folded } from './meaning';
import { ORGANIZATION_NAMES, type Edit, type Row, type Run, type Script } from './script';

/** Everything in the store, each record as JSON. */
export type Snapshot = ReadonlyMap<string, ReadonlyMap<string, StoredRecord>>;

/** One run of the node and what it left behind. */
export interface Observation {
	result: RunNodeResult;
	journal: JournalEntry[];
	before: Snapshot;
	after: Snapshot;
}

export interface How {
	dryRun?: boolean;
	onError?: Run['onError'];
	trouble?: Run['trouble'];
}

export class World {
	private readonly organizations: StoredRecord[];
	private readonly folders = new Map<string, string>();

	private constructor(
		readonly sandbox: Sandbox,
		private readonly subject: Subject,
	) {
		const { store } = sandbox;
		this.organizations = ORGANIZATION_NAMES.map((name) =>
			store.insert('organizations', { name, organization_type_id: this.reference(subject, 0) }),
		);
		for (const { id } of this.organizations) this.settle(Number(id));
	}

	/** Starts a sandbox of its own, with an address of its own: no budget is shared between scripts. */
	static async open(subject: Subject, { profile, flipped }: Script): Promise<World> {
		const standard = new Map(
			ASSUMPTIONS.map(({ name, default: value, seed }) => [
				name,
				profile === 'seed' ? (seed ?? value) : value,
			]),
		);
		const assumptions = Object.fromEntries(flipped.map((name) => [name, !standard.get(name)]));
		const sandbox = await startSandbox({ profile, organizations: 0, assumptions });
		return new World(sandbox, subject);
	}

	async close(): Promise<void> {
		await this.sandbox.stop();
	}

	/** Records beside those that the script is about: nothing may happen to them. */
	private settle(organization: number): void {
		const { store } = this.sandbox;
		const folder = store.insert('password_folders', {
			organization_id: organization,
			name: 'Servers',
		});
		this.folders.set(String(organization), folder.id);
		const add = (collection: string, attributes: Attributes): StoredRecord =>
			store.insert(collection, { organization_id: organization, ...attributes });
		const host = add('configurations', { name: 'Bystander', serial_number: 'BY-1' });
		add('contacts', { first_name: 'Bea', last_name: 'Stander (invented)', contact_emails: [] });
		add('locations', { name: 'Bystander' });
		// Embedded in a configuration, so not the general password of that name.
		add('passwords', {
			name: 'Firewall',
			password: 'example-not-a-secret',
			resource_type: 'Configuration',
			resource_id: Number(host.id),
		});
	}

	// --- What scripts call by position ---

	private reference({ fields }: Subject, at: number, name?: string): number {
		const field = fields.find(
			(candidate) => candidate.collection && (!name || candidate.name === name),
		);
		const all = this.sandbox.store.all(field?.collection ?? 'organization_types');
		return Number(all[at % Math.max(1, all.length)]?.id ?? 0);
	}

	private organizationId(at: number): string {
		return this.organizations[at % this.organizations.length]?.id ?? '';
	}

	/** The value that a script means; ids are text in inputs and numbers in the store. */
	private meant(name: string, value: unknown, owner: string): unknown {
		const [, what, at = '0'] = /^#(\w+)(?: (\d+))?$/.exec(String(value)) ?? [];
		if (what === undefined) return value;
		if (what === 'organization') return this.organizationId(Number(at));
		if (what === 'folder') return this.folders.get(owner) ?? null;
		return String(this.reference(this.subject, Number(at), name));
	}

	/** An input as the node gets it. */
	input({ input, organization }: Pick<Run, 'input' | 'organization'>): Row[] {
		return input.map((row) => {
			const named = this.meant('organization_id', row.organization_id, '');
			const owner =
				organization === undefined
					? (this.named(named) ?? this.organizationId(0))
					: this.organizationId(organization);
			return Object.fromEntries(
				Object.entries(row).map(([name, value]) => [name, this.meant(name, value, owner)]),
			);
		});
	}

	private named(value: unknown): string | undefined {
		return this.organizations.find(
			({ id, attributes }) => id === String(value) || folded(attributes.name) === folded(value),
		)?.id;
	}

	private attributes(attributes: Attributes, owner: string): Attributes {
		return Object.fromEntries(
			Object.entries(attributes).map(([name, value]): [string, Json | undefined] => {
				const meant = this.meant(name, value, owner);
				return [name, typeof meant === 'string' && meant !== value ? Number(meant) : value];
			}),
		);
	}

	// --- Edits ---

	private get records(): StoredRecord[] {
		const { collection } = this.subject;
		return this.sandbox.store
			.all(collection)
			.filter(({ attributes }) => !String(attributes.name).startsWith('Bystander'))
			.filter(({ id }) => !this.organizations.some((organization) => organization.id === id));
	}

	/** Edits the store behind the node's back. */
	edit(edit: Edit): void {
		const { collection, scoped } = this.subject;
		const { store } = this.sandbox;
		if (edit.step === 'insert') {
			const owner = this.organizationId(edit.organization);
			store.insert(
				collection,
				{
					...(scoped && { organization_id: Number(owner) }),
					...structuredClone(this.attributes(edit.attributes, owner)),
				},
				edit.psa ? { psa: { type: 'manage', remoteId: '250' } } : {},
			);
			return;
		}
		const { records } = this;
		const record = records[edit.which % Math.max(1, records.length)];
		if (!record) return;
		if (edit.step === 'remove') store.remove(collection, record.id);
		else {
			const owner = String(record.attributes.organization_id ?? '');
			store.update(record, structuredClone(this.attributes(edit.attributes, owner)));
		}
	}

	// --- What the model looks at ---

	get stored(): Stored[] {
		const { collection, scoped } = this.subject;
		return this.sandbox.store.all(collection).map(
			({ id, attributes, createdAt, psa }): Stored => ({
				id,
				owner: scoped ? String(attributes.organization_id) : '',
				attributes: structuredClone(attributes),
				createdAt,
				psa: psa !== undefined,
			}),
		);
	}

	around({ organization }: Pick<Run, 'organization'>): Surroundings {
		const listed = (collection: string): Array<{ id: string; name: string }> =>
			this.sandbox.store
				.all(collection)
				.map(({ id, attributes }) => ({ id, name: String(attributes.name) }));
		return {
			assumptions: this.sandbox.assumptions,
			...(organization !== undefined && { chosen: this.organizationId(organization) }),
			organizations: listed('organizations'),
			entries: listed,
		};
	}

	private snapshot(): Snapshot {
		const { store } = this.sandbox;
		return new Map(
			COLLECTIONS.map((name) => [
				name,
				new Map(store.all(name).map((record) => [record.id, structuredClone(record)])),
			]),
		);
	}

	// --- Runs ---

	/** Runs the node on input rows. */
	async run(run: Run, rows: readonly Row[], how: How = {}): Promise<Observation> {
		const { sandbox, subject } = this;
		const { dryRun = false, onError = 'continueRegularOutput', trouble = [] } = how;
		const before = this.snapshot();
		sandbox.journal.length = 0;
		for (const { times, ...fault } of trouble) {
			const retryAfter = fault.kind === 'rateLimit' ? { retryAfter: '0' } : {};
			sandbox.faults.add({ ...fault, ...retryAfter, times: times ?? Infinity });
		}
		const result = await runNode({
			parameters: {
				resource: subject.resource,
				operation: 'upsert',
				dryRun,
				...(subject.scoped && { organizationId: this.locator(run) }),
				fields: this.mapping(run, rows),
				...upsertSettings({ ...run.options, timeout: 30, maxWait: 20 } as IDataObject),
			},
			credentials: { apiKey: sandbox.keys.full, region: 'custom', baseUrl: sandbox.url },
			input: rows.map((row) => ({ json: { ...row } as IDataObject })),
			onError,
		});
		sandbox.faults.clear();
		return { result, journal: [...sandbox.journal], before, after: this.snapshot() };
	}

	private locator({ organization }: Run): IDataObject {
		return {
			__rl: true,
			mode: organization === undefined ? 'list' : 'id',
			value: organization === undefined ? '' : this.organizationId(organization),
		};
	}

	private mapping({ mapping, key }: Run, rows: readonly Row[]): IDataObject {
		const matchingColumns = [...(this.subject.keys[key]?.columns ?? [])];
		const columns = new Set([...matchingColumns, ...rows.flatMap((row) => Object.keys(row))]);
		const value = Object.fromEntries([...columns].map((name) => [name, `={{ $json.${name} }}`]));
		return {
			mappingMode: mapping,
			value: mapping === 'defineBelow' ? value : null,
			matchingColumns,
			schema: [],
		};
	}
}
