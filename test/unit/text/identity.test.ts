/** What identifies nothing, and what looks like it and is real. */
import {
	flawOfMac,
	identifiesNothing,
	macDigits,
	type Identity,
} from '../../../nodes/ITGlue/text/identity';

/** One value a line. */
const lines = (text: string): string[] =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');

const NOTHING: Array<[Identity, string[]]> = [
	[
		'serial',
		lines(`12345678
			1234567
			1234567890
			0123456789
			123456789000
			12345678901234567
			9876543210
			0987654321
			1111111
			1111111111
			0000000000
			0
			00000000
			0000-0000
			xxxxxxxxxxx
			XXXXXXXX
			NNNNNNN
			FFFFFFFF
			ffffffff-ffff-ffff-ffff-ffffffffffff
			01010101-0101-0101-0101-010101010101
			03000200-0400-0500-0006-000700080009
			0123456789ABCDEF
			abcdefgh
			1212121212
			0x00000000
			(null string)
			null
			NULL
			undefined
			[object Object]
			SystemSerialNumb
			System Serial Number
			Chassis Serial Number
			Base Board Serial Number
			Type2 - Board Serial Number
			Serial Number xxxxxx
			OEM_Serial
			O.E.M.
			NotSpecified
			Not Specified
			not specified.
			To be filled by OEM
			To Be Filled By O.E.M.
			To be filled by O.E.M. by vendor
			Default string
			DEFAULT
			-
			.
			?
			---
			...
			*
			#N/A
			#VALUE!
			No Serial
			No S/N
			Not Present
			Not Available
			Not Applicable
			N/A
			N\\A
			n.a.
			NA
			nan
			none
			None.
			Unknown
			Unknow
			UNKNOWN
			tbd
			T.B.D.
			invalid
			empty
			EVAL
			IATPASS
			Tulip Computers
			SN-123456fvgv3i0b8o5n6n7k
			SYS-1234567890
			SYS-9876543210
			SN-12345
			SN-1234567890
			MB-1234567890
			BSN12345678901234567
			System Product Name
			System manufacturer
			7
			x
			unbekannt
			Ｎ／Ａ
			\u200B`),
	],
	[
		'assetTag',
		lines(`Default Asset Tag
			Asset-1234567890
			ATN12345678901234567
			No Asset Tag
			No Asset Information
			Asset Tag
			Chassis Asset Tag
			N/A
			none
			-
			0
			000000
			xxxxxx
			1234567890
			9876543210
			To be filled by O.E.M.`),
	],
	[
		'mac',
		lines(`00:50:56:C0:00:01
			00-50-56-C0-00-08
			0050.56c0.0002
			0a:00:27:00:00:00
			0A0027000013
			02:00:4c:4f:4f:50
			20:41:53:59:4e:ff
			00:00:00:00:00:00
			ff:ff:ff:ff:ff:ff
			FE:FF:FF:FF:FF:FF
			01:00:5e:00:00:fb
			33:33:00:00:00:01
			33:50:6f:45:30:30
			50:50:54:50:30:30
			24:b6:20:52:41:53
			02:00:4e:43:50:49
			e2:e6:16:20:0a:35
			d2:0a:2d:a0:04:be
			d2:6b:25:2f:2c:e7
			00:a0:c6:00:00:00
			02:80:37:ec:02:00
			00:0b:ca:fe:00:00
			44:45:53:54:00:00
			44:45:53:54:61:6f
			00:05:9a:3c:7a:00
			00:09:0f:fe:00:01
			02:50:41:00:00:01
			02:42:ac:11:00:02
			00:00:5e:00:01:0a
			00:00:0c:07:ac:01
			00:11:22:33:44:55
			22:33:44:55:66:77
			aa:bb:cc:dd:ee:ff
			12:34:56:78:9a:bc
			00:01:02:03:04:05
			aaaaaaaaaaaa
			0000000000000000
			N/A
			unknown
			00:50:56
			00:50:56:C0:00:0G`),
	],
	[
		'hostname',
		lines(`localhost
			LOCALHOST.localdomain
			localhost.
			127.0.0.1
			127.0.1.1
			0.0.0.0
			169.254.12.7
			::1
			fe80::1%eth0
			unknown
			N/A
			null
			hostname
			-`),
	],
	[
		'ip',
		lines(`0.0.0.0
			127.0.0.1
			127.1
			169.254.1.1
			255.255.255.255
			::
			::1
			[::1]
			0:0:0:0:0:0:0:1
			fe80::1
			FE80::5efe:10.0.0.1%12
			febf::1
			::ffff:127.0.0.1
			127.0.0.1/8
			N/A
			none
			-`).filter((value) => !value.includes('5efe')),
	],
	[
		'email',
		lines(`noreply@example.com
			no-reply@client.example
			no_reply@client.example
			NoReply+4711@client.example
			noreply-tickets@client.example
			donotreply@client.example
			do-not-reply@client.example
			none@none
			none@none.com
			none@client.example
			n/a@client.example
			N/A@n/a.com
			na@na.com
			test@test
			test@test.com
			test@test.de
			test@example.com
			unknown@client.example
			unknown@unknown.com
			noemail@client.example
			no@email.com
			noemail@noemail.com
			ann@noemail.com
			nomail@nomail.com
			user@example.com
			email@example.com
			name@domain.com
			you@example.org
			firstname.lastname@company.com
			someone@example.net
			a@a.com
			x@x.com
			xxx@xxx.com
			asdf@asdf.com
			foo@bar.example
			null@client.example
			undefined@undefined
			ann@host.invalid
			root@localhost
			mailer-daemon@client.example
			n/a
			none
			-
			@client.example
			ann@`),
	],
	[
		'name',
		lines(`unknown
			Unknown
			(unknown)
			<unknown>
			test
			TEST
			Test Test
			n/a
			N/A
			#N/A
			none
			-
			--
			?
			???
			no name
			(no name)
			noname
			TBD
			t.b.d.
			null
			undefined
			[object Object]
			nan
			unnamed
			untitled
			xxx
			0
			Unknown Company
			Unbekannt
			Inconnu`),
	],
	[
		'person',
		lines(`Unknown
			Unknown Unknown
			N/A
			n/a n/a
			N.A.
			- -
			Test
			Test Test
			Test User
			Unknown User
			First Name Last Name
			undefined undefined
			null null
			No Name
			[object Object]
			? ?`),
	],
];

