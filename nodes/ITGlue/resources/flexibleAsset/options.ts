import type { Option, OperationName } from '../schema/attribute';

const WRITING: OperationName[] = ['create', 'update', 'upsert'];
const CHANGING: OperationName[] = ['update', 'upsert'];

/** What concerns traits only. */
export const options: Option[] = [
	{
		param: 'textFormat',
		label: 'Text Format',
		kind: 'choice',
		operations: WRITING,
		place: 'options',
		default: 'html',
		description: 'What the text boxes are given as',
		choices: [
			{ id: 'html', label: 'HTML', description: 'Stored as it is' },
			{ id: 'markdown', label: 'Markdown', description: 'Turned into HTML before it is stored' },
		],
	},
	{
		param: 'tags',
		label: 'Tags',
		kind: 'choice',
		operations: CHANGING,
		place: 'options',
		default: 'add',
		description: 'What becomes of tags that are there already',
		choices: [
			{ id: 'add', label: 'Add', description: 'They stay, the given ones are added' },
			{ id: 'replace', label: 'Replace', description: 'Only the given ones stay' },
		],
	},
	{
		param: 'filesInAsset',
		label: 'Files in the Asset',
		kind: 'choice',
		operations: CHANGING,
		place: 'options',
		default: 'fail',
		description: 'What to do with uploaded files: IT Glue deletes them when other fields change',
		choices: [
			{ id: 'fail', label: 'Fail', description: 'Nothing is changed, the files are named' },
			{
				id: 'sendAgain',
				label: 'Send Them Again',
				description: 'Downloads them first and uploads them with the change',
				notForTools: true,
			},
			{
				id: 'letGo',
				label: 'Let Them Go',
				description: 'The files are deleted',
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
		description: 'Whether to return each field at the top level under its label, as for a table',
	},
];
