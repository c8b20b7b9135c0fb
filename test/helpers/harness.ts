/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test may cancel an execution by the clock */
/**
 * Runs the node on n8n-core's own machinery: WorkflowExecute, LoadOptionsContext, RoutingNode and the HTTP helper are
 * the ones of production, and requests go over real sockets. Only what lives in n8n's server package and not in
 * n8n-core is rebuilt here: reading credentials, the type registry and the tool twin.
 */
import {
	CredentialTestContext,
	ExecuteContext,
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	RoutingNode,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	ICredentialsHelper,
	NodeConnectionTypes,
	NodeHelpers,
	Workflow,
	type EngineRequest,
	type EngineResponse,
	type IConnections,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestRequest,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
	type INodeTypes,
	type IRun,
	type ITaskData,
	type IWorkflowExecuteAdditionalData,
	type NodeExecutionHint,
	type ResourceMapperFields,
} from 'n8n-workflow';

import { ItGlueApi } from '../../credentials/ItGlueApi.credentials';
import { ItGlue } from '../../nodes/ITGlue/ItGlue.node';

export const NODE_TYPE = 'n8n-nodes-it-glue.itGlue';
const TOOL_TYPE = `${NODE_TYPE}Tool`;
const START_TYPE = 'test.start';
const AGENT_TYPE = 'test.agent';
const NODE_NAME = 'IT Glue';
const START_NAME = 'Start';
const AGENT_NAME = 'Agent';
const CREDENTIAL_TYPE = 'itGlueApi';

/** What the credential form holds; `region: 'custom'` with a `baseUrl` reaches a server on this machine. */
export interface TestCredentials {
	apiKey: string;
	region: string;
	baseUrl?: string;
	[field: string]: unknown;
}

/** How the node is run as an AI tool: by the engine on an agent's request, or inside the agent (sub-node). */
export type ToolMode = 'execute' | 'supply';

export interface RunNodeOptions {
	parameters: IDataObject;
	credentials: TestCredentials;
	/** Items, or plain objects that become the `json` of items; one empty item when left out. */
	input?: INodeExecutionData[] | IDataObject[];
	onError?: INode['onError'];
	/** Run as the tool twin; the input (first item's json) is then what the model passed to the tool. */
	asTool?: ToolMode;
	/** Cancels the execution when it fires, the way n8n's Stop button does. */
	signal?: AbortSignal;
	/** Cancels the execution after this many milliseconds. */
	cancelAfterMs?: number;
	/** Further settings of the node, for instance `retryOnFail` or `executeOnce`. */
	node?: Partial<INode>;
	/** Where files are: beside the json of an item, or (from n8n 2 on, if the workflow says so) in it. */
	binaryMode?: 'separate' | 'combined';
	/** Id of the execution; every run has one of its own unless given. */
	executionId?: string;
}

/** The error of a run as n8n stores it. */
export interface RunError {
	name?: string;
	message: string;
	description?: string | null;
	httpCode?: string | null;
	context?: IDataObject;
	[key: string]: unknown;
}

export interface RunNodeResult {
	status: 'success' | 'error' | 'canceled';
	/** The first output; of the tool twin, the records that the agent was given. Empty when the node failed. */
	output: INodeExecutionData[];
	/** The error output; empty unless `onError` is `continueErrorOutput`. */
	errorOutput: INodeExecutionData[];
	error?: RunError;
	hints: NodeExecutionHint[];
	/**
	 * All that the run left behind as JSON: outputs, errors with stack and cause, hints, static data. Without the
	 * node's own definition and the items fed to it, which hold whatever the test put there.
	 */
	everything: string;
	/** How often n8n had to read and decrypt the credential. */
	decryptions: number;
	/** The raw run, for what the fields above do not cover. */
	run: IRun;
}

/**
 * Reads credentials the way n8n's server does: defaults of the form are filled in, hidden fields dropped, and a
 * `generic` authenticate block is evaluated expression by expression.
 */
export class TestCredentialsHelper extends ICredentialsHelper {
	/** How often the data was asked for; in production each one is a database read and a decryption. */
	decryptions = 0;

