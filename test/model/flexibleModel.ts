/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test may compare as Node does */
/** What a run does to flexible assets, told without the node's code, and the comparison with what it did. */
import { isDeepStrictEqual } from 'node:util';
import type { IDataObject } from 'n8n-workflow';
import { holds } from './checks';
import { HOSTS, SECRET, type FlexibleScript, type RowPlan, type RunPlan } from './flexibleScript';
import { FlexibleWorld, type Asset, type Column, type Observed, type State } from './flexibleWorld';

type Action = 'created' | 'updated' | 'unchanged' | 'refused';

interface Fate {
	action: Action;
	/** The asset that exists. */
	id?: string;
	/** What is set; undefined for what is cleared. */
	changes: ReadonlyMap<string, unknown>;
	/** What was given of tags that are added. */
	added: ReadonlyMap<string, readonly string[]>;
	/** Files of the same name as those that are there: they go along, and are no change. */
	quiet?: ReadonlyMap<string, unknown>;
}

/** Plays a script. Throws where something does not hold. */
export async function playFlexible(script: FlexibleScript): Promise<void> {
	const world = await FlexibleWorld.open(script);
	try {
		for (const run of script.runs) await new Scene(world, run).play();
	} finally {
		await world.close();
	}
}

const asIds = (value: unknown): string[] =>
	(value as unknown[]).map(String).sort((a, b) => a.localeCompare(b));

/** A field may be called like what every object has. */
const own = (of: Readonly<Record<string, unknown>>, key: string): unknown =>
	Object.hasOwn(of, key) ? of[key] : undefined;

const union = (...lists: Array<readonly string[]>): string[] => asIds([...new Set(lists.flat())]);

class Scene {
	private readonly rows: RowPlan[];
	private readonly input: IDataObject[];

	constructor(
		private readonly world: FlexibleWorld,
		private readonly run: RunPlan,
	) {
		const isUpdate = run.operation === 'update';
		this.rows = run.rows.filter(
			({ values, blank }) => !isUpdate || Object.keys(values).length + blank.length > 0,
		);
		this.input = this.rows.map((row) => world.row(row, !isUpdate));
	}

	async play(): Promise<void> {
		const { world, run, input } = this;
		if (input.length === 0) return;
		const { operation, dryFirst, edit } = run;
		const dry =
			operation === 'upsert' && dryFirst
				? await world.run(run, input, { dryRun: true })
				: undefined;
		if (dry) {
			this.checkAround(dry);
			holds(dry.writes.length === 0, 'A dry run sends nothing', dry.writes);
			holds(isDeepStrictEqual(dry.before, dry.after), 'A dry run changes nothing');
		}
		const fates = this.foretell();
		const first = await world.run(run, input, { edit });
		this.check(fates, first);
		if (dry && !first.edited) this.checkForetold(dry, first);
		if (first.edited) return;
		const again = this.foretell();
		const second = await world.run(run, input);
		this.check(again, second);
		if (operation === 'update') return;
		holds(second.writes.length === 0, 'A second run sends nothing', second.writes);
		holds(isDeepStrictEqual(second.before, second.after), 'A second run changes nothing');
	}

	// --- What is to happen ---

	private foretell(): Fate[] {
		const assets = this.world.assets();
		return this.rows.map((row) => this.fateOf(row, assets));
	}

	private fateOf(row: RowPlan, assets: ReadonlyMap<string, Asset>): Fate {
		const { operation } = this.run;
		const none = { changes: new Map<string, unknown>(), added: new Map<string, string[]>() };
		if (operation === 'update') {
			const id = this.world.ids[row.host] ?? '';
			return this.changing(id, assets.get(id)?.traits ?? {}, [row]);
		}
		const host = HOSTS[row.host];
		const [found] = [...assets].filter(([, { traits }]) => traits.host === host);
		const rows = this.rows.filter((other) => other.host === row.host);
		if (found && operation === 'create') return { action: 'refused', id: found[0], ...none };
		if (found) {
			const fate = this.changing(found[0], found[1].traits, rows);
			const isLast = rows.at(-1) === row;
			return isLast || fate.action !== 'updated' ? fate : { ...fate, action: 'unchanged' };
		}
		const { values } = this.together(rows);
		const changes = new Map([...values].filter(([, value]) => value !== undefined));
		changes.set('host', host);
		return { ...none, changes, action: rows.at(-1) === row ? 'created' : 'unchanged' };
	}