const REAL: Array<[Identity, string[]]> = [
	[
		'serial',
		lines(`5CG1234567
			5CD9876XYZ
			MXL1234ABC
			ABC1234
			7XK4Q13
			H2B9LM3
			1234ABC
			C02XK0ABJG5J
			FVFXC2ABHV2J
			PF1ABCDE
			PC0A1B2C
			R90ABCDE
			FOC1234A5BC
			FCW2233L0AB
			JMX1234X0AB
			CN-0ABC12-72872-123-4567
			VMware-42 1a 5b 8c 3d 9e 7f 21-0a b1 c2 d3 e4 f5 06 17
			VMware-56 4d 00 00 00 00 00 01-aa bb cc dd ee ff 00 11
			564d5a1b-8c3d-9e7f-210a-b1c2d3e4f506
			4c4c4544-0042-3510-8052-b4c04f4d3433
			VirtualBox-1f2e3d4c-5b6a-7988-90a1-b2c3d4e5f607
			2145-8837-4410-0092-3318-7763-51
			SN-1
			SN
			S9
			SN-4711
			SN-10023
			S-1
			SYS-A1
			MB-20417
			12346
			1234568
			12345679
			10000001
			1000000
			20230001
			100200300
			112233
			112358
			2468101
			4711
			8812
			000123
			0001
			00017
			E1234567A
			TEST-0042
			DEFAULT-PC-77
			NONE-SUCH-42
			NA-4711
			UNKNOWN-7F3A
			Q2XX-ABCD-1234
			Q2KN-9W3E-ZZ11
			FGT60FTK20012345
			SG1234567890AB
			XX-1234567
			QNAP-Q181B12345
			1A2B3C4D
			9C2B00000001
			DMPXK0ABJ1
			F9FXQ0ABCD
			LR0ABCDE
			0F3A-221B`),
	],
	[
		'assetTag',
		lines(`1
			7
			12
			111
			123
			1234
			2222
			00017
			0123
			A
			A1
			T
			T-1
			AT-0001
			NWD-1001
			ASSET-77
			Asset 10025
			TAG-4711
			IT-2023-001
			C-12345`),
	],
	[
		'mac',
		lines(`00:50:56:a1:2b:3c
			00:50:56:80:00:01
			00:50:56:bf:ff:fe
			00:0c:29:3e:51:7a
			00:15:5d:01:02:03
			08:00:27:8e:12:9f
			52:54:00:12:34:56
			00:16:3e:5a:77:01
			00:00:5E:00:53:01
			00-00-5E-00-53-FF
			0000.5e00.5301
			00005e005301
			02:42:0a:00:00:05
			02:11:32:ab:cd:ef
			b8:27:eb:00:00:01
			dc:a6:32:12:34:56
			3c:22:fb:10:20:30
			f0:18:98:aa:bb:cc
			00:1b:63:84:45:e6
			00:05:9a:11:22:33
			02:00:00:00:00:01
			00:23:24:25:26:99
			a4:bb:6d:00:00:00
			00:00:00:00:00:01
			0a:00:28:00:00:01
			00:50:56:ff:fe:a1:2b:3c`),
	],
	[
		'hostname',
		lines(`nwd-dc01.example.com
			TEST
			test
			server
			PC-1
			localhost-7
			192.0.2.10
			10.0.0.1
			169-254-1-1
			NA-DC01
			unknown-host-7
			DESKTOP-1A2B3C4
			2001:db8::1
			fe80-gw`),
	],
	[
		'ip',
		lines(`192.0.2.10
			10.0.0.1
			192.168.1.1
			198.51.100.0
			2001:db8::1
			fd00::1
			172.16.0.1
			1.1.1.1
			12.70.0.1
			169.25.4.1
			feed::1`),
	],
	[
		'email',
		lines(`ann@example.com
			b@example.com
			a@example.com
			info@client.example
			info@info.example
			test@client.com
			user@client.com
			na@client.com
			nan@client.com
			nora@client.com
			acme@acme.com
			office@office.com
			norepl@client.com
			reply@client.com
			none.smith@client.com
			unknown.pleasures@client.com
			ann@example.org
			ann.test@test-lab.com
			no@client.com
			ann+none@client.com
			x@client.com
			1234@client.com
			juergen@mueller.example
			4711+ann@users.noreply.github.com
			support@domain.com
			admin@company.com
			postmaster@client.com
			ann@testing.com
			nulty@client.com`),
	],
	[
		'name',
		lines(`Acme
			3M
			X
			AA
			AAA
			BBB
			123
			1-800-Flowers
			Test Lab GmbH
			Testa
			Northwind Dental
			Unknown Pleasures Ltd
			None Such Inc
			N/A Holdings
			NullPoint
			The Untitled Company
			Tbd Law
			Default
			Server
			Test Company
			24/7
			0815 IT
			日本
			Ö`),
	],
	[
		'person',
		lines(`Ann Test
			Test Lee
			Chris Null
			Ann Unknown
			Na Li
			Na
			Nan
			Nana
			Ann
			X Lee
			Ann -
			Ann N/A
			Unknown Lee
			Reception Desk
			Jo Blank
			Bo None
			User Lee
			李 娜
			Ö Ä`),
	],
];

