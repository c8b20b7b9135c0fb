import {
	NodeOperationError,
	type IBinaryData,
	type IDataObject,
	type INodeParameters,
	type NodeParameterValueType,
} from 'n8n-workflow';
import { byKey, includedRecords } from '../transport/jsonapi/record';
import { concealing, shaperOf, withoutFileAddress, type Surroundings } from '../records/flatten';
import { SECRET_ATTRIBUTES } from '../resources';
import type { Option, OperationName } from '../resources/schema/attribute';
import type { HookContext, Ids, Resource } from '../resources/schema/resource';
import { type ApiDocument, type Client, type ErrorSubject, type JsonApiRecord } from '../transport';
import { readOption } from './input/options';
import { hookContextOf } from './hooks';
import { listsAbout } from './listsForMessages';
import type { Host } from './host';
import type { RecordReader } from '../records/reader';
import type { Lookups } from '../records/lookups';
import { digest, digestOf, type Deed, type Memory } from './memory';
import type { NewEntries } from '../records/newEntries';
import { cut } from '../text/plain';
import type { BinaryFile, Session } from '../records/session';
import { whatIsSet } from './input/toolInput';
import { readSwitch } from '../text/switches';
import { parentIds } from './input/locator';

const LONGEST_MESSAGE = 500;
const LONGEST_DESCRIPTION = 5000;

const asItIs = (record: JsonApiRecord): JsonApiRecord => record;

/** One input item within a run: its parameters, its progress and its output. */
export class Item implements Session {
	readonly client: Client;
	private readonly collections = new Map<string, IDataObject>();
	private readonly completed: string[] = [];
	private readonly pending: string[] = [];
	private recordId?: string;
	private identity = (): string => '';
	private lists: Record<string, string[]> = {};
	private readonly unknownNames: IDataObject = {};
	/** The reports of the resource's hooks, by record. */
	private readonly reports = new Map<string, IDataObject>();
	/** True if the run stopped while this item was in progress. */
	wasInterrupted = false;

	constructor(
		private readonly run: Host,
		readonly index: number,
	) {
		this.client = run.client.forItems([index]);
	}

	get resource(): Resource {
		return this.run.resource;
	}

	get operation(): OperationName {
		return this.run.operation;
	}

	get tool(): boolean {
		return this.run.tool;
	}

	get timezone(): string {
		return this.run.context.getTimezone();
	}

	get parameters(): INodeParameters {
		return this.run.parameters;
	}

	get lookups(): Lookups {
		return this.run.lookups;
	}

	get newEntries(): NewEntries {
		return this.run.newEntries;
	}

	get reader(): RecordReader {
		return this.run.reader;
	}

	get memory(): Memory {
		return this.run.memory;
	}

	get continuesOnFail(): boolean {
		return this.run.continuesOnFail;
	}

	/** The data of the input item. */
	get input(): IDataObject {
		return this.run.context.getInputData()[this.index]?.json ?? {};
	}

	/** The resolved value of a parameter; `fallback` if n8n does not show the parameter. */
	param(name: string, fallback?: NodeParameterValueType): unknown {
		return this.run.given.read(name, this.index, fallback);
	}

	/** Whether a parameter of the node contains an expression, in any mode of a locator. */
	isExpression(name: string): boolean {
		const raw = this.run.parameters[name];
		const value = typeof raw === 'object' && raw !== null && 'value' in raw ? raw.value : raw;
		return typeof value === 'string' && value.startsWith('=');
	}

	/** A collection parameter, read once. An empty object if it is not shown. */
	collection(name: string): IDataObject {
		const known = this.collections.get(name);
		if (known) return known;
		const value = this.param(name, {});
		const given = typeof value === 'object' && value !== null ? (value as IDataObject) : {};
		const collection = this.run.tool ? whatIsSet(given) : given;
		this.collections.set(name, collection);
		return collection;
	}

	async binary(property: string): Promise<BinaryFile | undefined> {
		const file = this.binaryNamed(property);
		if (!file) return undefined;
		const { fileName, fileExtension } = file;
		const content = await this.run.context.helpers.getBinaryDataBuffer(this.index, property);
		return await Promise.resolve({
			fileName: fileName ?? `file${fileExtension ? `.${fileExtension}` : ''}`,
			bytes: content.length,
			base64: async () => await Promise.resolve(content.toString('base64')),
		});
	}

	/** n8n looks beside the item's json or inside it, as the workflow is set, and throws if it finds nothing. */
	private binaryNamed(property: string): IBinaryData | undefined {
		try {
			const found = this.run.context.helpers.assertBinaryData(this.index, property);
			// "__proto__" finds an object, which is not a file.
			return Object.hasOwn(found, 'mimeType') ? found : undefined;
		} catch {
			return undefined;
		}
	}

