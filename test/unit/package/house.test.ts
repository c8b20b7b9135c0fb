/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the sources with the TypeScript compiler */
/** How the code stands (docs/architecture.md): imports point down the list of rooms, in no circle, between short files. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

import { root } from '../../helpers/package';

const HOUSE = path.join(root, 'nodes', 'ITGlue');
const LONGEST = 400;

/** From top to bottom: a room uses itself and those below. `.` is the node itself. */
const ROOMS = [
	'.',
	'methods',
	'description',
	'operations',
	'sync/reconcile',
	'sync',
	'run',
	'run/input',
	'records',
	'resources',
	'errors',
	'transport',
	'text',
	'concurrency.ts',
];

const sources = readdirSync(HOUSE, { recursive: true, encoding: 'utf8' })
	.map((file) => file.replaceAll('\\', '/'))
	.filter((file) => file.endsWith('.ts'))
	.sort();

const textOf = (file: string): string => readFileSync(path.join(HOUSE, file), 'utf8');

/** The files of ours that a file imports, types as well. */
function importsOf(file: string): string[] {
	return ts
		.preProcessFile(textOf(file))
		.importedFiles.map(({ fileName }) => fileName)
		.filter((name) => name.startsWith('.'))
		.map((name) => path.posix.join(path.posix.dirname(file), name))
		.map((name) => (sources.includes(`${name}.ts`) ? `${name}.ts` : `${name}/index.ts`));
}

const graph = new Map(sources.map((file) => [file, importsOf(file)]));

function roomOf(file: string): string {
	const fitting = ROOMS.filter((room) => file === room || file.startsWith(`${room}/`));
	return fitting.sort((a, b) => b.length - a.length)[0] ?? '.';
}

/** Groups of files that import each other, in a circle of whatever length (Tarjan). */
function circlesIn(edges: ReadonlyMap<string, readonly string[]>): string[][] {
	const order = new Map<string, number>();
	const lowest = new Map<string, number>();
	const path_: string[] = [];
	const circles: string[][] = [];
	const visit = (file: string): number => {
		const own = order.size;
		order.set(file, own);
		lowest.set(file, own);
		path_.push(file);
		for (const next of edges.get(file) ?? []) {
			const seen = order.get(next);
			if (seen === undefined || path_.includes(next))
				lowest.set(file, Math.min(lowest.get(file) ?? own, seen ?? visit(next)));
		}
		if (lowest.get(file) === own) {
			const circle = path_.splice(path_.indexOf(file));
			if (circle.length > 1) circles.push(circle.sort());
		}
		return lowest.get(file) ?? own;
	};
	for (const file of edges.keys()) if (!order.has(file)) visit(file);
	return circles;
}

it('finds the files of the house and what they import', () => {
	expect(sources.length).toBeGreaterThan(150);
	expect(graph.get('execute.ts')).toContain('operations/index.ts');
	const missing = [...graph].flatMap(([file, to]) =>
		to.filter((one) => !graph.has(one)).map((one) => `${file} → ${one}`),
	);
	expect(missing).toEqual([]);
});

it('sees a circle, of two files or of more', () => {
	const edges = new Map([
		['a', ['b']],
		['b', ['c', 'd']],
		['c', ['a']],
		['d', ['e']],
		['e', ['d', 'f']],
		['f', []],
	]);
	expect(circlesIn(edges)).toEqual([
		['d', 'e'],
		['a', 'b', 'c'],
	]);
});

it('has no circle of imports', () => {
	expect(circlesIn(graph)).toEqual([]);
});

it('has a place for every file, and a file in every room', () => {
	const loose = sources.filter(
		(file) => roomOf(file) === '.' && !['ItGlue.node.ts', 'execute.ts'].includes(file),
	);
	expect(loose).toEqual([]);
	expect(ROOMS.filter((room) => !sources.some((file) => roomOf(file) === room))).toEqual([]);
});

it('imports from the same room or from one further down', () => {
	const upwards = [...graph].flatMap(([file, to]) =>
		to
			.filter((one) => ROOMS.indexOf(roomOf(one)) < ROOMS.indexOf(roomOf(file)))
			.map((one) => `${file} → ${one}`),
	);
	expect(upwards).toEqual([]);
});

it('has no file that is too long to be read at once', () => {
	const long = sources.filter((file) => textOf(file).split('\n').length > LONGEST + 1);
	expect(long).toEqual([]);
});

it('is described in the order in which it stands', () => {
	const page = readFileSync(path.join(root, 'docs', 'architecture.md'), 'utf8');
	const places = ROOMS.filter((room) => room !== '.' && !room.includes('/')).map((room) =>
		page.indexOf(`\n  ${room.endsWith('.ts') ? room : `${room}/`}`),
	);
	expect(places.filter((place) => place < 0)).toEqual([]);
	expect(places).toEqual([...places].sort((a, b) => a - b));
});
