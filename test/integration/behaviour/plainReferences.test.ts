/** Columns that only refer to a field are read from the item itself: that must be what n8n would have given. */
import { DateTime } from 'luxon';
import { ExecuteContext } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { ItGlue } from '../../../nodes/ITGlue/ItGlue.node';
import { Parameters } from '../../../nodes/ITGlue/run/parameters';
import { settle } from '../../../nodes/ITGlue/concurrency';

const type = new ItGlue();
const URLS = [
	'restApiUrl',
	'instanceBaseUrl',
	'formWaitingBaseUrl',
	'webhookBaseUrl',
	'webhookWaitingBaseUrl',
];

/** What a parameter is asked for by. */
type Given = [name: string, index: number, fallback?: unknown];

/** What n8n hands to a node that runs over these items with these columns mapped. */
function contextOf(columns: IDataObject, items: INodeExecutionData[], more: IDataObject = {}) {
	const node = {
		id: 'node',
		name: 'IT Glue',
		type: 'itGlue',
		typeVersion: 1,
		position: [0, 0],
		parameters: {
			resource: 'contact',
			operation: 'upsert',
			fields: { mappingMode: 'defineBelow', value: columns, matchingColumns: ['id'], ...more },
		},
	} as unknown as INode;
	const nodeTypes = { getByNameAndVersion: () => type } as unknown as INodeTypes;
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additional = Object.fromEntries(URLS.map((name) => [name, 'http://127.0.0.1/']));
	const context = new ExecuteContext(
		workflow,
		node,
		{ ...additional, variables: {} } as unknown as IWorkflowExecuteAdditionalData,
		'manual',
		createRunExecutionData({}),
		0,
		items,
		{ main: [items] },
		{ node, data: { main: [items] }, source: null },
		[],
	);
	const asked: number[] = [];
	const counting = {
		getNode: () => context.getNode(),
		getInputData: () => context.getInputData(),
		getNodeParameter: (...given: Given) => {
			asked.push(given[1]);
			return context.getNodeParameter(...given) as unknown;
		},
	};
	return { context, asked, parameters: new Parameters(counting as never, false) };
}

/** What is given, or how it ends. */
const outcomeOf = async (work: () => unknown): Promise<unknown> => {
	const outcome = await settle((async () => await Promise.resolve(work()))());
	return 'value' in outcome ? outcome : String(outcome.reason);
};

async function expectAlike(columns: IDataObject, items: INodeExecutionData[]): Promise<number[]> {
	const { context, parameters, asked } = contextOf(columns, items);
	for (const index of items.keys()) {
		const theirs = await outcomeOf(() => context.getNodeParameter('fields', index));
		const ours = await outcomeOf(() => parameters.read('fields', index));
		expect(ours).toStrictEqual(theirs);
		const [own, other] = [ours, theirs].map((one) => JSON.stringify(one));
		expect(own).toBe(other);
	}
	return asked;
}

class Custom {
	inner = 1;
}

const VALUES: unknown[] = [
	'text',
	'',
	' ',
	'={{ $json.other }}',
	'={{ 1 + 1 }}',
	'=text',
	'{{ $json.other }}',
	'null',
	'a"b\\c\'d`e${f}\n\u2028\u0000\uD800',
	'2026-01-31T09:00:00.000Z',
	0,
	-0,
	1.5,
	1e21,
	2 ** 53 + 2,
	NaN,
	Infinity,
	-Infinity,
	true,
	false,
	null,
	undefined,
	[],
	['a', 1, null, { b: 2 }],
	{},
	{ nested: { deep: ['x'] } },
	{ __rl: true, mode: 'id', value: '5' },
	new Date(0),
	DateTime.fromISO('2026-01-31T09:00:00Z'),
	DateTime.invalid('none'),
	new Custom(),
	Buffer.from('x'),
	new Map([['a', 1]]),
	Object.create(null),
	Symbol.iterator,
	10n,
	() => 'called',
];