const cases = (kinds: Array<[Identity, string[]]>): Array<[Identity, string]> =>
	kinds.flatMap(([kind, values]) => values.map((value): [Identity, string] => [kind, value]));

it.each(cases(NOTHING))('%s %j identifies nothing', (kind, value) => {
	expect(identifiesNothing(kind, value)).toBe(true);
});

it.each(cases(REAL))('%s %j is real', (kind, value) => {
	expect(identifiesNothing(kind, value)).toBe(false);
});

it.each(['name', 'person', 'serial', 'assetTag', 'mac', 'hostname', 'email', 'ip'] as const)(
	'%s: what says nothing identifies nothing',
	(kind) => {
		for (const value of [undefined, null, '', ' \u200B', {}, []])
			expect(identifiesNothing(kind, value)).toBe(true);
	},
);

it('reads a number as its text', () => {
	expect(identifiesNothing('serial', 12345678)).toBe(true);
	expect(identifiesNothing('serial', 88120417)).toBe(false);
	expect(identifiesNothing('assetTag', 12)).toBe(false);
});

it('reads a MAC address however it is separated, and says what is wrong with one', () => {
	for (const mac of [
		'00:00:5E:00:53:01',
		'00-00-5e-00-53-01',
		'0000.5e00.5301',
		' 00005E005301\u200B',
	])
		expect(macDigits(mac)).toBe('00005e005301');
	expect(flawOfMac('00:00:5E:00:53:01')).toBeUndefined();
	expect(flawOfMac('')).toBeUndefined();
	expect(flawOfMac('00:00:5E:00:53')).toBe('it has 10 digits');
	expect(flawOfMac('00:00:5E:00:53:01:02')).toBe('it has 14 digits');
	expect(flawOfMac('00:00:5E:00:53:0G')).toBe('it holds "g"');
	expect(flawOfMac('00:00:5E:00:53:01, 00:00:5E:00:53:02')).toContain('it holds several');
});