	/** What rows about one asset say together: the later one wins, added tags are put together. */
	private together(rows: readonly RowPlan[]): { values: Map<string, unknown> } {
		const { operation, clears, tags } = this.run;
		const values = new Map<string, unknown>();
		for (const { values: given, blank } of rows) {
			for (const [at, value] of Object.entries(given)) {
				const column = this.world.columns[Number(at)];
				if (!column) continue;
				const wire = read(column, this.world.wire(column, value));
				const known = values.get(column.key);
				const adds = column.kind === 'Tag' && tags === 'add' && known !== undefined;
				values.set(column.key, adds ? union(known as string[], wire as string[]) : wire);
			}
			for (const at of blank) {
				const { key } = this.world.columns[at] as Column;
				if (operation === 'update' || clears) values.set(key, undefined);
			}
		}
		return { values };
	}

	private changing(id: string, held: State, rows: readonly RowPlan[]): Fate {
		const { operation, tags, files } = this.run;
		const { values } = this.together(rows);
		const changes = new Map<string, unknown>();
		const added = new Map<string, string[]>();
		for (const [key, value] of values) {
			const { kind } = this.world.columns.find((column) => column.key === key) as Column;
			const now = own(held, key);
			const adds = kind === 'Tag' && tags === 'add' && operation !== 'create';
			const then = adds ? union((now as string[]) ?? [], value as string[]) : value;
			if (operation !== 'update' && isSame(kind, now, then)) continue;
			changes.set(key, then);
			if (adds) added.set(key, value as string[]);
		}
		if (changes.size === 0) return { action: 'unchanged', id, changes, added };
		const isFile = (key: string): boolean =>
			this.world.columns.some((column) => column.key === key && column.kind === 'Upload');
		const quiet = new Map([...values].filter(([key]) => isFile(key) && !changes.has(key)));
		const left = this.world.columns.filter(
			({ key }) =>
				isFile(key) && own(held, key) !== undefined && !changes.has(key) && !quiet.has(key),
		);
		if (left.length > 0 && files === 'fail') return { action: 'refused', id, changes, added };
		if (files === 'letGo') for (const { key } of left) changes.set(key, undefined);
		return { action: 'updated', id, changes, added, quiet };
	}

	// --- What has happened ---

	private check(fates: readonly Fate[], observed: Observed): void {
		const { result, after } = observed;
		this.checkAround(observed);
		const outputs = result.output.map(({ json }) => json);
		holds(result.status === 'success', 'The run goes on', result.error);
		holds(outputs.length === fates.length, 'One output for each item', outputs);
		const expected = new Map(observed.edited ?? observed.before);
		for (const { action, id, changes, added, quiet = new Map<string, unknown>() } of fates) {
			const asset = expected.get(id ?? '');
			if (action === 'updated' && id !== undefined && asset)
				expected.set(id, {
					...asset,
					traits: changed(asset.traits, new Map([...changes, ...quiet]), added),
				});
		}
		for (const [id, asset] of expected) {
			const now = after.get(id);
			holds(isDeepStrictEqual(now?.traits, asset.traits), 'Only what was mapped changes', {
				id,
				expected: asset.traits,
				now: now?.traits,
				outputs,
			});
			holds(now?.around === asset.around, 'Nothing beside the fields changes', { asset, now });
		}
		const made = [...after].filter(([id]) => !expected.has(id));
		const created = fates.filter(({ action }) => action === 'created');
		holds(made.length === created.length, 'As many new assets as were to be', {
			made,
			created,
			outputs,
			edited: observed.edited !== undefined,
			writes: observed.writes,
		});
		fates.forEach((fate, at) => this.checkOutput(fate, outputs[at] ?? {}, observed));
	}

	/** What holds of every run. */
	private checkAround({ result, sent, beside }: Observed): void {
		const everything = result.everything + sent;
		holds(!everything.includes(SECRET), 'No password is left behind', everything.slice(0, 2000));
		holds(!result.everything.includes(this.world.sandbox.keys.full), 'The key is not left behind');
		holds(isDeepStrictEqual(...beside), 'Nothing happens to other records');
		const hints = result.hints.map(({ message }) => message).join('\n');
		holds(
			!/although this node did not change it|did not take|does not show/.test(hints),
			'Nothing is lost',
			hints,
		);
	}

