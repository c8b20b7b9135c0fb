/** Email addresses as other systems write them, and what can be none. */
import { isAddress, readAddresses } from '../../../nodes/ITGlue/text/email';
import { effortOf } from '../../helpers/effort';

const addressesOf = (text: string): string[] => readAddresses(text).map(({ address }) => address);

it.each<[string, string[]]>([
	['ann@client.example', ['ann@client.example']],
	['SMTP:ann@client.example', ['ann@client.example']],
	['smtp:ann@client.example', ['ann@client.example']],
	['SIP:ann@client.example', ['ann@client.example']],
	['mailto:ann@client.example?subject=Hello', ['ann@client.example']],
	['Ann Example <ann@client.example>', ['ann@client.example']],
	['"Example, Ann" <ann@client.example>', ['ann@client.example']],
	['<ann@client.example>', ['ann@client.example']],
	['  ann@client.example.; ', ['ann@client.example']],
	['ann@client.example\u200B', ['ann@client.example']],
	['\uFEFFann@client.example', ['ann@client.example']],
	['ann@client.example; ben@client.example', ['ann@client.example', 'ben@client.example']],
	['ann@client.example, ben@client.example', ['ann@client.example', 'ben@client.example']],
	['ann@client.example ben@client.example', ['ann@client.example', 'ben@client.example']],
	['ann@client.example\nben@client.example', ['ann@client.example', 'ben@client.example']],
	[
		'Ann <ann@client.example>, Ben <ben@client.example>',
		['ann@client.example', 'ben@client.example'],
	],
	['ann@client.example (work)', ['ann@client.example']],
	['ann@client.example | ben@client.example', ['ann@client.example', 'ben@client.example']],
	['ann@client,example.com', ['ann@client,example.com']],
	['ann@client..example', ['ann@client..example']],
	['no address', ['no address']],
	['n/a', ['n/a']],
	['', []],
	[';', []],
])('%j', (text, addresses) => {
	expect(addressesOf(text)).toEqual(addresses);
});

it('capital letters of the scheme mark the primary address', () => {
	expect(
		readAddresses('smtp:a@x.example;SMTP:b@x.example').map(({ isPrimary }) => isPrimary),
	).toEqual([false, true]);
});

it.each([
	['ann@client.example', true],
	["o'neil+it@client.example", true],
	['ann@sub.client.example', true],
	['müller@bücher.example', true],
	['ann@client', false],
	['ann@client..example', false],
	['ann@.example', false],
	['ann@client.', false],
	['ann@client,example.com', false],
	['ann@ben@client.example', false],
	['@client.example', false],
	['ann lee@client.example', false],
	[`${'a'.repeat(400)}@client.example`, false],
	['', false],
])('%j can be an address: %s', (text, can) => {
	expect(isAddress(text)).toBe(can);
});

it.each(['@.a', 'a@', '<', '<a@', ' ', '.', ', a@b.example', '; ', ' (a'])(
	'long texts of %j are read at once',
	(unit) => {
		const text = unit.repeat(200_000 / unit.length);
		const effort = effortOf(() => {
			for (const { address } of readAddresses(text)) isAddress(address);
		});
		expect(effort).toBeLessThan(1000);
	},
);
