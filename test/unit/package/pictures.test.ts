/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the documentation and its pictures */
/** The pictures that the documentation shows, made by `npm run screenshots`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { read, root } from '../../helpers/package';

interface Shown {
	page: string;
	alt: string;
	target: string;
}

const IMAGES = path.join('docs', 'images');
const LIMIT = 250_000;
const LIMIT_OF_ALL = 3_500_000;
const PNG = '89504e470d0a1a0a';

const markdownIn = (folder: string): string[] =>
	readdirSync(path.join(root, folder))
		.filter((name) => name.endsWith('.md'))
		.map((name) => path.join(folder, name));

const pages = ['README.md', path.join('workflows', 'README.md'), ...markdownIn('docs')];

const attribute = (tag: string, name: string): string =>
	new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';

/** Pictures in Markdown, and those in HTML, which Markdown allows. */
function picturesOn(page: string): Shown[] {
	const text = read(page);
	const inMarkdown = [...text.matchAll(/!\[([^\]]*)\]\(\s*<?([^)\s>]+)/g)].map(
		([, alt = '', target = '']) => ({ page, alt, target }),
	);
	const inHtml = [...text.matchAll(/<img\b[^>]*>/gi)].map(([tag]) => ({
		page,
		alt: attribute(tag, 'alt'),
		target: attribute(tag, 'src'),
	}));
	return [...inMarkdown, ...inHtml];
}

/** The file behind a picture, from the project's folder; nothing for a picture that is somebody else's. */
function fileOf({ page, target }: Shown): string | undefined {
	const [address = ''] = target.split(/[?#]/);
	// The registry's page of a package may need whole addresses for what is in the repository.
	if (/^https?:/i.test(address)) return /\/(docs\/images\/.+)$/.exec(address)?.[1];
	return path.join(path.dirname(page), decodeURIComponent(address));
}

const shown = pages.flatMap(picturesOn).filter((picture) => fileOf(picture) !== undefined);
const made = readdirSync(path.join(root, IMAGES), { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile())
	.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
const sizeOf = (file: string) => statSync(path.join(root, file)).size;

describe('the pictures of the documentation', () => {
	it.each(shown.map((picture) => [picture.page, picture.target, picture] as const))(
		'%s shows %s, which exists and is described',
		(_page, _target, picture) => {
			expect(existsSync(path.join(root, fileOf(picture) ?? ''))).toBe(true);
			expect(picture.alt.trim()).not.toBe('');
		},
	);

	it('show every example workflow, and none that is gone', () => {
		const slugsIn = (folder: string, ending: string) =>
			readdirSync(path.join(root, folder))
				.filter((name) => name.endsWith(ending))
				.map((name) => name.slice(0, -ending.length))
				.sort();
		// Front ends look alike, and have none.
		const examples = slugsIn(path.join('workflows', 'examples'), '.json').filter(
			(slug) => !slug.startsWith('get-'),
		);
		const folder = path.join(IMAGES, 'workflows');
		expect(examples.length).toBeGreaterThan(0);
		expect(slugsIn(folder, '.png')).toEqual(examples);
		const shownFiles = new Set(
			picturesOn(path.join('workflows', 'README.md')).map((picture) => fileOf(picture)),
		);
		const missing = examples.filter((slug) => !shownFiles.has(path.join(folder, `${slug}.png`)));
		expect(missing).toEqual([]);
	});

	it.each(made)('%s is a PNG and small enough', (file) => {
		const start = readFileSync(path.join(root, file)).subarray(0, PNG.length / 2);
		expect(start.toString('hex')).toBe(PNG);
		expect(sizeOf(file)).toBeLessThan(LIMIT);
	});

	it('are small enough together', () => {
		const all = made.reduce((sum, file) => sum + sizeOf(file), 0);
		expect(all).toBeGreaterThan(0);
		expect(all).toBeLessThan(LIMIT_OF_ALL);
	});
});
