import { isObject } from '../text/plain';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeParameters,
	NodeParameterValueType,
} from 'n8n-workflow';
import { readerOf, type Reader } from './input/references';

type Context = Pick<IExecuteFunctions, 'getInputData' | 'getNode' | 'getNodeParameter'>;

/** n8n evaluates every text that begins so, also within lists and objects. */
const holdsExpression = (value: unknown): boolean => {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsExpression);
};

/** How a parameter is come by without asking n8n for each item. */
type Shortcut =
	| { is: 'none' }
	| { is: 'same'; value?: { known: unknown } }
	| { is: 'read'; by: Mapper };

/**
 * The parameters of the node, for each item. n8n looks through all properties and evaluates everything anew each
 * time it is asked; what cannot differ between items is asked for once.
 */
export class Parameters {
	/** As they stand in the workflow, expressions unresolved. */
	private readonly raw: INodeParameters;
	private readonly shortcuts = new Map<string, Shortcut>();

	/** @param isTool of a tool, n8n itself takes apart what a model gave */
	constructor(
		private readonly context: Context,
		private readonly isTool: boolean,
	) {
		this.raw = context.getNode().parameters;
	}

	/** A parameter's resolved value; `fallback` where n8n does not show the parameter. */
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
 * A resource mapper whose columns are plain references, read from the input item itself. Measured: 2,000 items of twelve
 * columns take a quarter of the time. What the references mean is left to n8n all the same: it is asked until it
 * has given for every column what was read, and again for each item that holds anything but plain values.
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
