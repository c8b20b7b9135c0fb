/** The pages about resources, put together from the tables that the node itself is made of. Pure: data in, text out. */

/** @typedef {import('../../nodes/ITGlue/resources/schema/resource.ts').Resource} Resource */
/** @typedef {import('../../nodes/ITGlue/resources/schema/attribute.ts').Attribute} Attribute */
/** @typedef {import('../../nodes/ITGlue/resources/schema/attribute.ts').NaturalKey} NaturalKey */
/** @typedef {import('../../nodes/ITGlue/resources/schema/attribute.ts').LookupName} LookupName */
/** @typedef {import('../../nodes/ITGlue/resources/schema/attribute.ts').OperationName} VerbName */
/** @typedef {import('n8n-workflow').INodeProperties} Property */

/**
 * What the pages are made of.
 * @typedef {object} Node
 * @property {readonly Resource[]} resources
 * @property {readonly string[]} secrets
 * @property {Record<VerbName, import('../../nodes/ITGlue/resources/schema/operation.ts').OperationFacts>} verbs
 * @property {Record<LookupName, import('../../nodes/ITGlue/resources/lookups.ts').Lookup>} lookups
 * @property {(resource: Resource) => readonly import('../../nodes/ITGlue/resources/schema/attribute.ts').Option[]} allOptions
 * @property {(resource: Resource) => readonly import('../../nodes/ITGlue/resources/schema/columns.ts').Column[]} columnsOf
 * @property {(resource: Resource) => readonly NaturalKey[]} keysOf
 * @property {(resource: Resource, attribute: string) => string} columnOf
 * @property {(name: string) => string} camel
 * @property {Property[]} properties
 */

const GENERATED =
	'<!-- Generated from nodes/ITGlue by scripts/docs.mjs. Change the tables there, then run npm run docs. -->';

/** Parameters that every operation has, or most: told of once, on the index page. */
const EVERYWHERE = new Set(['resource', 'operation', 'simplify', 'deleteNotice']);
const OPTIONS_EVERYWHERE = new Set(['timeout', 'maxWait', 'fields', 'include', 'sort']);

/** @param {unknown} text */
const cell = (text) =>
	String(text ?? '')
		.replace(/\s+/g, ' ')
		.replace(/\|/g, '\\|')
		.trim();

/** @param {string[]} head @param {unknown[][]} rows */
const table = (head, rows) =>
	[head, head.map(() => '---'), ...rows.map((cells) => cells.map(cell))]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');

/** @param {string} noun */
const article = (noun) => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun.toLowerCase()}`;

/** @param {unknown} text */
const code = (text) => `\`${String(text)}\``;

/** @param {boolean | undefined} value */
const yes = (value) => (value ? 'yes' : '');

/** @param {string} text @returns {string} with a full stop */
const sentence = (text) => (text === '' || /[.!?]$/.test(text) ? text : `${text}.`);

/** @param {Array<string | false | undefined>} parts */
const paragraphs = (parts) => parts.filter(Boolean).join('\n\n');

/** @template {{ label: string }} T @param {readonly T[]} items @returns {T[]} */
const byLabel = (items) => [...items].sort((one, other) => one.label.localeCompare(other.label));

