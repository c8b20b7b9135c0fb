/** What a person reads when IT Glue, or something in between, gives an answer of the kind: message and description. */
export const WORDING: Record<string, string[]> = {
	'400 parameter missing': [
		'Param is missing or the value is empty: resource_type',
		'Correct the value and run this again. Nothing was changed.',
	],
	'400 name blank': [
		"Name can't be blank",
		'Correct the value and run this again. Nothing was changed.',
	],
	'401 rights': [
		'IT Glue did not let this API key carry out "Create" for the contact',
		'IT Glue says: Unauthorized resource access. Check in IT Glue under Account > Settings > API Keys that the key is active (it is revoked after 90 days without use), and that Region in the credential (now Custom, 127.0.0.1) is where you sign in. If your IT Glue account limits access by IP address, the address of this n8n must be on its list.',
	],
	'401 without a body': [
		'IT Glue did not let this API key carry out "Create" for the contact',
		'Check in IT Glue under Account > Settings > API Keys that the key is active (it is revoked after 90 days without use), and that Region in the credential (now Custom, 127.0.0.1) is where you sign in. If your IT Glue account limits access by IP address, the address of this n8n must be on its list.',
	],
	'401 JWT': [
		'IT Glue offers this only to people signed in to its web app, not to API keys',
		'IT Glue says: Only supported for JWT requests. No API key can do this; do it in the IT Glue web app.',
	],
	'403 gateway': [
		'IT Glue refused this API key',
		'IT Glue says: Forbidden. Check in the credential that API Key is complete and Region (now Custom, 127.0.0.1) is where you sign in. A key is revoked after 90 days without use. If your IT Glue account limits access by IP address, the address of this n8n must be on its list.',
	],
	'403 without a body': [
		'The request was refused on its way to IT Glue (status 403)',
		'The answer was a web page, not an answer of the API. Probably a proxy or a firewall between n8n and IT Glue refused the request: ask its administrator to let n8n through to 127.0.0.1. If there is none, check the API Key and Region in the credential, and whether your IT Glue account limits access by IP address.',
	],
	'404 record': [
		'Contact 5 was not found in IT Glue',
		'IT Glue says: Record not found. It may have been deleted, or the ID belongs to another kind of record, another organization or another region. Check the ID, or choose the contact from the list.',
	],
	'404 without a body': [
		'Record was not found in IT Glue',
		'It may have been deleted, or the ID belongs to another kind of record, another organization or another region. Check the ID, or choose the record from the list.',
	],
	'404 route': [
		'There is no IT Glue API for GET /contacts/5 at 127.0.0.1',
		'Check Region, or Base URL, in the credential: it must be the address of the API, such as https://api.itglue.com, not of the web app. If other operations work, this IT Glue account does not offer this one.',
	],
	'405': [
		'There is no IT Glue API for GET /contacts/5 at 127.0.0.1',
		'Check Region, or Base URL, in the credential: it must be the address of the API, such as https://api.itglue.com, not of the web app. If other operations work, this IT Glue account does not offer this one.',
	],
	'409': [
		'IT Glue could not carry out "Create" for the contact, because the record is not in the expected state',
		'IT Glue says: Busy elsewhere. Read the record again, then repeat the change.',
	],
	'413': [
		'The data is too large for IT Glue',
		'IT Glue takes at most 10 MB in a request. Send less text or a smaller file.',
	],
	'415': [
		'IT Glue did not accept the format of the request',
		'IT Glue says: Bad Content Type. A proxy between n8n and IT Glue may have changed the Content-Type header.',
	],
	'418': [
		'IT Glue did not accept the request (status 418)',
		'IT Glue could not carry out "Create" for the contact (status 418).',
	],
	'410 with words': ['Gone away', 'IT Glue could not do what was asked (status 410).'],
	'422 organization': [
		'Valid organization_id is required',
		'Correct the value and run this again. Nothing was changed.',
	],
	'422 type': ['Contact Type must exist', 'Contact Type can be: Technical, Owner.'],
	'422 type, none there': [
		'Contact Type must exist',
		'IT Glue has no Contact Type yet; create one there first.',
	],
	'422 type, very many': [
		'Model is invalid',
		'Model can be: M0, M1, M2, M3, M4, M5, M6, M7, M8, M9, M10, M11, M12, M13, M14, M15, M16, M17, M18, M19, M20, M21, M22, M23, M24, M25, M26, M27, M28, M29, M30, M31, M32, M33, M34, M35, M36, M37, M38, M39, M40, M41, M42, M43, M44, M45, M46, M47, M48, M49 and 10 more.',
	],
	'422, no such entry': [
		'Location must exist',
		'Choose it from the list, or check its ID, and run this again. Nothing was changed.',
	],
	'422 trait keys': [
		'Request contains invalid trait keys (Traits)',
		'Correct the value and run this again. Nothing was changed.',
	],
	'422 taken': [
		'Name has already been taken',
		'A record like this already exists. Use Create or Update, or set "If It Already Exists" to Update Existing or Return Existing.',
	],
	'422 taken, no upsert': [
		'Name has already been taken',
		'A record like this already exists. Update that one, or choose another value.',
	],
	'422 email': [
		'Email is invalid (Emails)',
		'Correct the value and run this again. Nothing was changed.',
	],
	'422 synced': [
		'Record is synced with a PSA and cannot be changed',
		'The PSA owns this contact. Only these fields can be changed in IT Glue: Alert, Quick Notes. Change the others in the PSA.',
	],
	'422 synced, nothing open': [
		'Managed by ConnectWise',
		'The PSA owns this contact. Change it in the PSA; the sync brings it to IT Glue.',
	],
	'422 many': [
		'Thing 0 is off; Thing 1 is off; Thing 2 is off; Thing 3 is off; Thing 4 is off; and 3 more',
		'Correct the value and run this again. Nothing was changed.',
	],
	'422 without words': [
		'IP Address not accepted',
		'Correct the value and run this again. Nothing was changed.',
	],
	'422 without anything': [
		'IT Glue did not accept the values (status 422)',
		'Correct the value and run this again. Nothing was changed.',
	],
	'423': [
		'The contact is locked in IT Glue',
		'A PSA integration may own it; change it in the PSA.',
	],
	'429': [
		'IT Glue receives too many requests from this account',
		'IT Glue refused the request (status 429), and the wait would be longer than this node may wait. It asks to wait another 30 seconds. IT Glue allows 3000 requests in five minutes, for everything that uses the account. Run fewer workflows or integrations at the same time, and run this again later. To wait longer, raise the option Longest Wait.',
	],
	'429, in the editor': [
		'IT Glue receives too many requests from this account',
		'IT Glue refused the request (status 429), and the wait would be longer than this node may wait. It asks to wait another 30 seconds. IT Glue allows 3000 requests in five minutes, for everything that uses the account. Run fewer workflows or integrations at the same time, and run this again later.',
	],
	'429, waited': [
		'IT Glue receives too many requests from this account',
		'This node waited many seconds and was still refused (status 429). It asks to wait another 1 second. IT Glue allows 3000 requests in five minutes, for everything that uses the account. Run fewer workflows or integrations at the same time, and run this again later. To wait longer, raise the option Longest Wait.',
	],
	'429, nothing named': [
		'IT Glue receives too many requests from this account',
		'This node waited many seconds and was still refused (status 429). IT Glue allows 3000 requests in five minutes, for everything that uses the account. Run fewer workflows or integrations at the same time, and run this again later. To wait longer, raise the option Longest Wait.',
	],
	'500': [
		'IT Glue could not carry out "Create" for the contact (status 500)',
		'IT Glue says: Internal. Tried 4 times. Run this again in a while; IT Glue may be busy or under maintenance.',
	],
	'504 of a POST': [
		'IT Glue could not carry out "Create" for the contact (status 504)',
		'The contact may have been created. Look for it before you run this again. Tried once. Run this again in a while; IT Glue may be busy or under maintenance.',
	],
	'502 of a PATCH': [
		'IT Glue could not carry out "Create" for the contact (status 502)',
		'The change may have been made. Look at the contact before you run this again. Tried 6 times. Run this again in a while; IT Glue may be busy or under maintenance.',
	],
	'200 with errors': ['Nope', 'IT Glue could not carry out "Create" for the contact (status 200).'],
	redirect: [
		'127.0.0.1 redirects requests to another address (status 301)',
		'The API key was not sent there. Enter the final address of the API in the credential, for example https://api.itglue.com, with https and without the name of the web app.',
	],
	HTML: [
		'127.0.0.1 answered with a web page instead of data',
		'Asked for GET /contacts/5 at Custom, 127.0.0.1, tried 4 times. Check Region or Base URL in the credential (the API, not the web app), and any proxy in between. A network that requires a sign-in can also answer like this.',
	],
	'cut off': [
		'127.0.0.1 answered with something that is not JSON:API, or only part of it, instead of data',
		'Asked for GET /contacts/5 at Custom, 127.0.0.1, tried 4 times. Check Region or Base URL in the credential (the API, not the web app), and any proxy in between.',
	],
	'time-out': [
		'IT Glue did not answer in time',
		'Tried 4 times, 4 seconds in all. Run this again in a while; IT Glue may be busy or under maintenance. If it keeps happening, ask for less: leave out Include or narrow the filters, or raise the option Request Timeout.',
	],
	reset: [
		'No answer from IT Glue at 127.0.0.1',
		'The connection was closed. Check that n8n can reach this address, and run this again. (ECONNRESET, tried 6 times)',
	],
	'422 fields and what is said of them': [
		"Name can't be blank; Contact Type must exist",
		'Choose it from the list, or check its ID, and run this again. Nothing was changed.',
	],
	'422 fields alone': [
		"Name can't be blank; Name is too short",
		'Correct the value and run this again. Nothing was changed.',
	],
	'422 detail that is a list': [
		'Purchased At must be a date; Purchased At is in the past',
		'Correct the value and run this again. Nothing was changed.',
	],
	'422 texts': [
		'Name is odd; Type is odd',
		'Correct the value and run this again. Nothing was changed.',
	],
	'422 a lock on one attribute': [
		'Cannot update a synced resource (Emails)',
		'The PSA owns this contact. Only these fields can be changed in IT Glue: Alert. Change the others in the PSA.',
	],
	'422 endless': [
		'Thing 0 is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is…; Thing 1 is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off is off…; and 4 more',
		'Correct the value and run this again. Nothing was changed.',
	],
	'400 plain text': ['Filter is odd', 'Correct the value and run this again. Nothing was changed.'],
	'415 plain text': [
		'IT Glue did not accept the format of the request',
		'IT Glue says: Bad Content Type. A proxy between n8n and IT Glue may have changed the Content-Type header.',
	],
	'400 a page': [
		'The answer was a web page, not an answer of IT Glue (status 400)',
		'It says: "400 The plain HTTP request was sent to HTTPS port". Check Region or Base URL in the credential (the API, not the web app), and any proxy in between.',
	],
	'200 with errors of another status': [
		'Contact 5 was not found in IT Glue',
		'IT Glue says: Organization not found. It may have been deleted, or the ID belongs to another kind of record, another organization or another region. Check the ID, or choose the contact from the list.',
	],
	'407': [
		'The proxy between n8n and IT Glue asks for a user name and a password (status 407)',
		'Nothing reached IT Glue. The API key is not the cause. It says: "Cache Access Denied". Put the user name and password of the proxy (squid/5.7) into the environment variable HTTPS_PROXY of n8n (http://user:password@host:port), or ask its administrator to let n8n through to 127.0.0.1.',
	],
	'407 without a name': [
		'The proxy between n8n and IT Glue asks for a user name and a password (status 407)',
		'Nothing reached IT Glue. The API key is not the cause. Put the user name and password of the proxy into the environment variable HTTPS_PROXY of n8n (http://user:password@host:port), or ask its administrator to let n8n through to 127.0.0.1.',
	],
	'403 of a proxy': [
		'A proxy between n8n and IT Glue refused the request (status 403)',
		'The API key is not the cause. It says: "Access Denied". Ask the administrator of the proxy (1.1 gate (squid/5.7)) to let n8n through to 127.0.0.1. The environment variable HTTPS_PROXY (or HTTP_PROXY, ALL_PROXY) of n8n sets the proxy.',
	],
	'403 without anything': [
		'IT Glue refused this API key',
		'Check in the credential that API Key is complete and Region (now Custom, 127.0.0.1) is where you sign in. A key is revoked after 90 days without use. If your IT Glue account limits access by IP address, the address of this n8n must be on its list. A refusal without a reason may also come from a proxy or firewall in between.',
	],
	'401 page': [
		'The request was refused on its way to IT Glue (status 401)',
		'The answer was a web page, not an answer of the API. It says: "Who are you?". Probably a proxy or a firewall between n8n and IT Glue refused the request: ask its administrator to let n8n through to 127.0.0.1. If there is none, check the API Key and Region in the credential, and whether your IT Glue account limits access by IP address.',
	],
	'503 of a proxy': [
		'The proxy between n8n and IT Glue could not reach it (status 503)',
		'It says: "Out to lunch". Tried 6 times. Run this again in a while. If this happens again, ask the administrator of the proxy (squid/5.7) whether it can reach 127.0.0.1. The environment variable HTTPS_PROXY (or HTTP_PROXY, ALL_PROXY) of n8n sets the proxy.',
	],
	'511': [
		'The network of n8n requires a sign-in first (status 511)',
		'Nothing reached IT Glue. It says: "Example Hotel". Sign in to the network on the machine that runs n8n, and run this again.',
	],
	'HTML with a title': [
		'127.0.0.1 answered with a web page ("Sign in to Example Hotel") instead of data',
		'Asked for GET /contacts/5 at Custom, 127.0.0.1, tried 4 times. Check Region or Base URL in the credential (the API, not the web app), and any proxy in between. A network that requires a sign-in can also answer like this.',
	],
	'plain text': [
		'127.0.0.1 answered with something that is not JSON:API, or only part of it, instead of data',
		'It says: "It works!". Asked for GET /contacts/5 at Custom, 127.0.0.1, tried 4 times. Check Region or Base URL in the credential (the API, not the web app), and any proxy in between.',
	],
	'a lone message': [
		'127.0.0.1 answered with something that is not JSON:API, or only part of it, instead of data',
		'It says: "Missing Authentication Token". Asked for GET /contacts/5 at Custom, 127.0.0.1, tried once. Check Region or Base URL in the credential (the API, not the web app), and any proxy in between.',
	],
};
