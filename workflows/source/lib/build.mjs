/**
 * Makes a workflow file out of its definition: places nodes and sticky notes, connects them, and puts the code of the
 * Code nodes together. What a definition looks like: see ../get-devices-example or any other file beside this folder.
 */

/** @typedef {{ type: string, typeVersion: number, parameters: object } & Record<string, unknown>} NodeBody */

/**
 * A part of the canvas with a sticky note behind it. Zones stand from left to right; one with `below` stands under the
 * zone before it.
 * @typedef {object} Zone
 * @property {string} title
 * @property {string} text Markdown
 * @property {string[][]} rows names of nodes, row by row; '' leaves a place free
 * @property {boolean} [below]
 */

/**
 * @typedef {[from: string, to: string, output?: number, input?: number]} Connection
 */

/**
 * @typedef {object} Definition
 * @property {string} name
 * @property {Array<{ name: string, text: string }>} about large notes above everything
 * @property {Record<string, NodeBody>} nodes by their names
 * @property {Zone[]} zones each node stands in exactly one
 * @property {Connection[]} connections
 * @property {Record<string, unknown>} [settings] of the workflow, beside the order of execution
 */

const COLUMN = 224;
const ROW = 192;
const PADDING = 48;
const LINE = 24;
const ABOUT_WIDTH = 720;
const LETTERS = 0.14;
/** Colours of sticky notes, by the place of the zone, so that neighbours differ. */
const COLOURS = [4, 5, 6, 3];

/**
 * @param {string} text
 * @param {number} width
 * @returns {number} how high a note must be to show it, in pixels: a generous guess
 */
const heightOf = (text, width) =>
	text
		.split('\n')
		.map((line) => Math.max(1, Math.ceil(line.length / (width * LETTERS))) * LINE)
		.reduce((sum, height) => sum + height, PADDING);

/** @param {number} length */
const onGrid = (length) => Math.ceil(length / 16) * 16;

/** @param {string} name @param {string} content @param {[number, number]} position @param {[number, number]} size @param {number} color */
const note = (name, content, position, [width, height], color) => ({
	parameters: { content, height, width, color },
	name,
	type: 'n8n-nodes-base.stickyNote',
	typeVersion: 1,
	position,
});

/** @param {Definition['about']} about @returns {{ notes: object[], height: number }} */
const placeAbout = (about) => {
	const height = onGrid(Math.max(...about.map(({ text }) => heightOf(text, ABOUT_WIDTH))));
	const notes = about.map(({ name, text }, at) =>
		note(
			name,
			text,
			[at * (ABOUT_WIDTH + 32), -height - 32],
			[ABOUT_WIDTH, height],
			at === 0 ? 7 : 2 + at,
		),
	);
	return { notes, height };
};

/** @param {Zone} zone */
const sizeOf = ({ rows, text, title }) => {
	const columns = Math.max(1, ...rows.map((row) => row.length));
	const width = onGrid(Math.max(256, columns * COLUMN + 2 * PADDING - 64));
	const head = onGrid(heightOf(`${title}\n\n${text}`, width));
	return { width, head, height: head + Math.max(1, rows.length) * ROW };
};

/** @param {Zone[]} zones */
const placeZones = (zones) => {
	/** @type {Map<string, [number, number]>} */
	const positions = new Map();
	const notes = [];
	let left = 0;
	let top = 0;
	let next = 0;
	for (const [at, zone] of zones.entries()) {
		const { width, head, height } = sizeOf(zone);
		if (!zone.below) {
			left = next;
			top = 0;
		}
		const color = COLOURS[at % COLOURS.length] ?? 4;
		notes.push(
			note(zone.title, `## ${zone.title}\n${zone.text}`, [left, top], [width, height], color),
		);
		zone.rows.forEach((row, down) =>
			row.forEach((name, across) => {
				if (name === '') return;
				if (positions.has(name)) throw new Error(`"${name}" stands in two zones.`);
				positions.set(name, [left + PADDING + across * COLUMN, top + head + down * ROW]);
			}),
		);
		top += height + 32;
		next = Math.max(next, left + width + 32);
	}
	return { positions, notes };
};

/**
 * @param {Connection[]} connections
 * @param {Set<string>} names
 */
const connect = (connections, names) => {
	/** @type {Record<string, { main: Array<Array<{ node: string, type: 'main', index: number }>> }>} */
	const made = {};
	for (const [from, to, output = 0, input = 0] of connections) {
		for (const name of [from, to])
			if (!names.has(name)) throw new Error(`There is no node "${name}" to connect.`);
		const { main } = (made[from] ??= { main: [] });
		while (main.length <= output) main.push([]);
		main[output]?.push({ node: to, type: 'main', index: input });
	}
	return made;
};

/**
 * @param {Definition} definition
 * @returns {object} the workflow, as n8n imports it: without ids, credentials and pinned data
 * @throws {Error} when a node stands nowhere or is not there
 */
export const buildWorkflow = ({ name, about, nodes, zones, connections, settings = {} }) => {
	const { notes: aboutNotes } = placeAbout(about);
	const { positions, notes } = placeZones(zones);
	const names = new Set(Object.keys(nodes));
	for (const placed of positions.keys())
		if (!names.has(placed)) throw new Error(`There is no node "${placed}" for its zone.`);
	const placed = Object.entries(nodes).map(([nodeName, { parameters, ...rest }]) => {
		const position = positions.get(nodeName);
		if (position === undefined) throw new Error(`"${nodeName}" stands in no zone.`);
		return { parameters, name: nodeName, ...rest, position };
	});
	return {
		name,
		nodes: [...aboutNotes, ...notes, ...placed],
		connections: connect(connections, names),
		settings: { executionOrder: 'v1', ...settings },
		pinData: {},
	};
};