/** @param {Resource} resource @returns {string} the name of its page */
const fileOf = ({ name }) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.md`;

/** @param {Node} node @param {Resource} resource */
const verbsOf = ({ verbs }, resource) =>
	byLabel(resource.operations.map((name) => ({ ...verbs[name], name })));

/** @param {Node} node @param {string} folder of the pages, as seen from where the table stands */
export const operationsTable = (node, folder) =>
	table(
		['Resource', 'Operations'],
		byLabel(node.resources).map((resource) => [
			`[${resource.label}](${folder}${fileOf(resource)})`,
			verbsOf(node, resource)
				.map(({ label }) => label)
				.join(', '),
		]),
	);

// --- Parameters of an operation --------------------------------------------------------------------

/** @param {Property} property @param {string} resource @param {string} verb */
function isShown({ displayOptions = {} }, resource, verb) {
	const { show = {} } = displayOptions;
	if (show['@tool']) return false;
	// A rule inside a collection names the parameters of the node with a slash.
	const allows = (/** @type {string} */ key, /** @type {string} */ value) =>
		[key, `/${key}`].every((name) => {
			const values = /** @type {unknown[] | undefined} */ (show[name]);
			return values === undefined || values.includes(value);
		});
	return allows('resource', resource) && allows('operation', verb);
}

/** @param {Property} property */
const isHiddenFromTools = ({ displayOptions = {} }) => displayOptions.hide?.['@tool'] !== undefined;

/** @param {Property} property */
function choicesText({ options = [], default: first }) {
	return options
		.flatMap((option) => ('value' in option ? [option] : []))
		.map(({ name, value, description }) => {
			const chosen = value === first ? ', the default' : '';
			return `*${name}* (${code(value)}${chosen})${description ? `: ${description.replace(/\.$/, '')}` : ''}`;
		})
		.join('; ');
}

/** How a record may be named, by mode of a locator. @type {Record<string, string>} */
const MODES = { list: 'from the list', id: 'by ID', url: 'by URL', name: 'by name' };

/** @param {Property} property what it takes, in words */
function takes(property) {
	const { type, typeOptions, modes = [], default: first } = property;
	switch (type) {
		case 'resourceLocator':
			return modes.map(({ name }) => MODES[name] ?? name).join(', ');
		case 'resourceMapper':
			return 'the [columns](#columns)';
		case 'collection':
			return collectionText(property);
		case 'fixedCollection':
			return 'entries';
		case 'options':
			return typeOptions?.loadOptionsMethod ? 'ID or name' : choicesText(property);
		case 'multiOptions':
			return typeOptions?.loadOptionsMethod ? 'IDs' : choicesText(property);
		case 'boolean':
			return `on or off; ${first === true ? 'on' : 'off'} by default`;
		case 'number':
			return `number; ${String(first)} by default`;
		case 'dateTime':
			return 'date';
		default:
			return typeOptions?.password ? 'secret text' : 'text';
	}
}

/** @param {Property} property */
function collectionText({ name }) {
	switch (name) {
		case 'additionalFields':
			return 'the [fields](#fields) that can be set on create';
		case 'updateFields':
			return 'the [fields](#fields) that can be set on update';
		case 'filters':
			return 'the [filters](#filters-of-get-many)';
		default:
			return 'see below';
	}
}

/** A description without the sentence that n8n's rules want on every list. @param {Property} property */
const remark = ({ description = '', type, typeOptions }) =>
	typeOptions?.loadOptionsMethod || type === 'resourceMapper'
		? description.replace(/(\. )?Choose from the list, or specify an ID using.*$/, '')
		: description;

/** @param {Property} property @param {string} path */
const parameterRow = (property, path) => [
	property.displayName.replace(/ Names? or IDs?$/, ''),
	code(path),
	takes(property),
	[
		property.required && 'Required.',
		sentence(remark(property)),
		sentence(property.hint ?? ''),
		isHiddenFromTools(property) && 'Not in an AI agent.',
	]
		.filter(Boolean)
		.join(' '),
];

/** @param {Node} node @param {Resource} resource @param {VerbName} verb */
function parameterRows({ properties }, resource, verb) {
	const shown = properties.filter(
		(property) => !EVERYWHERE.has(property.name) && isShown(property, resource.name, verb),
	);
	return shown.flatMap((property) => {
		if (property.name !== 'options') return [parameterRow(property, property.name)];
		return (property.options ?? [])
			.flatMap((option) => ('type' in option ? [option] : []))
			.filter((option) => !OPTIONS_EVERYWHERE.has(option.name))
			.filter((option) => isShown(option, resource.name, verb))
			.map((option) => {
				const [label, ...rest] = parameterRow(option, `options.${option.name}`);
				return [`Options → ${label}`, ...rest];
			});
	});
}

/** @param {Node} node @param {Resource} resource */
function operations(node, resource) {
	const all = verbsOf(node, resource);
	return paragraphs([
		'## Operations',
		table(
			['Operation', 'In a workflow', 'What it does', 'In an AI agent'],
			all.map(({ label, name, description, notForTools }) => [
				`[${label}](#${label.toLowerCase().replace(/ /g, '-')})`,
				code(name),
				description,
				notForTools ? 'no' : 'yes',
			]),
		),
		...all.map(({ name, label, description }) => {
			const rows = parameterRows(node, resource, name);
			return paragraphs([
				`### ${label}`,
				sentence(description),
				name === 'delete' && resource.deleteNotice,
				rows.length > 0 && table(['Parameter', 'In a workflow', 'Takes', 'Good to know'], rows),
			]);
		}),
	]);
}

