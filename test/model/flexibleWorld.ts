/** A sandbox with a random type and its assets, edits behind the node's back, and runs of the node. */
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
import { fieldsOf, keyOf, traitsOf } from '../../sandbox/core/fields';
import { addFlexibleAsset, addFlexibleType } from '../../sandbox/data/flexibleKit';
import { runNode, type RunNodeResult } from '../helpers/harness';
import { automatic, byId, locator, mapped } from '../helpers/parameters';
import { storeOf } from '../helpers/tables';
import {
	HOSTS,
	TAG_TYPES,
	type EditPlan,
	type FieldPlan,
	type FlexibleScript,
	type RowPlan,
	type RunPlan,
	type Value,
} from './flexibleScript';

/** Traits by key: tags as sorted IDs, files by what is in them, all others as they are stored. */
export type State = Readonly<Record<string, unknown>>;

export interface Asset {
	traits: State;
	/** Everything else. */
	around: string;
}

export interface Observed {
	result: RunNodeResult;
	writes: JournalEntry[];
	sent: string;
	before: ReadonlyMap<string, Asset>;
	/** As it was when a colleague had edited it; undefined where nobody has. */
	edited: ReadonlyMap<string, Asset> | undefined;
	after: ReadonlyMap<string, Asset>;
	/** What else the store holds. */
	beside: [Map<string, string>, Map<string, string>];
}

const TAGGED: Readonly<Record<string, string>> = {
	Contacts: 'contacts',
	Configurations: 'configurations',
	Locations: 'locations',
	Passwords: 'passwords',
	AccountsUsers: 'users',
	Organizations: 'organizations',
	Documents: 'documents',
};

export interface Column extends FieldPlan {
	key: string;
}

export class FlexibleWorld {
	readonly columns: readonly Column[];
	private readonly home: StoredRecord;
	private readonly type: StoredRecord;
	private readonly tagged = new Map<string, number[]>();
	/** IDs of the assets of the script, in its order. */
	readonly ids: readonly string[];

	private constructor(
		readonly sandbox: Sandbox,
		script: FlexibleScript,
	) {
		const { store } = sandbox;
		const others = ['North Example', 'South Example', 'West Example', 'East Example'].map((name) =>
			store.insert('organizations', { name }),
		);
		this.home = others[0] as StoredRecord;
		for (const type of TAG_TYPES) this.tagged.set(type, this.settle(type, others));
		const { type, fields } = addFlexibleType(store, {
			name: 'Random',
			fields: script.fields.map(({ name, kind, required, decimals, tagType }, at) => ({
				name,
				kind,
				required,
				decimals,
				use_for_title: at === 0,
				...(kind === 'Select' && { default_value: 'Gold\nSilver\nBronze' }),
				...(kind === 'Tag' && { tag_type: tagType }),
			})),
		});
		this.type = type;
		this.columns = script.fields.map((field, at) => ({
			...field,
			key: keyOf(fields[at] as StoredRecord),
		}));
		this.ids = script.assets.map(({ values, archived }, at) => {
			const traits: Attributes = { host: HOSTS[at] };
			for (const [place, value] of Object.entries(values)) {
				const column = this.columns[Number(place)];
				if (column) traits[column.key] = this.wire(column, value);
			}
			return addFlexibleAsset(store, {
				type,
				organizationId: this.home.id,
				traits,
				archived,
			}).id;
		});
		// Of the same name, in another organization and of another type: nothing may happen to them.
		addFlexibleAsset(store, {
			type,
			organizationId: others[1]?.id ?? '',
			traits: { host: HOSTS[0] },
		});
		const { type: other } = addFlexibleType(store, {
			name: 'Other',
			fields: [{ name: 'Host', kind: 'Text' }],
		});
		addFlexibleAsset(store, {
			type: other,
			organizationId: this.home.id,
			traits: { host: HOSTS[0] },
		});
	}

	/** A sandbox of its own, so that no budget is shared between scripts. */
	static async open(script: FlexibleScript): Promise<FlexibleWorld> {
		const standard = new Map(ASSUMPTIONS.map(({ name, default: value }) => [name, value]));
		const assumptions = Object.fromEntries(
			script.flipped.map((name) => [name, !standard.get(name)]),
		);
		const sandbox = await startSandbox({ organizations: 0, assumptions, journalSecrets: true });
		return new FlexibleWorld(sandbox, script);
	}

	async close(): Promise<void> {
		await this.sandbox.stop();
	}

	private settle(type: string, organizations: readonly StoredRecord[]): number[] {
		const collection = TAGGED[type] ?? '';
		if (collection === 'organizations') return organizations.map(({ id }) => Number(id));
		const { store } = this.sandbox;
		return [1, 2, 3, 4].map((at) => {
			const name = `${type} ${at}`;
			const { id } = store.insert(collection, {
				organization_id: Number(this.home.id),
				name,
				...(collection === 'passwords' && { password: 'none-of-this' }),
				...(['contacts', 'users'].includes(collection) && {
					first_name: name,
					last_name: 'Example',
				}),
			});
			return Number(id);
		});
	}

	/** A value as it is stored: tags are places in the plan. */
	wire({ kind, tagType }: FieldPlan, { wire }: Value): Json {
		if (kind !== 'Tag') return structuredClone(wire);
		return (wire as number[]).map((at) => this.tagged.get(tagType)?.[at] ?? 0);
	}

	private given(column: FieldPlan, value: Value): unknown {
		return column.kind === 'Tag' ? this.wire(column, value) : structuredClone(value.given);
	}