	private checkOutput(fate: Fate, output: IDataObject, { after, edited }: Observed): void {
		const { action, changes } = fate;
		if (action === 'refused') {
			holds(typeof output.error === 'string', 'The item is refused', { fate, output });
			return;
		}
		holds(output.error === undefined, 'The item is not refused', { fate, output });
		const isSync = this.run.operation === 'upsert';
		if (isSync) holds(output._action === action, 'The output says what was done', { fate, output });
		const asset = after.get(String(output.id));
		holds(asset !== undefined, 'The output names the asset', output);
		if (edited && action === 'unchanged') return;
		const shown = output.traits as IDataObject;
		for (const column of this.world.columns) {
			// A field that is called like a secret is shown nowhere, whatever its kind.
			if (column.key === 'password') continue;
			const told = shownAs(column, own(shown, column.key));
			const held = heldAs(column, own(asset.traits, column.key));
			holds(isDeepStrictEqual(told, held), 'The output shows what is held', {
				column,
				told,
				held,
				output,
			});
		}
		if (action === 'created')
			for (const [key, value] of changes)
				holds(
					isDeepStrictEqual(own(asset.traits, key), value),
					'A new asset holds what was given',
					{
						key,
						value,
						asset,
					},
				);
		if (!isSync || action === 'unchanged') return;
		const told = Object.keys((output._changes ?? {}) as IDataObject).sort();
		const expected = [...changes.keys()]
			.filter((key) => action === 'created' || changes.get(key) !== undefined || this.clearsIn(key))
			.map((key) => `traits.${key}`)
			.sort();
		holds(isDeepStrictEqual(told, expected), 'The changes are told', { told, expected, output });
	}

	/** Files that are let go are told in a note, not among the changes. */
	private clearsIn(key: string): boolean {
		return this.world.columns.some((column) => column.key === key && column.kind !== 'Upload');
	}

	private checkForetold(dry: Observed, { result }: Observed): void {
		const before = dry.result.output.map(({ json }) => told(json));
		const after = result.output.map(({ json }) => told(json));
		holds(isDeepStrictEqual(before, after), 'A dry run foretells the run', { before, after });
	}
}

const REAL: Readonly<Record<string, string>> = {
	would_create: 'created',
	would_update: 'updated',
};

/** What a dry run and the real one say alike. */
const told = ({ _action, _changes, _matched_by, error, message }: IDataObject): IDataObject => ({
	_action: REAL[String(_action)] ?? _action,
	_changes,
	_matched_by,
	error,
	message,
});

const changed = (
	traits: State,
	changes: ReadonlyMap<string, unknown>,
	added: ReadonlyMap<string, readonly string[]>,
): State => {
	const now = new Map(Object.entries(traits));
	for (const [key, value] of changes) {
		const tags = added.get(key);
		if (tags) now.set(key, union((now.get(key) as string[]) ?? [], tags));
		else if (value === undefined) now.delete(key);
		else now.set(key, value);
	}
	return Object.fromEntries(now);
};

/** A value in the form in which the state of an asset has it. */
function read({ kind }: Column, wire: unknown): unknown {
	if (kind === 'Tag') return asIds(wire);
	if (kind !== 'Upload') return wire;
	const { file_name: name, content } = wire as IDataObject;
	return { name, content };
}

function isSame(kind: string, held: unknown, wanted: unknown): boolean {
	// Of a file IT Glue shows no more than its name.
	if (kind === 'Upload')
		return (held as IDataObject | undefined)?.name === (wanted as IDataObject | undefined)?.name;
	return isDeepStrictEqual(held, wanted);
}

/** What the output says of a field; null for nothing. */
function shownAs({ kind }: Column, value: unknown): unknown {
	if (kind === 'Header' || value === undefined || value === null) return null;
	if (kind === 'Tag') {
		const ids = asIds((value as IDataObject[]).map(({ id }) => id));
		return ids.length > 0 ? ids : null;
	}
	if (kind === 'Upload') return (value as IDataObject[])[0]?.file_name ?? null;
	return kind === 'Password' ? ((value as IDataObject).password_id ?? null) : value;
}

function heldAs({ kind }: Column, value: unknown): unknown {
	if (kind === 'Header' || value === undefined) return null;
	if (kind === 'Upload') return (value as IDataObject).name;
	return kind === 'Password' ? String(value) : value;
}