// --- Fields ------------------------------------------------------------------------------------------

const KINDS = {
	string: 'text',
	multiline: 'text',
	html: 'text or HTML',
	secret: 'secret text',
	number: 'number',
	tags: 'names or IDs of records',
	file: 'file',
	boolean: 'true or false',
	date: 'date',
	dateTime: 'date and time',
	choice: '',
	lookup: '',
	lines: 'list of texts, or text with one on each line',
	rows: '',
	entries: '',
};

const COMPARED = {
	list: 'as it is',
	show: 'as it is, from the record itself (lists cut it)',
	normalised: 'by meaning',
	never: 'not compared',
};

const SAMENESS = {
	html: 'by the text that the HTML shows',
	phone: 'by number and extension',
	mac: 'as a MAC address, in any format',
	date: 'as a date, in any format',
	number: 'as a number, in any format',
};

/** @param {Attribute} attribute */
const comparedAs = ({ readableFrom, comparator, rows }) => {
	if (readableFrom !== 'normalised') return COMPARED[readableFrom];
	if (rows) return 'entry by entry';
	return comparator ? SAMENESS[comparator] : COMPARED[readableFrom];
};

/** @param {Node} node @param {Attribute} attribute */
function kindOf({ lookups }, { kind, lookup, choices = [], rows, entries: own }) {
	if (lookup) return `ID or name of ${article(lookups[lookup].label)}`;
	if (rows ?? own) return `list of ${(rows ?? own)?.label.toLowerCase()}s`;
	if (choices.length > 0) return `one of: ${choices.map(({ label }) => label).join(', ')}`;
	return KINDS[kind];
}

/** @param {Attribute} attribute */
const sentenceOf = ({ description = '', notForTools }) =>
	[sentence(description), notForTools && 'Not in an AI agent.'].filter(Boolean).join(' ');

/** @param {Node} node @param {Resource} resource */
function fields(node, resource) {
	const { attributes, psaOwned, readOnly } = resource;
	const rows = attributes.map((attribute) => [
		attribute.label,
		code(attribute.param ?? node.camel(attribute.name)),
		code(attribute.name),
		kindOf(node, attribute),
		attribute.writable === 'both' ? 'create, update' : attribute.writable,
		yes(attribute.required),
		yes(attribute.nullable),
		psaOwned ? yes(attribute.whenSynced) : '–',
		comparedAs(attribute),
		sentenceOf(attribute),
	]);
	return paragraphs([
		attributes.length > 0 && '## Fields',
		attributes.length > 0 &&
			'"Parameter" is the name in Additional Fields and Update Fields. "Column" is the name in the output and in Create or Update.',
		attributes.length > 0 &&
			table(
				[
					'Field',
					'Parameter',
					'Column',
					'Takes',
					'Set on',
					'Required',
					'Can be cleared',
					'Writable when a PSA owns it',
					'Compared',
					'Good to know',
				],
				rows,
			),
		...attributes.flatMap((attribute) => (attribute.rows ? [entries(attribute)] : [])),
		...attributes.flatMap((attribute) => (attribute.entries ? [ownEntries(attribute)] : [])),
		attributes.length > 0 ? '### Set by IT Glue' : '## Fields',
		readOnly.map(({ id }) => code(id)).join(', '),
	]);
}

/** @param {Attribute} attribute */
const ownEntries = ({ label, entries: own }) =>
	paragraphs([
		`### Entries of ${label}`,
		'In the form, add each one as an entry. An expression can also give a list of objects with these names. You can write a name as `showInList`, `show_in_list` or `Show in List`. You can also use the output of *Get*.',
		table(
			['Entry', 'Name', 'Takes', 'For', 'If it is left out'],
			(own?.columns ?? []).map(({ label: column, param, kind, choices = [], fallback, beside }) => [
				column,
				code(param),
				choices.length > 0
					? `one of: ${choices.map(({ label: choice }) => choice).join(', ')}`
					: kind === 'boolean'
						? 'true or false'
						: kind === 'multiline'
							? 'a list of texts, or text with one on each line'
							: 'text',
				beside ? beside.values.join(', ') : '',
				kind === 'boolean' ? String(fallback) : '',
			]),
		),
	]);