const NAMES = [
	'email',
	'E-mail',
	'with blank',
	'dot.ted',
	'Größe',
	'$odd',
	'_under',
	'0',
	'length',
	'toString',
	'valueOf',
	'hasOwnProperty',
	'constructor',
	'__proto__',
	'prototype',
	'isEmpty',
	'caller',
	'arguments',
	'json',
	"quo'te",
	'quo"te',
	'back\\slash',
	'bra}}ce',
	'tick`',
	'',
];

const referencesTo = (name: string): string[] => [
	...(/^[A-Za-z_$][\w$]*$/.test(name) ? [`={{ $json.${name} }}`, `={{$json.${name}}}`] : []),
	...(/["\\]/.test(name) ? [] : [`={{ $json["${name}"] }}`]),
	...(/['\\]/.test(name) ? [] : [`={{ $json['${name}'] }}`]),
	`={{ $json[${JSON.stringify(name)}] }}`,
];

const holding = (name: string, value: unknown): INodeExecutionData => ({
	json: Object.defineProperty({ other: 'other' }, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	}) as IDataObject,
});

it.each(VALUES.map((value, at) => [at, typeof value, value] as const))(
	'give value %i (%s) as n8n does, first or later',
	async (_at, _type, value) => {
		const items = [value, 'confirmed', value, 'later', value].map((one) => holding('email', one));
		await expectAlike({ title: '={{ $json.email }}' }, items);
		await expectAlike({ title: '={{ $json["email"] }}', notes: 'fixed' }, items);
	},
);

it.each(NAMES)('read a field called %j as n8n does, and where it is missing', async (name) => {
	const items = ['first', 'second', 7, null, undefined, { a: 1 }].map((one) => holding(name, one));
	const missing: INodeExecutionData = { json: { other: 'other' } };
	for (const title of referencesTo(name)) {
		await expectAlike({ title }, [...items, missing, ...items]);
		await expectAlike({ title }, [missing, ...items]);
	}
});

it('asks n8n for an item without json, and where a field is inherited', async () => {
	const inherited = { json: Object.create({ email: 'inherited' }) as IDataObject };
	const plain = holding('email', 'first');
	await expectAlike({ title: '={{ $json.email }}' }, [
		plain,
		{} as INodeExecutionData,
		inherited,
		plain,
	]);
});

it.each([
	'={{ $json.email}} ',
	'= {{ $json.email }}',
	'={{ $json.email }}{{ $json.other }}',
	'={{ $json.email + "x" }}',
	'={{ $json.email.toUpperCase() }}',
	'={{ $json.email.length }}',
	'={{ $json?.email }}',
	'={{ $json["email"]["length"] }}',
	'={{ $json.other ? $json.email : 1 }}',
	'={{ $json["a" + "b"] }}',
	'={{ $json }}',
	'={{ $json[0] }}',
	'={{ $input.item.json.email }}',
	'={{ "}}" + $json.email }}',
	'={{ $json.email; }}',
	'={{ $json.email // }}',
	'={{ /* */ $json.email }}',
	'={{ $json\n.email }}',
	'={{ $json.email }}\n',
	'=',
	'=text',
])('leaves %j to n8n', async (title) => {
	const items = ['first', 'second', 'third'].map((one) => holding('email', one));
	const asked = await expectAlike({ title }, items);
	expect(asked).toStrictEqual([0, 1, 2]);
});

it('asks n8n once where every column refers to a field that holds a plain value', async () => {
	const columns = {
		id: '={{ $json.other }}',
		title: '={{ $json["email"] }}',
		notes: 'fixed',
		x: null,
	};
	const items = ['first', 2, null, false].map((one) => holding('email', one));
	expect(await expectAlike(columns, items)).toStrictEqual([0]);
});

it('asks n8n for each item where something beside the columns is an expression', async () => {
	const items = ['first', 'second'].map((one) => holding('email', one));
	const { parameters, asked, context } = contextOf({ title: '={{ $json.email }}' }, items, {
		matchingColumns: '={{ [$json.email] }}',
	});
	for (const index of items.keys())
		expect(parameters.read('fields', index)).toStrictEqual(
			context.getNodeParameter('fields', index),
		);
	expect(asked).toStrictEqual([0, 1]);
});