	/** A row as an item has it: columns by their IDs. */
	row({ host, values, blank }: RowPlan, withHost: boolean): IDataObject {
		const row: IDataObject = withHost ? { 'traits.host': HOSTS[host] } : { asset: this.ids[host] };
		for (const [at, value] of Object.entries(values)) {
			const column = this.columns[Number(at)];
			if (column) row[`traits.${column.key}`] = this.given(column, value) as IDataObject;
		}
		for (const at of blank) row[`traits.${this.columns[at]?.key ?? ''}`] = null;
		return row;
	}

	/** The assets of the type within the organization. */
	assets(): Map<string, Asset> {
		const { store } = this.sandbox;
		const kinds = new Map(
			fieldsOf(store, this.type.id).map((field) => [keyOf(field), field.attributes.kind]),
		);
		const read = (key: string, value: unknown): unknown => {
			if (kinds.get(key) === 'Tag')
				return (value as number[]).map(String).sort((a, b) => a.localeCompare(b));
			if (kinds.get(key) !== 'Upload') return value;
			const file = store.find('uploads', String((value as IDataObject).upload_id));
			return { name: file?.attributes.file_name, content: file?.attributes.content };
		};
		const own = store
			.related('flexible_assets', 'flexible_asset_type_id', this.type.id)
			.filter(({ attributes }) => String(attributes.organization_id) === this.home.id);
		return new Map(
			own.map((asset) => {
				const around = { ...asset.attributes, traits: null };
				const traits = Object.entries(traitsOf(asset)).map(([key, value]) => [
					key,
					read(key, value),
				]);
				return [
					asset.id,
					{ traits: Object.fromEntries(traits) as State, around: JSON.stringify(around) },
				];
			}),
		);
	}

	/** Everything but the assets of the type within the organization, and their files. */
	private beside(): Map<string, string> {
		const own = this.assets();
		const { store } = this.sandbox;
		const files = store
			.all('uploads')
			.filter(({ attributes }) => own.has(String(attributes.flexible_asset_id)))
			.map(({ id }) => `uploads ${id}`);
		const left = new Set([...[...own.keys()].map((id) => `flexible_assets ${id}`), ...files]);
		return new Map([...storeOf(this.sandbox)].filter(([key]) => !left.has(key)));
	}

	private edit({ asset, kind, field, value }: EditPlan): void {
		const record = this.sandbox.store.find('flexible_assets', this.ids[asset] ?? '');
		const column = this.columns[field];
		if (!record || !column) return;
		const traits = traitsOf(record);
		if (kind === 'archive') record.attributes.archived = true;
		// What it is called by stays: IT Glue makes its name of that.
		else if (field === 0) return;
		else if (column.kind !== 'Tag') traits[column.key] = this.wire(column, value);
		else {
			const held = (traits[column.key] as number[] | undefined) ?? [];
			const some = this.wire(column, value) as number[];
			const left =
				kind === 'untag'
					? held.filter((id) => !some.includes(id))
					: [...new Set([...held, ...some])];
			if (left.length > 0) traits[column.key] = left;
			else delete traits[column.key];
		}
	}

	/** Runs the node; the edit comes with the first reading of a single asset, when all were compared and none is written yet. */
	async run(
		run: RunPlan,
		input: IDataObject[],
		{ dryRun = false, edit }: { dryRun?: boolean; edit?: EditPlan } = {},
	): Promise<Observed> {
		const { journal, keys, url } = this.sandbox;
		journal.length = 0;
		const before = this.assets();
		const beside = this.beside();
		let edited: Map<string, Asset> | undefined;
		const spy = jest.spyOn(journal, 'push').mockImplementation((entry: JournalEntry) => {
			const isRecord = entry.method === 'GET' && /^\/flexible_assets\/\d+$/.test(entry.path);
			const isEarly = journal.every(({ method }) => method === 'GET');
			if (edit && isRecord && !edited && isEarly) {
				this.edit(edit);
				edited = this.assets();
			}
			journal[journal.length] = entry;
			return journal.length;
		});
		const result = await runNode({
			parameters: this.parameters(run, input, dryRun),
			credentials: { apiKey: keys.full, region: 'custom', baseUrl: url },
			input,
			onError: 'continueRegularOutput',
		});
		spy.mockRestore();
		const writes = journal.filter(({ method }) => method !== 'GET');
		return {
			result,
			writes,
			sent: JSON.stringify(writes.map(({ body }) => body)),
			before,
			edited,
			after: this.assets(),
			beside: [beside, this.beside()],
		};
	}

	private parameters(run: RunPlan, input: IDataObject[], dryRun: boolean): IDataObject {
		const { operation, tags, files, clears, byHand } = run;
		const names = new Set(input.flatMap((row) => Object.keys(row)));
		names.delete('asset');
		const matching = operation === 'upsert' ? ['traits.host'] : [];
		// n8n takes no expression with this word.
		const fields =
			byHand && ![...names].some((name) => name.includes('constructor'))
				? mapped(
						Object.fromEntries([...names].map((name) => [name, `={{ $json["${name}"] }}`])),
						...matching,
					)
				: automatic(...matching);
		return {
			resource: 'flexibleAsset',
			operation,
			flexibleAssetTypeId: byId(this.type),
			...(operation === 'update'
				? { flexibleAssetId: locator('id', '={{ $json.asset }}') }
				: { organizationId: byId(this.home) }),
			fields,
			...(operation === 'upsert' && { dryRun, neverOverwriteWithEmpty: !clears }),
			...(operation === 'create'
				? {}
				: {
						options: {
							tags,
							filesInAsset: files,
						},
					}),
		};
	}
}
