/**
 * Autotask's query filters.
 *
 * Sources: autotask.net/help, "Making basic query calls to the REST API" (operators, and/or groups, booleans only as
 * true or false) and "Advanced query features of the REST API" (IncludeFields, MaxRecords);
 * github.com/WYRE-AI/autotask-mcp, pull requests 282 (an unknown field is a 500, "Unable to find … in the … Entity")
 * and 211. The latter saw the real service pass over an unknown operator and answer with everything; here it is an
 * error, so that a workflow with a mistake in it cannot look as if it worked.
 */
import { ApiError } from '../core/errors';
import { isObject } from '../core/names';
import type { Json } from '../types';
import {
	comparableAt,
	fieldNamed,
	order,
	type Comparable,
	type FieldKind,
	type Fields,
	type Test,
} from './values';

export interface Entity {
	/** Word used in messages. */
	label: string;
	fields: Fields;
}

/** Content type of every answer of Autotask, errors included. */
export const AUTOTASK_JSON = 'application/json; charset=utf-8';

/** Autotask answers nearly every mistake with 500. */
export function refused(message: string, status = 500): ApiError {
	return new ApiError(status, { errors: [message] }, AUTOTASK_JSON);
}

/** The name of a field as it is spelled. */
export function knownField({ label, fields }: Entity, name: Json | undefined): string {
	const path = typeof name === 'string' ? fieldNamed(fields, name) : undefined;
	if (path === undefined) throw refused(`Unable to find ${String(name)} in the ${label} Entity.`);
	return path;
}

/** A list of expressions, all of which must hold. */
export function parseFilter(filter: Json | undefined, entity: Entity): Test {
	const tests = expressions(filter, entity);
	return (record) => tests.every((test) => test(record));
}

function expressions(filter: Json | undefined, entity: Entity): Test[] {
	if (!Array.isArray(filter) || filter.length === 0)
		throw refused('A filter must be a list with at least one expression.');
	return filter.map((item) => expression(item, entity));
}

function expression(given: Json, entity: Entity): Test {
	if (!isObject<Json>(given)) throw refused('An expression of the filter must be an object.');
	const { op, field, value, items, ...rest } = given;
	const [unknown] = Object.keys(rest);
	if (unknown !== undefined) throw refused(`The sandbox does not know "${unknown}" in a filter.`);
	const operator = typeof op === 'string' ? op.toLowerCase() : '';
	if (operator === 'and') return parseFilter(items, entity);
	if (operator === 'or') {
		const tests = expressions(items, entity);
		return (record) => tests.some((test) => test(record));
	}
	const path = knownField(entity, field);
	const kind = entity.fields[path] ?? 'string';
	const test = comparison(operator, kind, path, value);
	if (test === undefined)
		throw refused(`The operator ${String(op)} cannot be used with the field ${path}.`);
	return (record) => test(comparableAt(record, path, kind));
}

function comparison(
	operator: string,
	kind: FieldKind,
	path: string,
	value: Json | undefined,
): ((actual: Comparable) => boolean) | undefined {
	const wanted = (): Comparable => operand(kind, path, value);
	if (operator === 'exist') return (actual) => actual !== null;
	if (operator === 'notexist') return (actual) => actual === null;
	if (operator === 'eq') return equals(wanted());
	if (operator === 'noteq') return not(equals(wanted()));
	if (operator === 'in') return within(kind, path, value);
	if (operator === 'notin') return not(within(kind, path, value));
	return kind === 'string' ? textual(operator, String(wanted())) : ordered(operator, kind, wanted);
}

const equals =
	(wanted: Comparable) =>
	(actual: Comparable): boolean =>
		actual === wanted;

const not =
	(test: (actual: Comparable) => boolean) =>
	(actual: Comparable): boolean =>
		!test(actual);

function within(kind: FieldKind, path: string, value: Json | undefined) {
	if (!Array.isArray(value)) throw refused(`The value for ${path} must be a list.`);
	const wanted = value.map((item) => operand(kind, path, item));
	return (actual: Comparable): boolean => wanted.includes(actual);
}

function textual(operator: string, wanted: string) {
	const text = (actual: Comparable): string => String(actual ?? '');
	if (operator === 'contains') return (actual: Comparable) => text(actual).includes(wanted);
	if (operator === 'beginswith') return (actual: Comparable) => text(actual).startsWith(wanted);
	if (operator === 'endswith') return (actual: Comparable) => text(actual).endsWith(wanted);
	return undefined;
}

function ordered(operator: string, kind: FieldKind, wanted: () => Comparable) {
	if (kind === 'boolean' || kind === 'flag' || !['gt', 'gte', 'lt', 'lte'].includes(operator))
		return undefined;
	const limit = wanted();
	return (actual: Comparable): boolean => {
		if (actual === null) return false;
		const difference = order(actual, limit);
		if (operator === 'gt') return difference > 0;
		if (operator === 'gte') return difference >= 0;
		return operator === 'lt' ? difference < 0 : difference <= 0;
	};
}

/** The value to compare with, in the form of `comparableAt`. */
function operand(kind: FieldKind, path: string, value: Json | undefined): Comparable {
	if (kind === 'boolean' || kind === 'flag') {
		if (value === true || value === 'true' || (kind === 'flag' && value === 1)) return true;
		if (value === false || value === 'false' || (kind === 'flag' && value === 0)) return false;
		throw refused(`The value for ${path} must be true or false.`);
	}
	if (kind === 'date') {
		const moment = typeof value === 'string' ? Date.parse(value) : NaN;
		if (!Number.isNaN(moment)) return moment;
		throw refused(`The value for ${path} must be a date.`);
	}
	if (kind === 'number') {
		if (typeof value === 'number') return value;
		if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
		throw refused(`The value for ${path} must be a number.`);
	}
	if (typeof value === 'string') return value.toLowerCase();
	throw refused(`The value for ${path} must be a text.`);
}
