import type { Option, OperationName } from '../schema/attribute';

const WRITING: OperationName[] = ['create', 'update', 'upsert'];
const CHANGING: OperationName[] = ['update', 'upsert'];

/** The options for traits. */
export const options: Option[] = [
	{
		param: 'textFormat',
		label: 'Text Format',
		kind: 'choice',
		operations: WRITING,
		place: 'options',
		default: 'html',
		description: 'The format of texts for text boxes',
		choices: [
			{ id: 'html', label: 'HTML', description: 'Stored as it is' },
			{ id: 'markdown', label: 'Markdown', description: 'Converted to HTML before it is stored' },
		],
	},
	{
		param: 'tags',
		label: 'Tags',
		kind: 'choice',
		operations: CHANGING,
		place: 'options',
		default: 'add',
		description: 'What to do with existing tags',
		choices: [
			{ id: 'add', label: 'Add', description: 'Keeps the existing tags and adds the given ones' },
			{ id: 'replace', label: 'Replace', description: 'Keeps only the given tags' },
		],
	},
	{
		param: 'filesInAsset',
		label: 'Files in the Asset',
		kind: 'choice',
		operations: CHANGING,
		place: 'options',
		default: 'fail',
		description: 'What to do with uploaded files. IT Glue deletes them when other fields change.',
		choices: [
			{ id: 'fail', label: 'Fail', description: 'Changes nothing and lists the files' },
			{
				id: 'sendAgain',
				label: 'Send Them Again',
				description: 'Downloads them first and uploads them with the change',
				notForTools: true,
			},
			{
				id: 'letGo',
				label: 'Let Them Go',
				description: 'IT Glue deletes the files',
				notForTools: true,
			},
		],
	},
	{
		param: 'traitsAsColumns',
		label: 'Traits as Columns',
		kind: 'boolean',
		operations: ['get', 'getAll'],
		place: 'options',
		default: false,
		description: 'Whether to return each field at the top level, with its label as the key',
	},
];