/** @param {Attribute} attribute */
const entries = ({ label, name, rows }) =>
	paragraphs([
		`### Entries of ${label}`,
		`In the form, add one entry for each ${rows?.label.toLowerCase()}. An expression can also give a text, a list of texts, or a list of objects with these names. The key of an entry is ${code(rows?.columns.find(({ wire }) => wire === rows?.key.column)?.param)}. IT Glue stores them as ${code(name)}.`,
		table(
			['Entry', 'Name', 'Also taken', 'Takes', 'If it is left out'],
			(rows?.columns ?? []).map(
				({ label: column, param, wire, aliases = [], kind, choices = [], fallback }) => [
					column,
					code(param),
					[...new Set([wire, ...aliases])]
						.filter((name) => name !== param)
						.map(code)
						.join(', '),
					choices.length > 0
						? `one of: ${choices.map(({ label: choice }) => choice).join(', ')}`
						: kind === 'boolean'
							? 'true or false'
							: 'text',
					fallback === undefined ? '' : String(fallback),
				],
			),
		),
	]);

// --- Matching and the PSA ------------------------------------------------------------------------------

/** @param {Resource} resource @param {string} name */
const labelOf = ({ attributes }, name) =>
	attributes.find((attribute) => attribute.name === name)?.label ?? name;

/** @param {Node} node @param {Resource} resource */
function matching(node, resource) {
	const { naturalKeys, operations } = resource;
	if (naturalKeys.length === 0) return '';
	const keys = naturalKeys.map(({ attributes, also = [], always = [] }) => {
		const labels = attributes.map((name) => labelOf(resource, name)).join(' with ');
		const beside = [...also, ...always].map((name) => labelOf(resource, name));
		return beside.length > 0 ? `${labels} (and ${beside.join(', ')})` : labels;
	});
	const where = resource.scoped ? 'within the organization' : 'within the account';
	return paragraphs([
		'## Matching',
		operations.includes('create') &&
			`**Create** first searches ${where} for an existing record, also among archived records. It searches by ${keys.length > 1 ? `the first of these fields that has a value: ${keys.join(', ')}` : keys[0]}. *If It Already Exists* sets what happens if it finds one.`,
		operations.includes('upsert') && columns(node, resource),
	]);
}

/** @param {Node} node @param {Resource} resource */
function columns(node, resource) {
	const all = node.columnsOf(resource);
	const label = (/** @type {string} */ id) => all.find((column) => column.id === id)?.label ?? id;
	const keys = [
		...all
			.filter(({ attribute, matches }) => !attribute && matches === 'alone')
			.map(({ id }) => [id]),
		...node
			.keysOf(resource)
			.map(({ attributes }) => attributes.map((name) => node.columnOf(resource, name))),
	].map((ids) => ids.map(label).join(' with '));
	const beside = all.filter(({ matches }) => matches === 'beside').map((column) => column.label);
	return paragraphs([
		'### Columns',
		`**Create or Update**${resource.operations.includes('reconcile') ? ' and **Reconcile**' : ''} ${resource.operations.includes('reconcile') ? 'work' : 'works'} with columns: the [fields](#fields) under their column names, and these:`,
		table(
			['Column', 'Name', 'What it is for'],
			all
				.filter(({ attribute, primaryRow }) => !attribute || primaryRow)
				.map(({ id, label: words, attribute }) => [words, code(id), purpose(id, attribute)]),
		),
		[
			`- **These columns identify a record:** ${[...new Set(keys)].join('; ')}.${beside.length > 0 ? ` You can add ${beside.join(' and ')} to narrow the match.` : ''}`,
			`- **Default:** ${all
				.filter(({ byDefault }) => byDefault)
				.map((column) => column.label)
				.join(' with ')}.`,
		].join('\n'),
		'How matching works: [Create or Update](../sync.md#what-a-record-is-matched-by).',
	]);
}

