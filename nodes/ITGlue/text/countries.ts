import { comparable } from './same';

/** Three-letter codes, each followed by its two-letter code (ISO 3166-1). */
const THREE_TO_TWO =
	'ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT ' +
	'AZEAZ BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO ' +
	'BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG ' +
	'COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO ' +
	'DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB ' +
	'GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY ' +
	'HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT ' +
	'JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY ' +
	'LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH ' +
	'MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA ' +
	'NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE ' +
	'PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA ' +
	'SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR ' +
	'SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO ' +
	'TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG ' +
	'VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW';

/** Further usual spellings, by two-letter code. IT Glue has no country England. */
const USUAL: Readonly<Record<string, string>> = {
	'u.s.': 'US',
	'u.s.a.': 'US',
	'united states of america': 'US',
	america: 'US',
	uk: 'GB',
	'u.k.': 'GB',
	'great britain': 'GB',
	england: 'GB',
	scotland: 'GB',
	wales: 'GB',
	'northern ireland': 'GB',
	holland: 'NL',
	'the netherlands': 'NL',
	'czech republic': 'CZ',
	uae: 'AE',
	'republic of ireland': 'IE',
	'south korea': 'KR',
	'russian federation': 'RU',
	'viet nam': 'VN',
	brd: 'DE',
};

/** Languages of clients' addresses; Node provides the names. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'];

/** Without accents and full stops: "Quebec" is Québec, "U.S.A." is "USA". */
const bare = (text: string): string =>
	comparable(text)
		.normalize('NFD')
		.replace(/[\u0300-\u036f.]/g, '');

let known: ReadonlyMap<string, string> | undefined;

function codes(): ReadonlyMap<string, string> {
	if (known) return known;
	const found = new Map<string, string>();
	const names = LANGUAGES.map((language) => new Intl.DisplayNames([language], { type: 'region' }));
	for (const pair of THREE_TO_TWO.split(' ')) {
		const code = pair.slice(3);
		found.set(bare(code), code);
		found.set(bare(pair.slice(0, 3)), code);
		for (const name of names) found.set(bare(name.of(code) ?? code), code);
	}
	for (const [name, code] of Object.entries(USUAL)) found.set(bare(name), code);
	known = found;
	return found;
}

/**
 * Other texts for the country that a text names: its two-letter code and its English name. Known are two-letter and
 * three-letter codes, names in the languages of most clients, and usual short forms.
 */
export function otherCountryNames(text: string): string[] {
	const code = codes().get(bare(text));
	if (code === undefined) return [];
	return [code, new Intl.DisplayNames(['en'], { type: 'region' }).of(code) ?? code];
}

/** The code of a region without the country before it: "US-CA" is CA (ISO 3166-2). */
export function otherRegionNames(text: string): string[] {
	const [country = '', region = '', ...more] = text.split('-');
	const isCode = country.trim().length === 2 && region.trim() !== '' && more.length === 0;
	return isCode ? [region.trim()] : [];
}

/** Whether two place names differ only in accents and full stops. */
export const samePlace = (a: string, b: string): boolean => bare(a) === bare(b);