	async parentIds(): Promise<Ids> {
		return await parentIds(this);
	}

	/** The value of a switch or option. Refused if an AI agent may not set it. */
	option(param: string): unknown {
		const option = this.run.options.get(param);
		if (!option) return undefined;
		const value = this.rawOption(option);
		if (!this.run.tool || value === option.default) return value;
		const chosen = option.choices?.find(({ id }) => id === value);
		if (!option.notForTools && !chosen?.notForTools) return value;
		return this.refuse(
			`"${chosen ? `${option.label}: ${chosen.label}` : option.label}" is not available to AI agents`,
			'Use the IT Glue node outside of an agent for this.',
		);
	}

	/** The chosen values of an option that accepts several. Empty if the option does not exist. */
	chosen(param: string): string[] {
		const value = this.option(param);
		return Array.isArray(value) ? value.map(String) : [];
	}

	private rawOption(option: Option): unknown {
		const value =
			option.place === 'upFront'
				? this.param(option.param, option.default)
				: this.collection('options')[option.param];
		if (value === undefined || value === null || value === '') return option.default;
		return readOption(this, option, value);
	}

	/** Ends the item: the message says what happened, the description what to do. They may quote long texts. */
	refuse(message: string, description: string): never {
		throw new NodeOperationError(this.run.context.getNode(), cut(message, LONGEST_MESSAGE), {
			description: cut(description, LONGEST_DESCRIPTION),
			itemIndex: this.index,
		});
	}

	hint(text: string): void {
		this.run.hint(text);
	}

	unread(names: readonly string[]): void {
		this.run.unread(names);
	}

	/** Tells the user what was left out of a write. The output contains it too. */
	hintLeftOut(report: IDataObject): void {
		const dropped = Object.entries(report).filter(([key]) => key.startsWith('_dropped'));
		const left = dropped.flatMap(([, value]) => value).map(String);
		if (left.length > 0)
			this.hint(`Left out, because IT Glue would refuse it: ${left.join(', ')}.`);
	}

	/** Notes that an unknown name was left out of the write, because the user chose so. */
	leaveOut(attribute: string, label: string, given: string): void {
		this.unknownNames[attribute] = given;
		this.hint(
			`There is no ${label} "${cut(given, 100)}", so it was left out. To create it, or to stop there, use the option If a Name Is Not Found.`,
		);
	}

	leftOut(attribute: string): boolean {
		return attribute in this.unknownNames;
	}

	/** Whether any value that the user set was left out. */
	get hasLeftOut(): boolean {
		return Object.keys(this.unknownNames).length > 0;
	}

	// --- After an earlier try of this run (Retry On Fail) ---

	/** Sets what the item is about to write, to distinguish it from the writes of other items. */
	identify(what: () => unknown): void {
		this.identity = digestOf(() => [this.run.operation, this.run.resource.name, what()]);
	}

	/** What this item has already written, if anything. */
	get deed(): Deed | undefined {
		return this.run.memory.recall(this.index, this.identity);
	}

	/** Remembers what the item has written. */
	did(deed: Partial<Deed>): void {
		this.run.memory.note(this.index, this.identity(), deed);
	}

	recalledId(what: unknown): string | undefined {
		return this.run.memory.recall(this.index, digest(what))?.id ?? undefined;
	}

	rememberId(what: unknown, id: string): void {
		this.run.memory.note(this.index, digest(what), { id });
	}

	/** Runs work that must not run twice, unless an earlier try of this run has done it. */
	async once(what: unknown, work: () => Promise<void>, isDone: () => boolean): Promise<void> {
		const { memory } = this.run;
		const name = digest([this.run.operation, this.run.resource.name, what]);
		const deed = memory.recall(this.index, name);
		if (deed && (deed.whole || isDone())) return;
		// Noted before the work: without a clear answer, it may have been done.
		memory.note(this.index, name, {});
		await work();
		memory.note(this.index, name, { whole: true });
	}

	// --- Progress of an operation with several requests ---

	concerns(id: string): void {
		this.recordId = id;
	}

	todo(stage: string): void {
		this.pending.push(stage);
	}

	done(stage: string): void {
		this.skip(stage);
		this.completed.push(stage);
	}

	/** Removes a stage that is not needed. */
	skip(stage: string): void {
		const at = this.pending.indexOf(stage);
		if (at >= 0) this.pending.splice(at, 1);
	}