	constructor(
		private readonly types: Record<string, ICredentialType>,
		private readonly data: Record<string, ICredentialDataDecryptedObject>,
	) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const authenticate = this.typeOf(typeName).authenticate;
		if (authenticate === undefined) return requestOptions;
		if (typeof authenticate === 'function') return await authenticate(credentials, requestOptions);

		const resolve = (text: string) => resolveExpression(text, credentials, workflow, node);
		const target = requestOptions as unknown as Record<string, Record<string, unknown> | undefined>;
		target.headers ??= {};
		for (const [section, entries] of Object.entries(authenticate.properties)) {
			const into = (target[section] ??= {});
			for (const [key, value] of Object.entries(entries as Record<string, string>)) {
				into[resolve(key)] = resolve(value);
			}
		}
		return requestOptions;
	}

	async preAuthentication(): Promise<ICredentialDataDecryptedObject | undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<ICredentialDataDecryptedObject | undefined> {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error(
			'Tests hold credentials decrypted; nothing in n8n-core asks for encrypted ones',
		);
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_nodeCredentials: unknown,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		this.decryptions += 1;
		return this.withDefaults(type, this.data[type] ?? {});
	}

	/** The form's data as n8n hands it on: defaults added, fields that are not displayed left out. */
	withDefaults(type: string, data: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
		const filled = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			data as INode['parameters'],
			true,
			false,
			null,
			null,
		);
		return { ...(filled as ICredentialDataDecryptedObject) };
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.typeOf(type).properties;
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getOAuth2Options(): undefined {
		return undefined;
	}

	private typeOf(name: string): ICredentialType {
		const type = this.types[name];
		if (!type) throw new Error(`Unknown credential type ${name}`);
		return type;
	}
}

function resolveExpression(
	text: string,
	credentials: ICredentialDataDecryptedObject,
	workflow: Workflow,
	node: INode,
): string {
	if (!text.startsWith('=')) return text;
	const value = workflow.expression.getSimpleParameterValue(
		node,
		text,
		'internal',
		{ $credentials: credentials } as never,
		undefined,
		'',
	);
	return value ? String(value) : '';
}

/** The type registry of a run. */
class TestNodeTypes implements INodeTypes {
	constructor(private readonly types: Record<string, INodeType>) {}

	getByName(name: string): INodeType {
		return this.getByNameAndVersion(name);
	}

	getByNameAndVersion(name: string): INodeType {
		const type = this.types[name];
		if (!type) throw new Error(`Unknown node type ${name}`);
		return type;
	}

	getKnownTypes(): IDataObject {
		return {};
	}
}

function plainDescription(
	name: string,
	inputs: INodeTypeDescription['inputs'],
): INodeTypeDescription {
	return {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name },
		inputs,
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};
}

/** Hands its input on; stands for whatever comes before the node. */
class StartNode implements INodeType {
	description = plainDescription('start', []);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/**
 * Stands for the AI agent that calls the tool once. `execute` is what the Tools Agent does since its version 3: it
 * asks the engine to run the tool as a node. `supply` is what older agents, sub-agents and the MCP server do: they
 * fetch a tool object and invoke it themselves.
 */
class AgentNode implements INodeType {
	description = plainDescription('agent', [
		NodeConnectionTypes.Main,
		{ type: NodeConnectionTypes.AiTool },
	]);

	execute: NonNullable<INodeType['execute']>;