/** @param {string} id @param {Attribute | undefined} attribute */
function purpose(id, attribute) {
	if (attribute) return `the primary entry of ${attribute.label}`;
	if (id === 'id') return 'for matching only; the node never creates a record with it';
	if (id === 'psa_id') return 'the ID of the record in the PSA, for matching only';
	return 'the PSA that the PSA ID belongs to, for matching only';
}

/** @param {Resource} resource */
function ownedByPsa({ psaOwned, label, plural, attributes, operations }) {
	const writes = operations.some((verb) => verb === 'update' || verb === 'upsert');
	if (!writes) return '';
	if (!psaOwned)
		return paragraphs([
			'## Owned by a PSA',
			`The documentation of IT Glue mentions no fields of ${plural.toLowerCase()} that a PSA sync locks.`,
		]);
	const open = attributes
		.filter(({ whenSynced }) => whenSynced)
		.map((attribute) => attribute.label);
	return paragraphs([
		'## Owned by a PSA',
		open.length === 0
			? `According to its documentation, IT Glue allows no change of ${article(label)} that a PSA sync owns. In practice, it may lock only some fields. So the node tries to write all fields. It lists the fields that IT Glue refuses in \`_psa_owned\` and in a note. If IT Glue refuses all fields, the item fails with an error. Only Create with Update Existing then returns the record unchanged. Change the refused fields in the PSA.`
			: `According to its documentation, IT Glue allows changes of only these fields of ${article(label)} that a PSA sync owns: ${open.join(', ')}. The node tries to write all fields that you give. It lists the fields that IT Glue refuses in \`_psa_owned\` and in a note. Change those in the PSA.`,
		'The field `psa_integration` shows whether a PSA owns the record: `enabled`, `disabled`, `orphaned` (the PSA record no longer exists) or null. It does not show which fields are locked.',
		'More: [Create or Update](../sync.md#owned-by-the-psa).',
	]);
}

// --- Lists ---------------------------------------------------------------------------------------------

/** @param {string} key @param {boolean} kept @param {boolean} sent */
function sentAs(key, kept, sent) {
	if (kept && !sent) return 'compared by the node';
	return `\`filter${key.replace(/^[^[]+/, '[$&]')}\`${kept ? ', checked by the node' : ''}`;
}

/** @param {Node} node @param {Resource} resource */
function lists(node, resource) {
	const filters = resource.filters.map(
		({ label, param, key, keep, sendWhen, lookup, needs, choices = [], description = '' }) => [
			label,
			code(param),
			sentAs(key, keep !== undefined, sendWhen !== undefined),
			[
				lookup && `ID or name of ${article(node.lookups[lookup].label)}.`,
				choices.length > 0 && `One of: ${choices.map((choice) => choice.label).join(', ')}.`,
				needs && `Together with ${code(needs)}.`,
				sentence(description),
			]
				.filter(Boolean)
				.join(' '),
		],
	);
	const sorts = resource.sorts.map(({ label, key }) => `${label} (${code(key)})`).join(', ');
	const includes = resource.includes.map(({ label, key, on, notForTools }) => [
		label,
		code(key),
		on === 'show' ? 'Get' : 'Get, Get Many',
		notForTools ? 'no' : 'yes',
	]);
	return paragraphs([
		'## Filters of Get Many',
		resource.scoped && 'You can also limit the list to one **Organization**.',
		table(['Filter', 'Parameter', 'Sent as', 'Takes'], filters),
		'## Sort keys',
		sorts ||
			`IT Glue cannot sort ${resource.plural.toLowerCase()}. It returns them in its own order.`,
		includes.length > 0 && '## Includes',
		includes.length > 0 && table(['Include', 'In a workflow', 'With', 'In an AI agent'], includes),
	]);
}

/** @param {Resource} resource */
function agent({ toolFields, operations, hooks }) {
	const onlyByOption = hooks?.omit?.(() => undefined) ?? [];
	const included = toolFields.filter((name) => onlyByOption.includes(name));
	const always = toolFields.filter((name) => !included.includes(name));
	return paragraphs([
		'## In an AI agent',
		`By default, an agent gets ID, type and ${always.map(code).join(', ')}${included.length > 0 ? `, and ${included.map(code).join(', ')} if an option includes it` : ''}. *Fields to Return* changes this.${operations.includes('delete') ? ' An agent cannot delete.' : ''} More: [Security](../security.md#ai-agents).`,
	]);
}