	/** If IT Glue refused the id of a list entry, reads the existing entries for the message. */
	async learnFrom(reason: unknown): Promise<void> {
		const lists = await listsAbout(this.run, reason);
		this.lists = { ...this.lists, ...lists };
	}

	get hasBrokenOff(): boolean {
		return this.completed.length > 0 && this.pending.length > 0;
	}

	brokenOff(): string {
		const { label } = this.run.resource;
		const which = this.recordId ? `${label} ${this.recordId}` : label;
		return `${which}: done: ${this.completed.join(', ')}; missing: ${this.pending.join(', ')}`;
	}

	progress(): IDataObject {
		return {
			...(this.recordId && { id: this.recordId }),
			...(this.hasBrokenOff && { completed: this.completed, missing: this.pending }),
		};
	}

	subject(): ErrorSubject {
		const { resource, operationLabel } = this.run;
		return {
			itemIndex: this.index,
			recordLabel: resource.label,
			operationLabel,
			labels: Object.fromEntries(resource.attributes.map(({ name, label }) => [name, label])),
			...(resource.madeByIntegration && { madeByIntegration: true }),
			...(resource.psaOwned && {
				psaWritable: resource.attributes
					.filter(({ whenSynced }) => whenSynced)
					.map(({ label }) => label),
			}),
			lists: this.lists,
			...(this.recordId && { recordId: this.recordId }),
			...(this.hasBrokenOff && { completed: this.completed, missing: this.pending }),
			offersUpsert: resource.options.some(
				({ param, operations }) => param === 'ifExists' && operations.includes(this.run.operation),
			),
		};
	}

	// --- For the hooks of a resource ---

	hookContext(
		values: ReadonlyMap<string, unknown>,
		more: { organizationId?: string; always: boolean },
	): HookContext {
		return hookContextOf(this, values, more);
	}

	/** Adds facts to the output of the record. */
	report(id: string, facts: IDataObject): void {
		this.reports.set(id, { ...this.reports.get(id), ...facts });
	}

	/** Sets the output of the item. */
	output(records: IDataObject[]): void {
		this.run.output(this, records);
	}

	/** Converts records to the form that the user chose; `report` is added to each. */
	present(records: JsonApiRecord[], around: Surroundings, report: IDataObject = {}): IDataObject[] {
		const { resource, tool } = this.run;
		const { hooks, typedBy } = resource;
		const fields = this.fields(tool);
		const showing = {
			tool,
			option: (param: string): unknown => this.option(param),
			...(fields && { fields }),
		};
		const shape = {
			simplify: this.simplifies,
			fields,
			omit: hooks?.omit?.((param) => this.option(param)) ?? [],
			secrets: SECRET_ATTRIBUTES,
			reveal: !tool && hooks?.returnsSecrets?.((param) => this.option(param)) === true,
			first: resource.toolFields,
			keepsDerived: typedBy !== undefined,
			derive: hooks?.derive && ((flat: IDataObject) => hooks.derive?.(flat, showing) ?? {}),
			fold: hooks?.fold,
			keepsFolded: [this.collection('options').include ?? []].flat().length > 0,
			report: {
				...report,
				...(records.length === 1 && this.reports.get(records[0]?.id ?? '')),
				...(this.hasLeftOut && { _not_found: this.unknownNames }),
			},
		};
		const { conceal = asItIs, concealIncluded = asItIs } = hooks ?? {};
		const inside = (record: JsonApiRecord): JsonApiRecord =>
			concealIncluded(tool ? withoutFileAddress(record) : record);
		const safe = concealing(around, tool || hooks?.concealIncluded ? inside : undefined);
		return records.map(conceal).map(shaperOf(shape, safe, this.run.names));
	}

	get simplifies(): boolean {
		// The content of such a record depends on its type: an AI agent gets only what the type allows.
		if (this.tool && this.resource.typedBy !== undefined) return true;
		return readSwitch(this.param('simplify', true)) !== false;
	}

	/** Converts the one record of an answer. */
	presentOne(record: JsonApiRecord, document?: ApiDocument, extras?: IDataObject): IDataObject[] {
		if (extras) this.hintLeftOut(extras);
		const included = byKey(document ? includedRecords(document) : []);
		return this.present([record], { included, alone: true }, extras);
	}

	/** Whether an attribute is part of the output. */
	returns(name: string): boolean {
		const fields = this.fields(this.run.tool);
		return fields === undefined || fields.includes(name);
	}

	private fields(tool: boolean): string[] | undefined {
		const { fields } = this.collection('options');
		if (Array.isArray(fields) && fields.length > 0) return fields.map(String);
		return tool ? this.run.resource.toolFields : undefined;
	}
}