	constructor(mode: ToolMode, toolInput: IDataObject) {
		this.execute =
			mode === 'supply'
				? async function invokeTool(this: IExecuteFunctions) {
						return await invokeConnectedTool(this, toolInput);
					}
				: async function requestTool(this: IExecuteFunctions, response?: EngineResponse) {
						return response?.actionResponses.length ? [[{ json: {} }]] : toolRequest(toolInput);
					};
	}
}

function toolRequest(toolInput: IDataObject): EngineRequest {
	return {
		actions: [
			{
				actionType: 'ExecutionNodeAction',
				nodeName: NODE_NAME,
				input: toolInput,
				type: NodeConnectionTypes.AiTool,
				id: 'call-1',
				metadata: {},
			},
		],
		metadata: {},
	};
}

async function invokeConnectedTool(
	agent: IExecuteFunctions,
	toolInput: IDataObject,
): Promise<INodeExecutionData[][]> {
	const connected = await agent.getInputConnectionData(NodeConnectionTypes.AiTool, 0);
	const [tool] = [connected].flat() as Array<{ invoke(input: IDataObject): Promise<string> }>;
	if (!tool) throw new Error('n8n-core offered no tool');
	return [[{ json: { answer: await tool.invoke(toolInput) } }]];
}

/**
 * The tool twin of a node type: n8n's server makes one of every type that is `usableAsTool`, and drops it from the
 * type list otherwise. The type itself stays as it is.
 *
 * @param original the node type
 * @returns a type of the name + `Tool` without inputs, with an `ai_tool` output and the tool's description fields
 */
export function toolTwin(original: INodeType): INodeType {
	const { usableAsTool, ...description } = original.description;
	if (!usableAsTool) throw new Error('The node type is not usable as a tool');
	const automatic = description.properties.some(({ name }) =>
		['resource', 'operation'].includes(name),
	);
	const descriptionFields: INodeProperties[] = [
		{
			displayName: 'Description',
			name: 'toolDescription',
			type: 'string',
			default: description.description,
			required: true,
			...(automatic && { displayOptions: { show: { descriptionType: ['manual'] } } }),
		},
	];
	if (automatic) {
		descriptionFields.unshift({
			displayName: 'Tool Description',
			name: 'descriptionType',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Set Automatically', value: 'auto' },
				{ name: 'Set Manually', value: 'manual' },
			],
			default: 'auto',
		});
	}
	const twin = Object.create(original) as INodeType;
	twin.description = {
		...description,
		name: `${description.name}Tool`,
		displayName: `${description.displayName} Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
		properties: [...descriptionFields, ...description.properties],
	};
	return twin;
}

let executions = 0;

function additionalDataFor(
	credentialsHelper: TestCredentialsHelper,
	overrides: Partial<IWorkflowExecuteAdditionalData> = {},
): IWorkflowExecuteAdditionalData {
	executions += 1;
	// Only what n8n-core touches; the URLs must be valid ones, it builds resume links for every parameter it reads.
	return {
		credentialsHelper,
		executionId: `test-${executions}`,
		restApiUrl: 'http://127.0.0.1/rest',
		instanceBaseUrl: 'http://127.0.0.1/',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		webhookBaseUrl: 'http://127.0.0.1/webhook',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		webhookTestBaseUrl: 'http://127.0.0.1/webhook-test',
		currentNodeExecutionIndex: 0,
		variables: {},
		setExecutionStatus: () => undefined,
		...overrides,
	} as unknown as IWorkflowExecuteAdditionalData;
}

function helperFor(credentials: TestCredentials): TestCredentialsHelper {
	return new TestCredentialsHelper(
		{ [CREDENTIAL_TYPE]: new ItGlueApi() },
		{ [CREDENTIAL_TYPE]: credentials as ICredentialDataDecryptedObject },
	);
}

const ITEM_KEYS = new Set([
	'json',
	'binary',
	'error',
	'pairedItem',
	'metadata',
	'index',
	'evaluationData',
]);

function isItem(value: INodeExecutionData | IDataObject): value is INodeExecutionData {
	return (
		typeof value.json === 'object' &&
		value.json !== null &&
		Object.keys(value).every((key) => ITEM_KEYS.has(key))
	);
}

function toItems(input: RunNodeOptions['input']): INodeExecutionData[] {
	if (!input) return [{ json: {} }];
	return input.map((entry) => (isItem(entry) ? entry : { json: entry }));
}

function nodeUnderTest(parameters: IDataObject, extra: Partial<INode> = {}): INode {
	return {
		id: 'node-under-test',
		name: NODE_NAME,
		type: NODE_TYPE,
		typeVersion: 1,
		position: [200, 0],
		parameters: structuredClone(parameters) as INode['parameters'],
		credentials: { [CREDENTIAL_TYPE]: { id: 'credential-1', name: 'IT Glue account' } },
		...extra,
	};
}

function plainNode(name: string, type: string, x: number): INode {
	return { id: name, name, type, typeVersion: 1, position: [x, 0], parameters: {} };
}

/** One for all runs, as n8n loads it; making its description takes longer than a short run. */
const original = new ItGlue();

function workflowFor(options: RunNodeOptions, start: INode, input: INodeExecutionData[]): Workflow {
	const node = nodeUnderTest(options.parameters, {
		...options.node,
		...(options.onError && { onError: options.onError }),
		...(options.asTool && { type: TOOL_TYPE }),
	});
	const types: Record<string, INodeType> = { [START_TYPE]: new StartNode(), [NODE_TYPE]: original };
	const nodes = [start, node];
	const next = {
		node: options.asTool ? AGENT_NAME : NODE_NAME,
		type: NodeConnectionTypes.Main,
		index: 0,
	};
	const connections: IConnections = { [START_NAME]: { main: [[next]] } };
	if (options.asTool) {
		types[TOOL_TYPE] = toolTwin(original);
		types[AGENT_TYPE] = new AgentNode(options.asTool, input[0]?.json ?? {});
		nodes.push(plainNode(AGENT_NAME, AGENT_TYPE, 100));
		connections[NODE_NAME] = {
			[NodeConnectionTypes.AiTool]: [
				[{ node: AGENT_NAME, type: NodeConnectionTypes.AiTool, index: 0 }],
			],
		};
	}
	return new Workflow({
		id: 'workflow-under-test',
		name: 'Workflow under test',
		nodes,
		connections,
		active: false,
		nodeTypes: new TestNodeTypes(types),
		settings: {
			executionOrder: 'v1',
			...(options.binaryMode && { binaryMode: options.binaryMode }),
		},
	});
}

/** Cancels as n8n's ActiveExecutions does: on the promise of the run, which then still settles. */
function armCancellation(options: RunNodeOptions, cancel: () => void): () => void {
	const timer =
		options.cancelAfterMs === undefined ? undefined : setTimeout(cancel, options.cancelAfterMs);
	if (options.signal?.aborted) cancel();
	options.signal?.addEventListener('abort', cancel, { once: true });
	return () => {
		clearTimeout(timer);
		options.signal?.removeEventListener('abort', cancel);
	};
}

/** JSON of anything, with what `JSON.stringify` leaves out of errors and without following cycles. */
function stringifyAll(value: unknown): string {
	const open: unknown[] = [];
	return JSON.stringify(value, function replacer(this: unknown, _key, entry: unknown) {
		while (open.length > 0 && open[open.length - 1] !== this) open.pop();
		if (typeof entry === 'bigint') return String(entry);
		if (typeof entry !== 'object' || entry === null) return entry;
		if (open.includes(entry)) return '[cycle]';
		if ((entry as Partial<INode>).id === 'node-under-test') return '[the node under test]';
		const shown = entry instanceof Error ? errorFields(entry) : entry;
		open.push(shown);
		return shown;
	});
}

function errorFields(error: Error): IDataObject {
	const own = Object.getOwnPropertyNames(error).map(
		(name) => [name, Reflect.get(error, name)] as const,
	);
	return { name: error.name, message: error.message, ...Object.fromEntries(own) };
}

function everythingOf(run: IRun, workflow: Workflow): string {
	const { runData, ...resultData } = run.data.resultData;
	const tasks = Object.entries(runData)
		.filter(([name]) => name !== START_NAME)
		.flatMap(([, runs]) => runs)
		.map((task) => ({ ...task, inputOverride: undefined }));
	return stringifyAll({ status: run.status, resultData, tasks, staticData: workflow.staticData });
}

function errorOf(run: IRun, task: ITaskData | undefined): RunError | undefined {
	const error = task?.error ?? run.data.resultData.error;
	return error as unknown as RunError | undefined;
}

/** Inside an agent n8n joins all records into one `response`; taken apart, both tool modes read the same. */
function toolOutput(
	handed: INodeExecutionData[] | null | undefined,
	mode: ToolMode,
): INodeExecutionData[] {
	if (mode === 'execute') return handed ?? [];
	const response = handed?.[0]?.json.response;
	return Array.isArray(response) ? response.map((json) => ({ json: json as IDataObject })) : [];
}

function outputsOf(
	task: ITaskData | undefined,
	mode: ToolMode | undefined,
): INodeExecutionData[][] {
	// A failed tool leaves a made-up item with the message for the agent; the message is in the error already.
	if (!task || task.error) return [[], []];
	if (mode) return [toolOutput(task.data?.[NodeConnectionTypes.AiTool]?.[0], mode), []];
	const [output, errorOutput] = task.data?.[NodeConnectionTypes.Main] ?? [];
	return [output ?? [], errorOutput ?? []];
}

function statusOf(run: IRun, error: RunError | undefined): RunNodeResult['status'] {
	if (run.status === 'canceled') return 'canceled';
	return error === undefined && run.status === 'success' ? 'success' : 'error';
}

/**
 * Runs the IT Glue node once, as n8n would.
 *
 * @param options parameters (expressions allowed), credential data, input items and the way errors are handled
 * @returns what n8n stored of the run; a failing node is a result, not an exception
 * @throws when the harness itself was used wrongly (an unknown type, no answer from n8n-core)
 */
export async function runNode(options: RunNodeOptions): Promise<RunNodeResult> {
	const input = toItems(options.input);
	const start = plainNode(START_NAME, START_TYPE, 0);
	const workflow = workflowFor(options, start, input);
	const credentialsHelper = helperFor(options.credentials);
	const hooks = new ExecutionLifecycleHooks('manual', 'execution', {} as never);
	const additionalData = additionalDataFor(credentialsHelper, {
		hooks,
		...(options.executionId && { executionId: options.executionId }),
	});
	const runExecutionData = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node: start, data: { main: [input] }, source: null }] },
	});
	const running = new WorkflowExecute(
		additionalData,
		'manual',
		runExecutionData,
	).processRunExecutionData(workflow);
	const disarm = armCancellation(options, () => running.cancel());
	const run = await running.finally(disarm);

	const task = run.data.resultData.runData[NODE_NAME]?.[0];
	const error = errorOf(run, task);
	const [output = [], errorOutput = []] = outputsOf(task, options.asTool);
	return {
		status: statusOf(run, error),
		output,
		errorOutput,
		...(error && { error }),
		hints: task?.hints ?? [],
		everything: everythingOf(run, workflow),
		decryptions: credentialsHelper.decryptions,
		run,
	};
}

export interface EditorCall {
	parameters: IDataObject;
	credentials: TestCredentials;
	/** Path of the parameter being edited, for methods that look at their neighbours. */
	path?: string;
	/** Asked from the form of the tool twin. */
	asTool?: boolean;
}

function editorContext(call: EditorCall): { context: LoadOptionsContext; type: INodeType } {
	const type: INodeType = call.asTool ? toolTwin(original) : original;
	const node = nodeUnderTest(call.parameters, { type: call.asTool ? TOOL_TYPE : NODE_TYPE });
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: new TestNodeTypes({ [node.type]: type }),
	});
	const additionalData = additionalDataFor(helperFor(call.credentials), {
		currentNodeParameters: node.parameters,
	});
	return { context: new LoadOptionsContext(workflow, node, additionalData, call.path ?? ''), type };
}

/**
 * Calls one of the node's `loadOptions` methods as the editor does when a drop-down opens.
 *
 * @param method name of the method
 * @param call parameters as they stand in the form, and the credential
 * @returns the options; what the method throws is passed on
 */
export async function loadOptions(
	method: string,
	call: EditorCall,
): Promise<INodePropertyOptions[]> {
	const { context, type } = editorContext(call);
	const load = type.methods?.loadOptions?.[method];
	if (!load) throw new Error(`The node has no loadOptions method ${method}`);
	return await load.call(context);
}

/**
 * Calls one of the node's `listSearch` methods as the editor does when a resource locator's list opens.
 *
 * @param method name of the method
 * @param call as for `loadOptions`, with what was typed and the token of the page before
 * @returns one page of results; what the method throws is passed on
 */
export async function listSearch(
	method: string,
	call: EditorCall & { filter?: string; paginationToken?: string },
): Promise<INodeListSearchResult> {
	const { context, type } = editorContext(call);
	const search = type.methods?.listSearch?.[method];
	if (!search) throw new Error(`The node has no listSearch method ${method}`);
	return await search.call(context, call.filter, call.paginationToken);
}

/**
 * Calls one of the node's `resourceMapping` methods as the editor does when it draws a mapping's columns.
 *
 * @param method name of the method
 * @param call as for `loadOptions`
 * @returns the columns; what the method throws is passed on
 */
export async function mapperColumns(
	method: string,
	call: EditorCall,
): Promise<ResourceMapperFields> {
	const { context, type } = editorContext(call);
	const map = type.methods?.resourceMapping?.[method];
	if (!map) throw new Error(`The node has no resourceMapping method ${method}`);
	return await map.call(context);
}

type TestFailure = Error & {
	cause?: { response?: { status: number; statusText?: string }; code?: string };
};

function failedTest(error: TestFailure, test: ICredentialTestRequest): INodeCredentialTestResult {
	const response = error.cause?.response;
	if (!response) return { status: 'Error', message: error.cause?.code ?? error.message };
	for (const rule of test.rules ?? []) {
		if (rule.type === 'responseCode' && rule.properties.value === response.status) {
			return { status: 'Error', message: rule.properties.message };
		}
	}
	return {
		status: 'Error',
		message: response.statusText || `Received HTTP status code: ${response.status}`,
	};
}

function passedTest(
	output: INodeExecutionData[][] | null | undefined,
	test: ICredentialTestRequest,
): INodeCredentialTestResult {
	for (const rule of test.rules ?? []) {
		if (rule.type !== 'responseSuccessBody') continue;
		const { key, value, message } = rule.properties;
		if (output?.[0]?.[0]?.json[key] === value) return { status: 'Error', message };
	}
	return { status: 'OK', message: 'Connection successful!' };
}

async function testByRequest(
	data: ICredentialDataDecryptedObject,
	helper: TestCredentialsHelper,
	test: ICredentialTestRequest,
): Promise<INodeCredentialTestResult> {
	const type = {
		description: {
			...plainDescription('temp', [NodeConnectionTypes.Main]),
			credentials: [{ name: CREDENTIAL_TYPE, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: test.request },
				},
			],
		},
	} as INodeType;
	const node: INode = {
		...plainNode('Temp', 'test.temp', 0),
		parameters: { temp: '' },
		credentials: { [CREDENTIAL_TYPE]: { id: 'credential-1', name: 'IT Glue account' } },
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: new TestNodeTypes({ 'test.temp': type }),
	});
	const items: INodeExecutionData[] = [{ json: {} }];
	const context = new ExecuteContext(
		workflow,
		node,
		additionalDataFor(helper),
		'internal',
		createRunExecutionData(),
		0,
		items,
		{ main: [items] },
		{ node, data: { main: [items] }, source: null },
		[],
	);
	const decrypted: ICredentialsDecrypted = {
		id: 'credential-1',
		name: 'IT Glue account',
		type: CREDENTIAL_TYPE,
		data,
	};
	try {
		return passedTest(await new RoutingNode(context, type, decrypted).runNode(), test);
	} catch (error) {
		return failedTest(error as TestFailure, test);
	}
}

/**
 * Presses "Save" on the credential form: runs the credential's test the way n8n's server does, the request through
 * RoutingNode, its `rules` against the status of the answer; or the node's own function when it names one.
 *
 * @param credentials what the form holds
 * @returns the verdict and the sentence that the form shows
 */
export async function testCredential(
	credentials: TestCredentials,
): Promise<INodeCredentialTestResult> {
	const credentialType: ICredentialType = new ItGlueApi();
	const helper = helperFor(credentials);
	const data = helper.withDefaults(CREDENTIAL_TYPE, credentials as ICredentialDataDecryptedObject);
	if (credentialType.test) return await testByRequest(data, helper, credentialType.test);

	const type = new ItGlue() as INodeType;
	const testedBy = type.description.credentials?.find(
		({ name }) => name === CREDENTIAL_TYPE,
	)?.testedBy;
	if (typeof testedBy === 'object') return await testByRequest(data, helper, testedBy);
	const test = type.methods?.credentialTest?.[testedBy ?? ''];
	if (!test) throw new Error('Neither the credential nor the node brings a test');
	const context = new CredentialTestContext();
	return await test.call(context, {
		id: 'credential-1',
		name: 'IT Glue account',
		type: CREDENTIAL_TYPE,
		data,
	});
}