/** @param {Resource} resource */
function facts({ name, type, scoped, pageSize, includes, archive }) {
	const rows = [
		['Value of `resource`', code(name)],
		['JSON:API type', code(type)],
		['Belongs to', scoped ? 'an organization' : 'the account'],
		[
			'Records in one request',
			pageSize.plain === pageSize.withIncludes || includes.length === 0
				? String(pageSize.plain)
				: `${pageSize.plain}, with includes ${pageSize.withIncludes}`,
		],
	];
	if (archive?.by === 'flag') rows.push(['Archive', `sets ${code(archive.attribute)}`]);
	if (archive?.by === 'status')
		rows.push([
			'Archive',
			`sets the status ${archive.retired}. Unarchive sets ${archive.active}. You can choose other statuses`,
		]);
	return table(['', ''], rows);
}

/** @param {Node} node @param {Resource} resource @returns {string} */
const resourcePage = (node, resource) =>
	`${paragraphs([
		GENERATED,
		`# ${resource.label}`,
		'[All resources](README.md) · [All documentation](../README.md)',
		facts(resource),
		operations(node, resource),
		fields(node, resource),
		matching(node, resource),
		ownedByPsa(resource),
		lists(node, resource),
		agent(resource),
	])}\n`;

/** @param {Node} node @returns {Map<string, string>} the text of each file in docs/resources, by its name */
export const pagesOf = (node) =>
	new Map([
		['README.md', indexPage(node)],
		...node.resources.map(
			(resource) =>
				/** @type {[string, string]} */ ([fileOf(resource), resourcePage(node, resource)]),
		),
	]);

/** @param {Node} node @returns {string} */
const indexPage = (node) =>
	`${paragraphs([
		GENERATED,
		'# Resources and operations',
		'Each resource has a page. It lists the operations with their parameters, the fields, filters, sort keys and includes, and how records are matched.',
		operationsTable(node, ''),
		'## On every page',
		[
			'- **In a workflow** is the name in exported workflows and in expressions such as `{{ $parameter.options.timeout }}`.',
			'- **ID or name:** choose types, statuses and similar entries from the list, or give the ID or name in an expression. If a name is unknown, the error lists the existing names.',
			'- **Not set, empty, null:** the node does not send fields that you do not add. See [Getting started](../getting-started.md#not-set-empty-null).',
			`- **Secrets** (${node.secrets.map(code).join(', ')}) never appear in the output. Exception: *Get* with *Include Password Value* returns the value of a password.`,
		].join('\n'),
		'## Parameters that most operations have',
		table(['Parameter', 'In a workflow', 'Takes', 'Good to know'], [...commonRows(node)]),
	])}\n`;

/** @param {Node} node */
function commonRows({ properties }) {
	const simplify = properties.find(({ name }) => name === 'simplify');
	const options = properties
		.filter(({ name }) => name === 'options')
		.flatMap(({ options: entries = [] }) =>
			entries.flatMap((option) => ('type' in option ? [option] : [])),
		);
	const named = (/** @type {string} */ name) => options.find((option) => option.name === name);
	const rows = simplify ? [parameterRow(simplify, 'simplify')] : [];
	const found = [
		['fields', 'For Get and Get Many. Names of the columns.'],
		['include', 'For Get and Get Many. The page of the resource lists them under Includes.'],
		['sort', 'For Get Many. The page of the resource lists the sort keys.'],
		['timeout', ''],
		['maxWait', ''],
	].flatMap(([name = '', where = '']) => {
		const property = named(name);
		if (!property) return [];
		const [label, path, , remarks] = parameterRow(property, `options.${name}`);
		const takesText = ['timeout', 'maxWait'].includes(name) ? takes(property) : 'a choice';
		// Worded for one resource where it stands in the form.
		const words = name === 'include' ? 'Related records to return with each record.' : remarks;
		return [[`Options → ${label}`, path, takesText, [where, words].filter(Boolean).join(' ')]];
	});
	return [...rows, ...found];
}
