/**
 * Values that no rule distinguishes from real ones, as letters and digits only. Facts from lists that inventory systems
 * publish: GLPI (`src/Blacklist.php`), FusionInventory (its default black list), OCS Inventory (`blacklist_serials`,
 * `blacklist_macaddresses`); from RFC 2606 and RFC 5798; and from exports of RMM and PSA systems. Values that a rule of
 * identity.ts covers ("1234567", "0000") are not listed.
 */
const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** "None" in the spellings of people, firmware and programming languages. */
const NONE = `none null nullstring nil na nan undefined unknown unknow unkown unspecified unavailable unassigned empty 
missing notapplicable notavailable notspecified notdefined notset notfound notpresent notprovided notassigned
notrecorded notsupported notknown notyetassigned nodata novalue tbd tba tobedetermined tobeassigned objectobject
unbekannt keine keineangabe inconnu aucun nonrenseigne desconocido ninguno sconosciuto nessuno onbekend geen`;

/** Used instead of a serial number, an asset tag or a host name. */
export const NUMBERS =
	words(`${NONE} localhost invalid default defaultstring defaultassettag oem oemserial oemdefault oemdefaultstring
fillbyoem filledbyoem tobefilled tulipcomputers eval iatpass blank todo serial serialno serialnumber serialnumberxxxxxx
sysserialnumber systemserial systemserialnumb systemserialnumber chassisserialnumber baseboardserialnumber
boardserialnumber mainboardserialnumber type1systemserialnumber type2boardserialnumber type3chassisserialnumber
noserial noserialnumber nosn nonumber noassettag noassetinformation noasset notag nichtvorhanden nichtverfügbar keiner nvt nodisponible nondisponible
nondisponibile ingen okänd ukendt ukjent brak nieznany yok bilinmiyor нет неизвестно 不明 なし 未知
noenclosure serialna seriennummer numerodeserie numérodesérie nullnull permissiondenied accessdenied
type1productconfigid standard virtualmachine vmware hyperv qemu googlecomputeengine insyde asset assettag assetno assetnumber
assettagnumber chassisassettag systemassettag baseboardassettag servicetag sn123456fvgv3i0b8o5n6n7k
systemmanufacturer systemproductname systemname systemversion productname allseries test testing dummy sample qwerty
asdf asdfasdf error 03000200040005000006000700080009 6ab5b300538d10149fb5b0684d007b53`);

/** Words before a number that add no meaning to it: "SN-1234567890", "Asset-1234567890". */
export const NUMBER_PREFIXES = words(
	`sn ssn csn bsn psn sys mb ser serial serialno serialnumber asset assettag atn tag no`,
);

/** Used instead of any name. */
export const NAMES =
	words(`${NONE} test testing testtest noname unnamed untitled nameless anonymous asdf qwerty
unknownname unknowncompany unknownorganization unknownorganisation unknownclient unknowncustomer unknownlocation
unknowndevice nocompany noorganization noorganisation nolocation sansnom ohnename sinnombre senzanome`);

/** Used by firmware and exports instead of a value, and not a value of a custom field. */
export const FILLERS =
	words(`${NONE} defaultstring defaultassettag oemserial oemdefaultstring fillbyoem filledbyoem tobefilled
sysserialnumber systemserialnumber chassisserialnumber baseboardserialnumber noserial noserialnumber nosn noassettag
noassetinformation nodisponible nondisponible nondisponibile nichtvorhanden nichtverfügbar`);

/** Also names of people. */
const SURNAMES = words('na nan nil keine geen missing tba');

/** Used instead of a person's name, judged as a whole: "Ann Test" and "Chris Null" are people. */
export const PEOPLE = words(
	`${[...NAMES].filter((name) => !SURNAMES.has(name)).join(' ')} testuser testcontact testperson
unknownuser unknowncontact unknowncaller unknownperson nocontact nouser firstname lastname firstnamelastname`,
);

/** Software adapters, which have the same address on every computer, and addresses seen on many devices. */
export const MAC_ADDRESSES = words(`02004c4f4f50 02004e435049 204153594eff 505054503030
24b620524153 e2e616200a35 d20a2da004be d26b252f2ce7 00a0c6000000 000bcafe0000 feffffffffff 00090ffe0001 00090faa0001
025041000001 00e04c534458 0001027d9b1c 0008a1460635 0008a166e21a 0009dd103768 000fea9ae2f0 00105a7271f3
00111185088b 101111111111`);

/**
 * Beginnings of such addresses: VMware's and VirtualBox's adapters on the host (not those of guests), dial-up ("DEST"),
 * Cisco AnyConnect, mobile broadband, Docker's network, and addresses that routers share (VRRP, HSRP, GLBP).
 */
export const MAC_BEGINNINGS = [
	'005056c0',
	'0a0027',
	'44455354',
	'00059a3c7',
	'028037ec02',
	'0242ac',
	'00005e0001',
	'00005e0002',
	'00000c07ac',
	'00000c9ff',
	'0007b400',
];

/** Mailboxes that belong to nobody, in any domain. */
export const MAILBOXES =
	words(`none noemail nomail noemailaddress noaddress nomailaddress unknown undefined null nobody noone
notprovided notavailable notapplicable nospam invalid mailerdaemon bounce bounces unbekannt keine inconnu desconocido`);

/** Domains, by their first part, in which nobody has a mailbox. */
export const MAIL_DOMAINS =
	words(`none null undefined unknown noemail nomail noreply noemailaddress notprovided notavailable
invalid`);

/** Mailboxes of forms and examples: they belong to nobody in the domains below, or if the domain has the same name. */
export const SAMPLE_MAILBOXES =
	words(`test testing tester na no x xx xxx a abc asdf foo bar user username email mail mailbox name
yourname youremail you someone somebody example sample dummy placeholder firstname lastname firstnamelastname
firstlast`);

export const SAMPLE_DOMAINS =
	words(`domain.com yourdomain.com mydomain.com company.com yourcompany.com mycompany.com email.com
mail.com test.com na.com no.com`);

/** Used instead of a host name. A real host may be called "test". */
export const HOSTS =
	words(`${NONE} hostname nohostname noname unnamed localhost localhostlocaldomain unknownhost
unknowndevice unknownhostname`);
